"""Plain sentences that screens say when something is the matter: "No bootable device".

A sentence is found in a line, or across two, whatever its case and marks, with at most one letter
in ten misread; never in the middle of other words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kiosk.vision.codes.families import Family, KnownCode
from kiosk.vision.codes.page_words import unaccented

_LETTERS_FOR_A_MISREADING: Final = 10
_ANCHOR: Final = 5
"""Letters that are looked up at once. Cut a sentence of n letters in one part more than letters may
be misread and one part is whole; no part is shorter than this."""
_FEW_WORDS: Final = 2
_WORDS: Final = re.compile(r"\w+")
"""A name with underscores is one word: what it says is no sentence."""
_NEGATIONS: Final = frozenset(
    "no non not cannot can't couldn't isn't wasn't doesn't won't without nicht kein keine keinen "
    "ohne pas sans sin nie bez nao geen niet degil ei inte ikke nem nu".replace("'", "").split()
)
"""Words that turn a sentence around."""
_LOOK_ALIKES: Final = str.maketrans("01l|5829", "oiiisbzg")


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """A sentence, and the first and last of the lines it stands in."""

    known: KnownCode
    line: int
    last_line: int


@dataclass(slots=True)
class _Text:
    """Letters of a page without spaces, and where its words begin and end."""

    letters: str = ""
    begins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    """The line of each word."""

    def lines_of(self, begin: int, end: int) -> tuple[int, int]:
        """The first and the last line of the letters from `begin` to `end`."""
        return self.lines[bisect_left(self.begins, begin)], self.lines[bisect_left(self.ends, end)]

    def words_in(self, begin: int, end: int) -> int:
        """How many words they are."""
        return bisect_left(self.ends, end) - bisect_left(self.begins, begin) + 1


class _Span(NamedTuple):
    """A sentence, and where it stands in the letters of a page."""

    begin: int
    end: int
    number: int


class _Part(NamedTuple):
    """Some letters of a sentence."""

    letters: str
    number: int
    offset: int


class SentenceTable:
    """All known sentences, indexed by parts of which at least one was read without a fault."""

    def __init__(self, known: Sequence[KnownCode]) -> None:
        self._sentences = [(_letters(way), sentence) for sentence in known for way in sentence.ways]
        self._most_words = [_most_words(way) for sentence in known for way in sentence.ways]
        self._negations = [_negations(way) for sentence in known for way in sentence.ways]
        self._parts: defaultdict[str, list[_Part]] = defaultdict(list)
        for number, (letters, _) in enumerate(self._sentences):
            assert len(letters) >= _ANCHOR, f"too short to be told from other words: {letters}"
            for part in _cut(number, letters):
                self._parts[part.letters[:_ANCHOR]].append(part)

    def find(self, lines: Sequence[str], is_about: Callable[[Family], bool]) -> list[SentenceHit]:
        """The sentences in `lines` of families that they are about, from top to bottom.

        Of two in the same words the longer.
        """
        text = _text(lines)
        kept: list[_Span] = []
        for span in sorted(
            self._spans(text, is_about), key=lambda one: (one.begin - one.end, one.begin)
        ):
            if all(span.end <= other.begin or span.begin >= other.end for other in kept):
                kept.append(span)
        return [
            SentenceHit(self._sentences[span.number][1], *text.lines_of(span.begin, span.end))
            for span in sorted(kept)
        ]

    def _spans(self, text: _Text, is_about: Callable[[Family], bool]) -> Iterator[_Span]:
        tried: set[tuple[int, int]] = set()
        for at in range(len(text.letters) - _ANCHOR + 1):
            for part in self._parts.get(text.letters[at : at + _ANCHOR], ()):
                if not text.letters.startswith(part.letters, at):
                    continue
                begin = self._begin(text, at - part.offset, part.number)
                if begin is None or (part.number, begin) in tried:
                    continue
                tried.add((part.number, begin))
                end = self._end(text, begin, part.number)
                if end is not None and is_about(self._sentences[part.number][1].family):
                    yield _Span(begin, end, part.number)

    def _begin(self, text: _Text, expected: int, number: int) -> int | None:
        """Where a word begins nearest to where the sentence should."""
        allowed = _allowed(self._sentences[number][0])
        near = _between(text.begins, expected - allowed, expected + allowed)
        return min(near, key=lambda at: abs(at - expected), default=None)

    def _end(self, text: _Text, begin: int, number: int) -> int | None:
        """Where the sentence that begins there ends; None when it is another one."""
        letters = self._sentences[number][0]
        allowed = _allowed(letters)
        expected = begin + len(letters)
        ends = [
            end
            for end in _between(text.ends, expected - allowed, expected + allowed)
            if text.lines_of(begin, end)[1] - text.lines_of(begin, end)[0] <= 1
            and text.words_in(begin, end) <= self._most_words[number]
        ]
        if not ends:
            return None
        wrong = _wrong_letters(letters, text.letters[begin : expected + allowed], allowed)
        best = min(ends, key=lambda end: wrong.get(end - begin, allowed + 1))
        read = text.letters[begin:best]
        fits = wrong.get(best - begin, allowed + 1) <= allowed and all(
            word in read for word in self._negations[number]
        )
        return best if fits else None


def _text(lines: Sequence[str]) -> _Text:
    text = _Text()
    parts: list[str] = []
    length = 0
    for number, line in enumerate(lines):
        for word in _words(line):
            text.begins.append(length)
            length += len(word)
            text.ends.append(length)
            text.lines.append(number)
            parts.append(word)
    text.letters = "".join(parts).translate(_LOOK_ALIKES)
    return text


def _words(line: str) -> list[str]:
    plain = unaccented(line).replace("'", "")
    return [word.replace("_", "") for word in _WORDS.findall(plain) if word.strip("_")]


def _letters(sentence: str) -> str:
    return "".join(_words(sentence)).translate(_LOOK_ALIKES)


def _negations(sentence: str) -> list[str]:
    """Words that turn what is said around, with the letter before and behind: they must be read as
    they stand.
    """
    plain = _words(sentence)
    found = []
    for at, word in enumerate(plain):
        if word in _NEGATIONS:
            before, behind = "".join(plain[:at])[-1:], "".join(plain[at + 1 :])[:1]
            found.append((before + word + behind).translate(_LOOK_ALIKES))
    return found


def _most_words(sentence: str) -> int:
    """A long sentence may be read with a space too many; SyntaxError is no syntax error."""
    count = len(_words(sentence))
    return count + (count > _FEW_WORDS)


def _allowed(letters: str) -> int:
    return len(letters) // _LETTERS_FOR_A_MISREADING


def _cut(number: int, letters: str) -> Iterator[_Part]:
    """One part more than letters may be misread: one of them is whole."""
    count = _allowed(letters) + 1
    length = len(letters) // count
    for part in range(count):
        yield _Part(letters[part * length : (part + 1) * length], number, part * length)


def _between(places: Sequence[int], low: int, high: int) -> Sequence[int]:
    return places[bisect_left(places, low) : bisect_right(places, high)]


def _wrong_letters(sentence: str, text: str, allowed: int) -> dict[int, int]:
    """How many letters to change, add or drop to make the sentence of the beginning of `text`, by
    the length of that beginning (Levenshtein, only where it may be few enough).
    """
    if text.startswith(sentence):
        return {len(sentence): 0}
    row = {length: length for length in range(allowed + 1)}
    many = allowed + 1
    for number, letter in enumerate(sentence, 1):
        above, row = row, {}
        for length in range(max(0, number - allowed), min(len(text), number + allowed) + 1):
            changed = above.get(length - 1, many) + (length == 0 or text[length - 1] != letter)
            row[length] = min(changed, above.get(length, many) + 1, row.get(length - 1, many) + 1)
        if not row or min(row.values()) > allowed:
            return {}
    return row
