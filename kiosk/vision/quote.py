"""Quote: the one sentence of a picture that tells the visitor what the kiosk has understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.vision.fault_words import ADVICE, BUTTONS, GRAVE, TROUBLE
from kiosk.vision.line import FoundCode, Line
from kiosk.vision.wrapped import joined, wrapped

LONGEST_QUOTE: Final = 90
"""Most characters of what a visitor is shown."""

_LETTERS: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_DIGIT: Final = re.compile(r"\d")
_SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?…]) +(?=[^\s.])|(?<=[。！？])")  # noqa: RUF001  Chinese marks
_MIN_LETTERS: Final = 3
"""Letters below which a sentence is not quoted: it says nothing."""
_FEW_LETTERS: Final = 12
"""Letters below which a sentence says little by itself; it is quoted with one that says more."""
_BUTTON_WORDS: Final = 3
"""Most words on a button."""
_SURE: Final = 0.75
"""Confidence from which a line in Latin letters is repeated to a visitor."""
_SURE_OF_OTHERS: Final = 0.9
"""The same in other letters: a mistake there looks like a word."""
_KNOWN_SCRIPTS: Final = ("LATIN", "CJK", "HIRAGANA", "KATAKANA")
"""Scripts whose letters the recogniser was trained with."""
_MOSTLY: Final = 0.8


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence or a title, the height of its letters, and the number of its text."""

    text: str
    height: float
    confidence: float
    paragraph: int
    begins: bool
    """Whether it is the first of its paragraph."""

    @property
    def letters(self) -> int:
        return len(_LETTERS.findall(self.text))

    @property
    def is_fragment(self) -> bool:
        """Whether its beginning stands somewhere else."""
        first = _WORD.match(self.text.lstrip("“”\"'(«"))
        return self.begins and first is not None and first[0].islower()

    @property
    def is_button(self) -> bool:
        words = [word.lower() for word in _WORD.findall(self.text)]
        return len(words) <= _BUTTON_WORDS and all(word in BUTTONS for word in words)


def quote(lines: Sequence[Line], codes: Sequence[FoundCode]) -> str:
    """The sentence that tells the fault, cut to LONGEST_QUOTE; "" where no words are sure."""
    groups = wrapped(lines)
    sentences = [
        sentence
        for number, group in enumerate(groups)
        for sentence in _sentences(number, [lines[index] for index in group])
    ]
    if not codes:
        best = _most_relevant(sentences)
        return shortened(_whole(best, sentences)) if best else ""
    coded = next(number for number, group in enumerate(groups) if codes[0].line in group)
    return shortened(_with_code(lines[codes[0].line].text, coded, sentences))


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """`text` cut at a word, with an ellipsis where it was cut."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    whole_words = head[: head.rfind(" ")] if " " in head[longest // 2 :] else head
    return whole_words.rstrip(" ,;:.") + "…"


def _with_code(line: str, paragraph: int, sentences: Sequence[_Sentence]) -> str:
    """The sentence with the code; with the one that says more where it says little or begins
    elsewhere.
    """
    own = [one for one in sentences if one.paragraph == paragraph]
    told = _numbered(own, line)
    if told is None:
        # The line is not sure enough to be repeated.
        best = _most_relevant(sentences)
        return _whole(best, sentences) if best else ""
    if told.letters >= 2 * _FEW_LETTERS and not told.is_fragment:
        return told.text
    if not told.begins:
        before = own[own.index(told) - 1]
        whole = f"{before.text} {told.text}"
        if not before.is_fragment and len(whole) <= LONGEST_QUOTE:
            return whole
    others = [one for one in sentences if one is not told and not one.is_fragment]
    # The code must not be what is cut off; a title that fits is better than a sentence cut short.
    room = max(_FEW_LETTERS, LONGEST_QUOTE - len(told.text) - 2)
    fitting = [one for one in others if len(one.text) <= room and one.letters >= _FEW_LETTERS]
    best = _most_relevant(fitting) or _most_relevant(others)
    if best is None or best.letters < _MIN_LETTERS:
        return "" if told.is_fragment or told.letters < _MIN_LETTERS else told.text
    head = shortened(best.text, room).rstrip(".")
    return f"{head} {told.text}" if head.endswith("…") else f"{head}. {told.text}"


def _numbered(sentences: Sequence[_Sentence], line: str) -> _Sentence | None:
    """The sentence that the code's line tells: the last with a digit of those that share words."""
    fitting = [one for one in sentences if one.text in line or line in one.text]
    numbered = [one for one in fitting if _DIGIT.search(one.text)] or fitting
    return numbered[-1] if numbered else None


def _sentences(paragraph: int, lines: Sequence[Line]) -> Iterator[_Sentence]:
    """Those of a paragraph that may be repeated."""
    if not all(_are_words(line) for line in lines):
        return
    height = max(line.height for line in lines)
    confidence = min(line.confidence for line in lines)
    text = joined([line.text for line in lines])
    for number, part in enumerate(_SENTENCE_ENDS.split(text)):
        if part.strip():
            yield _Sentence(part.strip(), height, confidence, paragraph, begins=number == 0)


def _are_words(line: Line) -> bool:
    """Whether the recogniser is sure of the text, and knows the letters it is written in."""
    letters = _LETTERS.findall(line.text)
    if not letters:
        return True
    scripts = [unicodedata.name(letter, "").partition(" ")[0] for letter in letters]
    if sum(script in _KNOWN_SCRIPTS for script in scripts) < _MOSTLY * len(letters):
        return False
    latin = sum(script == "LATIN" for script in scripts) >= _MOSTLY * len(letters)
    return line.confidence >= (_SURE if latin else _SURE_OF_OTHERS)


def _most_relevant(sentences: Sequence[_Sentence]) -> _Sentence | None:
    said = [one for one in sentences if one.letters >= _MIN_LETTERS and not one.is_button]
    return max(said, key=_relevance, default=None)


def _whole(sentence: _Sentence, sentences: Sequence[_Sentence]) -> str:
    """The sentence; one that begins elsewhere stands behind the title it belongs to."""
    if not sentence.is_fragment:
        return sentence.text
    above = [one for one in sentences if one.paragraph < sentence.paragraph and not one.is_button]
    title = _most_relevant([one for one in above if not one.is_fragment])
    return f"{title.text.rstrip('.')}. {sentence.text}" if title else sentence.text


def _relevance(sentence: _Sentence) -> float:
    """Score of how much it says about what is wrong: its words first, then its height."""
    if sentence.letters < _FEW_LETTERS // 2:
        return sentence.height
    troubles = min(
        2.0, len(TROUBLE.findall(sentence.text)) + 1.5 * len(GRAVE.findall(sentence.text))
    )
    if ADVICE.search(sentence.text):
        troubles *= 0.2
    enough = 1.0 if sentence.letters >= _FEW_LETTERS else 0.5
    return enough * sentence.confidence * (1.0 + 2.0 * troubles) + 10.0 * sentence.height
