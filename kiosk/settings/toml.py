"""Reader of a TOML settings file into a msgspec struct.

Whatever is wrong becomes one line that names file, line, key and what was expected.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Final, Generic, TypeVar

import msgspec

from kiosk.faults import SettingsFault
from kiosk.machine.small_file import one_line, read_small_file
from kiosk.settings.lines import line_of
from kiosk.settings.words import key_and_words, syntax_words

T = TypeVar("T")

MOST_BYTES: Final = 1_000_000
_LINE_END: Final = re.compile(r"\r*\n|\r")
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_TIMES = re.compile(rf"\s*({_TIME})\s*-\s*({_TIME}|24:00)\s*")


@dataclass(frozen=True, slots=True)
class SettingsFile(Generic[T]):
    """A settings file that was read: its path, its text and its values."""

    path: Path
    text: str
    values: T

    def fault(self, key: str, expected: str) -> SettingsFault:
        """A fault at `key`, in one line that names its line in the file."""
        return _fault(self.path, self.text, key, expected)

    def check_once(self, key: str, values: Sequence[object]) -> None:
        """SettingsFault when one of `values` occurs twice."""
        if len(set(values)) != len(values):
            raise self.fault(key, "expected each at most once")


def read(path: Path, shape: type[T]) -> SettingsFile[T]:
    """The file as `shape`; SettingsFault names file, line, key and what was expected."""
    text = _text(path)
    try:
        plain = tomllib.loads(text)
    except ValueError as fault:
        line, words = syntax_words(text, str(fault))
        raise _fault_at_line(path, line, "syntax", words) from fault
    except RecursionError as fault:
        expected = "expected values not nested so deeply"
        raise _fault(path, text, "syntax", expected) from fault
    try:
        return SettingsFile(path, text, msgspec.convert(plain, shape))
    except msgspec.ValidationError as fault:
        raise _fault(path, text, *key_and_words(str(fault), shape)) from fault


def _text(path: Path) -> str:
    content = read_small_file(path, MOST_BYTES)
    # Some editors write a byte-order mark, some UTF-16; neither can be anything else.
    utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise _fault_at_line(path, line, "file", "expected text in UTF-8: save it as such") from (
            fault
        )
    return _LINE_END.sub("\n", text)


def times_of(text: str) -> tuple[time, time] | None:
    """The two times of a text like 08:30-17:00, 24:00 as midnight; None when it is none."""
    times = _TIMES.fullmatch(text)
    if times is None:
        return None
    return time.fromisoformat(times[1]), time.fromisoformat(times[2].replace("24:", "00:"))


def _fault(path: Path, text: str, key: str, expected: str) -> SettingsFault:
    return _fault_at_line(path, line_of(text, key), key, expected)


def _fault_at_line(path: Path, line: int | None, key: str, expected: str) -> SettingsFault:
    """A fault in one line, even if the key holds line breaks."""
    where = f"line {line}: " if line else ""
    words = " ".join(expected.split())
    return SettingsFault(f"{one_line(path)}: {where}{one_line(' '.join(key.split()))}: {words}")
