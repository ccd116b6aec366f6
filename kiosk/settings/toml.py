"""Reader of a TOML settings file into a msgspec struct.

Whatever is wrong becomes one line that names file, key and what was expected.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from kiosk.domain.site import ADDRESS, LETTERS, PLAIN_ID
from kiosk.faults import SettingsFault
from kiosk.validation import field_and_reason

T = TypeVar("T")

ORIGIN: Final = r"^https?://[^/\s]+/?\Z"
LETTER: Final = rf"^[{LETTERS}]\Z"
_EXAMPLE: Final = "an address like https://help.example.org"
_PATTERN_WORDS: Final = {
    PLAIN_ID: "1 to 40 small letters, digits and dashes",
    ORIGIN: _EXAMPLE,
    ADDRESS: f"{_EXAMPLE}, or nothing",
    LETTER: f"one letter of {LETTERS}",
}
"""Each pattern in words."""
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_TIMES = re.compile(rf"\s*({_TIME})\s*-\s*({_TIME})\s*")


def read(path: Path, shape: type[T]) -> T:
    """The file as `shape`; SettingsFault names file, key and what was expected."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors write a byte-order mark
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "expected UTF-8 text"
        raise fault_at(path, "file", f"cannot be read: {reason}") from fault
    try:
        plain = tomllib.loads(text)
    except ValueError as fault:
        raise fault_at(path, "syntax", str(fault)) from fault
    except RecursionError as fault:
        raise fault_at(path, "syntax", "expected values not nested so deeply") from fault
    try:
        return msgspec.convert(plain, shape)
    except msgspec.ValidationError as fault:
        raise fault_at(path, *_key_and_reason(str(fault))) from fault


def check_once(path: Path, key: str, values: Sequence[object]) -> None:
    """SettingsFault when one of `values` occurs twice."""
    if len(set(values)) != len(values):
        raise fault_at(path, key, "expected each at most once")


def times_of(text: str) -> tuple[time, time] | None:
    """The two times of a text like 08:30-17:00; None when it is none."""
    times = _TIMES.fullmatch(text)
    return (time.fromisoformat(times[1]), time.fromisoformat(times[2])) if times else None


def fault_at(path: Path, key: str, expected: str) -> SettingsFault:
    """A fault in one line, even if the key holds line breaks."""
    return SettingsFault(f"{path}: {' '.join(key.split())}: {' '.join(expected.split())}")


def _key_and_reason(message: str) -> tuple[str, str]:
    """msgspec's message for people: the key, and the reason in the words of this file."""
    key, reason = field_and_reason(message)
    if reason.startswith("Object missing required field"):
        reason = "is required"
    elif reason.startswith("Object contains unknown field"):
        reason = "is not a known key"
    for pattern, words in _PATTERN_WORDS.items():
        if reason.endswith(f"matching regex {pattern!r}"):
            reason = f"expected {words}"
    return key or "file", reason[:1].lower() + reason[1:]
