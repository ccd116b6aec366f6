"""The line of a key in a TOML text, for messages; the parser of the library does not tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_TABLE: Final = re.compile(r"\s*(\[\[?)\s*([^\[\]#]+?)\s*\]\]?\s*(?:#.*)?")
_KEY: Final = re.compile(r"\s*([^\s=#\[\]{},]+(?:\s*\.\s*[^\s=#\[\]{},]+)*)\s*=")
_LAST_PART: Final = re.compile(r"(?:\.[^.\[\]]+|\[[0-9]+\])$")


def line_of(text: str, key: str) -> int | None:
    """The line, from 1, that says `key`, as `server.url` or `stations[0].letter`.

    Where the key is not said, that of the table it belongs to; None when neither is, or when a
    text over several lines could be taken for keys.
    """
    if '"""' in text or "'''" in text:
        return None
    lines = dict(reversed([*_keys(text)]))
    while key not in lines:
        shorter = _LAST_PART.sub("", key)
        if shorter == key:
            return None
        key = shorter
    return lines[key]


def _keys(text: str) -> Iterator[tuple[str, int]]:
    table = ""
    arrays: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        heading = _TABLE.fullmatch(line)
        if heading:
            table = _plain(heading[2])
            yield table, number
            if heading[1] == "[[":
                arrays[table] = arrays.get(table, -1) + 1
                table = f"{table}[{arrays[table]}]"
                yield table, number
            continue
        said = _KEY.match(line)
        if said:
            yield f"{table}.{_plain(said[1])}".lstrip("."), number


def _plain(key: str) -> str:
    return re.sub(r"[\s\"']", "", key)
