"""Bytes of a list as text, whatever editor or spreadsheet saved them.

UTF-8 with or without a byte-order mark, UTF-16 with or without one, and Windows-1252. What cannot
be decoded becomes U+FFFD, so that only the rows that hold it are lost.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

UNREADABLE: Final = "\ufffd"
_BEGINNINGS: Final = (
    (re.compile(codecs.BOM_UTF8), "utf-8"),
    (re.compile(codecs.BOM_UTF32_LE), "utf-32-le"),  # before UTF-16, whose mark it begins with
    (re.compile(codecs.BOM_UTF32_BE), "utf-32-be"),
    (re.compile(codecs.BOM_UTF16_LE + rb"|[^\0]\0"), "utf-16-le"),
    (re.compile(codecs.BOM_UTF16_BE + rb"|\0[^\0]"), "utf-16-be"),
)
"""How a text of each encoding begins: with its mark, or with a letter of the headings."""
_MULTIBYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_WORD: Final = re.compile(r"[^\W\d_]+")
_ACCENTS: Final = 2
"""Accented letters that even the shortest word may have: Zoë, Noël, Éléa."""
_SIGNS: Final = "’‘“”„–—…ªº°\xb4·€\xa0"
"""What Windows-1252 holds beside letters and may stand in a list of people or devices."""


@dataclass(frozen=True, slots=True)
class ListText:
    """The text of a list; `guessed` when its encoding is a guess that holds for Western Europe."""

    text: str
    guessed: bool = False


def decode_list(content: bytes) -> ListText:
    """The text of `content`, without its byte-order mark."""
    for begins, encoding in _BEGINNINGS:
        if begins.match(content):
            return ListText(content.decode(encoding, "replace").removeprefix("\ufeff"))
    try:
        return ListText(content.decode("utf-8"))
    except UnicodeDecodeError as fault:
        cut_off = fault.end == len(content) and fault.reason == "unexpected end of data"
        if cut_off or _MULTIBYTE.search(content):
            return ListText(content.decode("utf-8", "replace"))
    western = content.decode("cp1252", "replace")
    if _may_be_western(western):
        return ListText(western, guessed=True)
    return ListText(content.decode("ascii", "replace"))


def _may_be_western(text: str) -> bool:
    """Whether `text` reads like Western European names and words.

    Bytes of other code pages show as signs between letters, as capitals inside words, or as words
    of accented letters alone; a damaged byte is often 0xff, which no name needs.
    """
    strange = {each for each in text if not each.isascii() and not each.isalpha()}
    if not strange <= {*_SIGNS} or "\xff" in text:
        return False
    return all(_is_western(word) for word in _WORD.findall(text) if not word.isascii())


def _is_western(word: str) -> bool:
    accented = sum(not each.isascii() for each in word)
    capital_inside = not word.isupper() and any(each.isupper() for each in word[1:])
    return not capital_inside and accented <= max(_ACCENTS, len(word) // 2)
