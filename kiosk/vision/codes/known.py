"""Known codes in lines of text, found also where the reader took 0 for O or 5 for S.

The codes and their meanings are data (assets/codes.toml). A text that fits two known codes equally
well is taken for neither.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.vision.line import FoundCode

MAX_CODES: Final = 5
"""Most codes of one picture; more help nobody."""
_MAX_NAME_WORDS: Final = 8
"""Most words of a code that is a name: underscores may be read as spaces."""
_LONG_CODE_LENGTH: Final = 8
"""Characters from which a code needs no context; such codes come first."""

_LOOK_ALIKES: Final = str.maketrans("OIL|SBZ×–—−", "01115" + "82X---")
_DROPPED: Final = re.compile(r"[\s_]+")
_BETWEEN: Final = re.compile(r"[\s()\[\]{}<>\"'“”‘’«»,;:=|*]+")
_LONG_HEX: Final = re.compile(r"0X[0-9A-F]{8}")
_GLUED_HEX: Final = re.compile(r"[0O][X×][0-9A-FOIL|SZ]{8}(?![0-9A-FOIL|SZ])", re.IGNORECASE)
"""A long hexadecimal number, also where it was read without a space before it."""
_RUNS: Final = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Family:
    """Codes that are looked for in the same context; without patterns, everywhere.

    `near` must match the line or the one above, `anywhere` some line of the picture.
    """

    name: str
    near: re.Pattern[str] | None
    anywhere: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class KnownCode:
    """One spelling of a code; `code` is the spelling that the table names first."""

    written: str
    code: str
    meaning: str
    family: Family


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a line that may be a code, as read, and its number of words."""

    text: str
    words: int = 1


class CodeTable:
    """All known codes, indexed by their folded spellings."""

    def __init__(self, known: Sequence[KnownCode]) -> None:
        self._folded: defaultdict[str, list[KnownCode]] = defaultdict(list)
        self._squeezed: defaultdict[str, list[KnownCode]] = defaultdict(list)
        self._clipped: defaultdict[str, list[KnownCode]] = defaultdict(list)
        for code in known:
            self._folded[folded(code.written)].append(code)
            if _LONG_HEX.fullmatch(folded(code.written)):
                self._squeezed[_squeezed(code.written)].append(code)
            for clipped in _clipped(code.written):
                self._clipped[clipped].append(code)

    def __len__(self) -> int:
        """Number of codes, not of spellings."""
        return len({known.code for same in self._folded.values() for known in same})

    def find(self, lines: Sequence[str]) -> tuple[FoundCode, ...]:
        """The known codes in `lines`: long ones first, then from top to bottom.

        At most MAX_CODES.
        """
        page = "\n".join(lines)
        found: dict[str, FoundCode] = {}
        above = ""
        for number, line in enumerate(lines):
            context, above = f"{above} {line}", line
            for piece in _pieces(line):
                known = self._known(piece, context, page)
                if known is not None:
                    above = ""  # Its words are the context of this code, not of a digit below.
                    code = FoundCode(known.code, known.family.name, known.meaning, number)
                    found.setdefault(known.code, code)
        ordered = sorted(found.values(), key=lambda code: len(code.code) < _LONG_CODE_LENGTH)
        return tuple(ordered[:MAX_CODES])

    def _known(self, piece: _Piece, context: str, page: str) -> KnownCode | None:
        key = folded(piece.text)
        fitting = [
            known
            for known in self._folded.get(key, ()) or self._similar(key)
            if _fits_words(piece, known)
            and _has_digits(piece, known)
            and _in_context(known.family, context, page)
        ]
        return _nearest(fitting, piece.text, page)

    def _similar(self, key: str) -> Sequence[KnownCode]:
        """Long codes with an end cut off, and those that differ in how often a character
        repeats.
        """
        return self._clipped.get(key, ()) or [
            known
            for known in self._squeezed.get(_squeezed(key), ())
            if abs(len(known.written) - len(key)) == 1
        ]


def read_table(path: Path) -> CodeTable:
    """The table in the shipped TOML file at `path`."""
    families: Mapping[str, Mapping[str, object]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return CodeTable([known for name, part in families.items() for known in _family(name, part)])


def folded(text: str) -> str:
    """`text` as codes are compared: look-alikes unified, spaces and underscores dropped."""
    return _plain(text).translate(_LOOK_ALIKES)


def _family(name: str, part: Mapping[str, object]) -> Iterator[KnownCode]:
    family = Family(name, _any_pattern(part.get("near")), _any_pattern(part.get("anywhere")))
    codes = part["codes"]
    assert isinstance(codes, dict), "a family without codes"
    for ways, meaning in codes.items():
        first, *others = str(ways).split("|")
        for written in (first, *others):
            yield KnownCode(written, first, str(meaning), family)


def _any_pattern(words: object) -> re.Pattern[str] | None:
    if not isinstance(words, list):
        return None
    return re.compile("|".join(rf"(?<!\w){re.escape(str(word))}" for word in words), re.IGNORECASE)


def _pieces(line: str) -> Iterator[_Piece]:
    words = [word.strip(".!?") for word in _BETWEEN.split(line)]
    words = [word for word in words if word]
    for first in range(len(words)):
        for count in range(1, min(_MAX_NAME_WORDS, len(words) - first) + 1):
            yield _Piece(" ".join(words[first : first + count]), count)
    for glued in _GLUED_HEX.finditer(line):
        yield _Piece(glued[0])


def _fits_words(piece: _Piece, known: KnownCode) -> bool:
    """Whether a code may be read as so many words: names as several, long numbers as two."""
    if piece.words == 1 or "_" in known.written:
        return True
    return piece.words == 2 and len(known.written) > _LONG_CODE_LENGTH  # noqa: PLR2004  broken once


def _has_digits(piece: _Piece, known: KnownCode) -> bool:
    """Whether enough digits were read as digits: "so" is not 50."""
    return len(known.written) >= _LONG_CODE_LENGTH or 2 * _digits(piece.text) >= _digits(
        known.written
    )


def _in_context(family: Family, context: str, page: str) -> bool:
    near = family.near is None or family.near.search(context)
    return bool(near and (family.anywhere is None or family.anywhere.search(page)))


def _nearest(fitting: Sequence[KnownCode], read: str, page: str) -> KnownCode | None:
    """The code that differs least from what was read; None when two differ equally."""
    if not fitting:
        return None
    least = min(_differences(known, read) for known in fitting)
    nearest = [known for known in fitting if _differences(known, read) == least]
    if len({known.code for known in nearest}) != 1:
        return None
    return max(nearest, key=lambda known: _mentions(known.family, page))


def _differences(known: KnownCode, read: str) -> int:
    """Number of characters that differ; of texts of unequal length, the longer length."""
    written, seen = _plain(known.written), _plain(read)
    if len(written) != len(seen):
        return max(len(written), len(seen))
    return sum(one != other for one, other in zip(written, seen, strict=True))


def _plain(text: str) -> str:
    return _DROPPED.sub("", text.upper())


def _mentions(family: Family, page: str) -> int:
    return len(family.anywhere.findall(page)) if family.anywhere else 0


def _clipped(written: str) -> Iterator[str]:
    """Spellings of a long code cut off at an end, as a text box too narrow shows them."""
    key = folded(written)
    if "_" not in written:
        if len(key) > _LONG_CODE_LENGTH and _digits(written):
            yield key[1:]
    else:
        yield from (key[1:], key[2:], key[:-1])


def _squeezed(text: str) -> str:
    return _RUNS.sub(r"\1", folded(text))


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
