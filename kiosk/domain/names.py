"""Cleaning of first names: one line of plain text, bounded. No name is refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

MAX_GRAPHEMES = 60
MAX_BYTES = 240
_MAX_RAW_LENGTH = 2_000
"""Most characters of raw text that are examined: more would be cut anyway, and floods of combining
marks cost time."""

_MAX_MARKS = 8
"""Marks kept on one letter; no language stacks more."""
_JOINER = "\u200d"
_KEPT_FORMAT = {_JOINER, "\u200c"}
"""Format characters with meaning in names and emoji: the zero-width joiner and non-joiner."""
_MODIFIERS = range(0x1F3FB, 0x1F400)
_REGIONAL = range(0x1F1E6, 0x1F200)


def clean_name(raw: str) -> str:
    """`raw` as it is kept and shown.

    NFC, controls and direction overrides gone, single spaces, cut to the limits; empty when
    nothing of it can be seen.
    """
    if raw.isascii() and raw.isprintable() and len(raw) <= MAX_GRAPHEMES:
        return " ".join(raw.split())  # A shortcut with the same result.
    spaced = "".join(
        " " if character.isspace() else character for character in raw[:_MAX_RAW_LENGTH]
    )
    plain = "".join(character for character in spaced if _allowed(character))
    # Composed last: a removed character may have stood between a letter and its accent.
    composed = unicodedata.normalize("NFC", plain)
    name = _cut(" ".join(_without_floods(composed).split()))
    return name if any(map(_visible, name)) else ""


def graphemes(text: str) -> Iterator[str]:
    """The characters of `text` as people count them.

    Close to UAX 29, without its rarer scripts' rules.
    """
    cluster = ""
    for character in text:
        if cluster and not _joins(cluster, character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _allowed(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return character in _KEPT_FORMAT
    return category[0] != "C" and category not in {"Zl", "Zp"}


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS"


def _without_floods(text: str) -> str:
    """`text` without the marks beyond `_MAX_MARKS` on one letter."""
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _joins(cluster: str, character: str) -> bool:
    code = ord(character)
    if unicodedata.category(character)[0] == "M" or character == _JOINER or code in _MODIFIERS:
        return True
    if cluster[-1] == _JOINER:
        return True
    return code in _REGIONAL and len(cluster) == 1 and ord(cluster) in _REGIONAL


def _cut(text: str) -> str:
    kept = ""
    size = 0
    for count, cluster in enumerate(graphemes(text)):
        size += len(cluster.encode())
        if count == MAX_GRAPHEMES or size > MAX_BYTES:
            break
        kept += cluster
    return kept.strip()
