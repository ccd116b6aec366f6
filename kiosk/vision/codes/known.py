"""Owns recognising known codes in lines of text, also where the reader took 0 for O or 5 for S.

The codes and their meanings are data (assets/codes.toml). Never guesses: what fits two known codes
equally well is neither.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.vision.reading import FoundCode

MOST_CODES: Final = 5
"""More on one picture help nobody."""
_WORDS_OF_A_NAME: Final = 8
"""A name of several words may be read with spaces in place of its strokes."""
_LONG: Final = 8
"""Codes with so many characters are codes wherever they stand; they come first."""

_LOOK_ALIKES: Final = str.maketrans("OIL|SBZ×–—−", "01115" + "82X---")
_DROPPED: Final = re.compile(r"[\s_]+")
_BETWEEN: Final = re.compile(r"[\s()\[\]{}<>\"'“”‘’«»,;:=|*]+")
_LONG_HEX: Final = re.compile(r"0X[0-9A-F]{8}")
_GLUED_HEX: Final = re.compile(r"[0O][X×][0-9A-FOIL|SZ]{8}(?![0-9A-FOIL|SZ])", re.IGNORECASE)
"""A long number without a space before it, as read."""
_RUNS: Final = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Family:
    """Codes that are looked for in the same way. Without patterns they are always looked for."""

    name: str
    near: re.Pattern[str] | None
    anywhere: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class KnownCode:
    """One way to write a code; `code` is how the table writes it first."""

    written: str
    code: str
    meaning: str
    family: Family


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something on a line that may be a code, as read; of how many words it is made."""

    text: str
    words: int = 1


class CodeTable:
    """All known codes, ready to be found."""

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
        """How many codes it knows."""
        return len({known.code for same in self._folded.values() for known in same})

    def find(self, lines: Sequence[str]) -> tuple[FoundCode, ...]:
        """The known codes in `lines`, those that need no company first, then from the top."""
        page = "\n".join(lines)
        found: dict[str, FoundCode] = {}
        above = ""
        for number, line in enumerate(lines):
            around, above = f"{above} {line}", line
            for piece in _pieces(line):
                known = self._known(piece, around, page)
                if known is not None:
                    above = ""  # Its words speak of the code beside them, not of a digit below.
                    code = FoundCode(known.code, known.family.name, known.meaning, number)
                    found.setdefault(known.code, code)
        ordered = sorted(found.values(), key=lambda code: len(code.code) < _LONG)
        return tuple(ordered[:MOST_CODES])

    def _known(self, piece: _Piece, around: str, page: str) -> KnownCode | None:
        key = folded(piece.text)
        fitting = [
            known
            for known in self._folded.get(key, ()) or self._alike(key)
            if _joins(piece, known)
            and _has_digits(piece, known)
            and _in_company(known.family, around, page)
        ]
        return _only_one(fitting, piece.text, page)

    def _alike(self, key: str) -> Sequence[KnownCode]:
        """Long codes with an end cut off, and those that differ in how often a digit stands."""
        return self._clipped.get(key, ()) or [
            known
            for known in self._squeezed.get(_squeezed(key), ())
            if abs(len(known.written) - len(key)) == 1
        ]


def read_table(path: Path) -> CodeTable:
    """The table in a file of our own."""
    families: Mapping[str, Mapping[str, object]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return CodeTable([known for name, part in families.items() for known in _family(name, part)])


def folded(text: str) -> str:
    """`text` as codes are compared: look-alikes made one, spaces and strokes dropped."""
    return _plain(text).translate(_LOOK_ALIKES)


def _family(name: str, part: Mapping[str, object]) -> Iterator[KnownCode]:
    family = Family(name, _any_of(part.get("near")), _any_of(part.get("anywhere")))
    codes = part["codes"]
    assert isinstance(codes, dict), "a family without codes"
    for ways, meaning in codes.items():
        first, *others = str(ways).split("|")
        for written in (first, *others):
            yield KnownCode(written, first, str(meaning), family)


def _any_of(words: object) -> re.Pattern[str] | None:
    if not isinstance(words, list):
        return None
    return re.compile("|".join(rf"(?<!\w){re.escape(str(word))}" for word in words), re.IGNORECASE)


def _pieces(line: str) -> Iterator[_Piece]:
    words = [word.strip(".!?") for word in _BETWEEN.split(line)]
    words = [word for word in words if word]
    for first in range(len(words)):
        for count in range(1, min(_WORDS_OF_A_NAME, len(words) - first) + 1):
            yield _Piece(" ".join(words[first : first + count]), count)
    for glued in _GLUED_HEX.finditer(line):
        yield _Piece(glued[0])


def _joins(piece: _Piece, known: KnownCode) -> bool:
    """Names may be read as several words, long numbers as two; short codes only as they stand."""
    if piece.words == 1 or "_" in known.written:
        return True
    return piece.words == 2 and len(known.written) > _LONG  # noqa: PLR2004  broken once


def _has_digits(piece: _Piece, known: KnownCode) -> bool:
    """A short word is no number: "so" is not 50."""
    return len(known.written) >= _LONG or 2 * _digits(piece.text) >= _digits(known.written)


def _in_company(family: Family, around: str, page: str) -> bool:
    near = family.near is None or family.near.search(around)
    return bool(near and (family.anywhere is None or family.anywhere.search(page)))


def _only_one(fitting: Sequence[KnownCode], read: str, page: str) -> KnownCode | None:
    """The one that differs least from what was read; none when two codes do."""
    if not fitting:
        return None
    least = min(_differences(known, read) for known in fitting)
    nearest = [known for known in fitting if _differences(known, read) == least]
    if len({known.code for known in nearest}) != 1:
        return None
    return max(nearest, key=lambda known: _mentions(known.family, page))


def _differences(known: KnownCode, read: str) -> int:
    """Letters that differ; all of them where one text is longer."""
    written, seen = _plain(known.written), _plain(read)
    if len(written) != len(seen):
        return max(len(written), len(seen))
    return sum(one != other for one, other in zip(written, seen, strict=True))


def _plain(text: str) -> str:
    return _DROPPED.sub("", text.upper())


def _mentions(family: Family, page: str) -> int:
    return len(family.anywhere.findall(page)) if family.anywhere else 0


def _clipped(written: str) -> Iterator[str]:
    """A long code without its first letters, as a box too narrow shows it; a name's last too."""
    key = folded(written)
    if "_" not in written:
        if len(key) > _LONG and _digits(written):
            yield key[1:]
    else:
        yield from (key[1:], key[2:], key[:-1])


def _squeezed(text: str) -> str:
    return _RUNS.sub(r"\1", folded(text))


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
