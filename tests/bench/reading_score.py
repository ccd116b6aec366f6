"""The score of a reading against the truth of a photograph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.vision.codes.known import CodeTable
from kiosk.vision.line import Line
from kiosk.vision.reading import Reading
from tests.photographs.truth import Line as TrueLine
from tests.photographs.truth import Photograph


@dataclass(frozen=True, slots=True)
class Score:
    """One photograph: letters wrong of letters there; codes expected, found, read to the letter."""

    wrong_letters: int
    letters: int
    expected: frozenset[str]
    found: frozenset[str]
    strange: frozenset[str]
    exact: bool

    @property
    def all_found(self) -> bool:
        """Whether each code that stands there was found."""
        return self.expected <= self.found


@dataclass(frozen=True, slots=True)
class Total:
    """Many photographs."""

    scores: Sequence[Score]

    @property
    def letters_wrong(self) -> float:
        """Share of the letters (character error rate), each line counted for at most all of it."""
        there = sum(score.letters for score in self.scores)
        return sum(score.wrong_letters for score in self.scores) / max(1, there)

    @property
    def with_code(self) -> list[Score]:
        """Those on which a code of the table stands."""
        return [score for score in self.scores if score.expected]

    @property
    def found(self) -> float:
        """Share of those with a code in which it was found."""
        return _share([score.all_found for score in self.with_code])

    @property
    def exact(self) -> float:
        """Share of those with a code in which its letters were read as they stand."""
        return _share([score.exact for score in self.with_code])

    @property
    def strange(self) -> float:
        """Share of all in which a code was found that is not there."""
        return _share([bool(score.strange) for score in self.scores])


def score(photograph: Photograph, reading: Reading, known: CodeTable) -> Score:
    """How `reading` fits."""
    wrong = letters = 0
    for line in photograph.told:
        read = _read_there(line, reading.lines, photograph)
        wrong += min(len(line.text), distance(_plain(line.text), _plain(read)))
        letters += len(line.text)
    found = frozenset(code.code for code in reading.codes)
    strange = found - _there(photograph, known)
    text = _plain(reading.text).lower()
    written = [code for code in photograph.codes if known.find([f"{_SAID} {code}", _ABOUT])]
    exact = all(_plain(code).lower() in text for code in written)
    return Score(wrong, letters, expected(photograph, known), found, strange, exact)


def expected(photograph: Photograph, known: CodeTable) -> frozenset[str]:
    """The codes of the table that it was made to show."""
    shown = known.find([f"{_SAID} {written}" for written in photograph.codes] + [_ABOUT])
    return _there(photograph, known) & {found.code for found in shown}


def distance(one: str, other: str) -> int:
    """Letters to change, add or drop to make one text of the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (left != right))
    return row[-1]


_SAID = "exit code"
_ABOUT = (
    "vpn install device command printer http page sign in outlook mail windows bug check winload "
    "laserjet"
)
"""Enough of everything that a short code is taken for one."""


def _there(photograph: Photograph, known: CodeTable) -> frozenset[str]:
    """The codes a faultless reader would find."""
    return frozenset(code.code for code in known.find([line.text for line in photograph.lines]))


def _read_there(true: TrueLine, lines: Sequence[Line], photograph: Photograph) -> str:
    """What was read where the line stands, from left to right as it is held."""
    height, width = photograph.pixels.shape[:2]
    flat = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    laid = cv2.getPerspectiveTransform(np.asarray(true.quad, np.float32), flat)
    inside: list[tuple[float, str]] = []
    for line in lines:
        middle = np.mean(np.array(line.corners) * (width, height), axis=0).reshape(1, 1, 2)
        across, down = cv2.perspectiveTransform(middle, laid)[0, 0]
        if -0.1 <= across <= 1.1 and -0.2 <= down <= 1.2:
            inside.append((float(across), line.text))
    return " ".join(text for _, text in sorted(inside))


def _plain(text: str) -> str:
    """Marks that have two forms made one; how wide a space is drawn is nobody's fault."""
    for curly, straight in (
        ("’", "'"),
        ("‘", "'"),
        ("“", '"'),
        ("”", '"'),
        ("…", "..."),
        (" ", ""),
    ):
        text = text.replace(curly, straight)
    return text


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / max(1, len(answers))
