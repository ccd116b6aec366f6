"""Messages of the TOML and msgspec libraries in the words of whoever edits a settings file."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any, Final, Literal, get_args, get_origin

import msgspec

from kiosk.domain.site import ADDRESS, HOST, LETTERS, PLAIN_ID
from kiosk.validation import field_and_reason, repeats_value

ORIGIN: Final = rf"^{HOST}/?\Z"
LETTER: Final = rf"^[{LETTERS}]\Z"
PATH: Final = r"^[^\x00]+\Z"
_EXAMPLE: Final = "an address like https://help.example.org, without a path"
_PATTERN_WORDS: Final = {
    PLAIN_ID: "1 to 40 small letters, digits and dashes",
    ORIGIN: _EXAMPLE,
    ADDRESS: f"{_EXAMPLE}, or nothing",
    LETTER: f"one letter of {LETTERS}",
    PATH: "the path of a file or folder",
}
"""Each pattern in words."""
_TYPE_WORDS: Final = {
    "str": "text in quotes",
    "int": "a whole number",
    "float": "a number with a point",
    "bool": "true or false",
    "object": "a table",
    "array": "a list in brackets",
    "null": "nothing",
    "datetime": "a day and time",
    "date": "a day",
    "time": "a time",
}
_TYPE: Final = re.compile(r"`([a-z]+)(?: \| ([a-z]+))?`")
_AT_LINE: Final = re.compile(r" ?\(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)")
_CURLY: Final = "“”„«»‘’"
_GENERAL: Final = 'expected lines like key = "text", [table] or # remark'


def syntax_words(text: str, message: str) -> tuple[int, str]:
    """The line that the TOML parser stopped at, and its message with the remedy."""
    place = _AT_LINE.search(message)
    lines = text.split("\n")
    line = int(place[1]) if place and place[1] else max(1, len(text.rstrip().split("\n")))
    said = _AT_LINE.sub("", message)
    written = lines[line - 1] if line <= len(lines) else ""
    return line, f"{_remedy(written)} ({said[:1].lower()}{said[1:]})"


def _remedy(written: str) -> str:
    before_remark = written.split("#", maxsplit=1)[0]
    for each in before_remark:
        if each in _CURLY:
            return f"expected straight quotes, got {each}"
        if not each.isprintable() and each != "\t":
            name = unicodedata.name(each, f"U+{ord(each):04X}").lower()
            return f"expected plain text, got {name}"
        if each.isspace() and each not in " \t":
            return f"expected a plain blank, got {unicodedata.name(each).lower()}"
    return _GENERAL


def key_and_words(message: str, shape: type[object]) -> tuple[str, str]:
    """msgspec's message for people: the key, and what is expected there."""
    key, reason = field_and_reason(message)
    if repeats_value(reason):
        reason = f"expected {' or '.join(_choices(shape, key))}"
    elif reason.startswith("Object missing required field"):
        reason = "is required"
    elif reason.startswith("Object contains unknown field"):
        reason = "is not a known key"
    for pattern, words in _PATTERN_WORDS.items():
        if reason.endswith(f"matching regex {pattern!r}"):
            reason = f"expected {words}"
    reason = _TYPE.sub(_type_in_words, reason)
    return key or "file", reason[:1].lower() + reason[1:]


def _type_in_words(found: re.Match[str]) -> str:
    return " or ".join(_TYPE_WORDS.get(name, name) for name in found.groups() if name)


def _choices(struct: type[object], key: str) -> list[str]:
    """What may stand at `key` of `struct`, as it is written there."""
    shape: Any = struct
    for name in re.sub(r"\[[^\]]*\]", "", key).split("."):
        [shape] = [it.type for it in msgspec.structs.fields(shape) if it.encode_name == name]
        while get_origin(shape) in {Annotated, list}:
            shape = get_args(shape)[0]
    choices = get_args(shape) if get_origin(shape) is Literal else ()
    return [f'"{each}"' if isinstance(each, str) else f"{each}" for each in choices]
