"""What stands beside a number: the words that make it a code, and those that make it a count.

The words are data (assets/codes/companions.toml), in the languages of the kiosk and its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.vision.codes.page_words import PageWord, unaccented

ERROR: Final = "@error"
"""In a family's words: all words that say "error" or "code"."""
_WORDS_BESIDE: Final = 4
"""How many words may stand between a bare number and what says that it is a code."""
_WORDS_BEFORE: Final = 2
_WORDS_BEHIND: Final = 3
"""How near a word of its family must stand to a bare number."""
_LEAST_DIGITS_BEFORE_ERROR: Final = 3
"""Digits of a number that "error" may follow: "404 error", never "2 error messages"."""
_DIGITS_OF_A_PASSWORD: Final = range(6, 8)
"""Digits of what "your code" may be on a page that is well."""
_BETWEEN: Final = r"\W*(?:(?:is|was|ist|war|est|es|e|to|no|nr|num|number|numer|nummer)\b)?\W*"
_JOINED_BEFORE: Final = re.compile(r"(?:\d[.,:/'’+]|[$€£¥+~≈]|\d[-–])$")
_JOINED_BEHIND: Final = re.compile(
    r"[.,:/'’][\dxX]|[-–]\d|\s?[%‰°€$£¥₺]|/|\)?\.[a-z][a-z0-9]{1,3}\b"
    r"|\s+[-+]?\d+(?:[.,:]\d+)*(?![\w.])"
)
"""More of a number, what makes an amount or the name of a file of it, the next number of a row."""
_COLUMN: Final = re.compile(r"\s{3}$")
_NEXT_COLUMN: Final = re.compile(r"\s{3,}\S")
_OUT_OF: Final = re.compile(r"\d\s+(?:of|von|sur|de|di|z|ze|van|od|din|av|af|/)\s+$")
_INNER_DIGIT: Final = re.compile(r"(?<=[a-z])[01](?=[a-z])")
_THOUSANDS: Final = re.compile(r"(?<![\w.,:])\d{1,3}\s$")

Words = Mapping[str, Sequence[str]]
"""By language."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands around a piece of a line, without accents and in small letters."""

    context: str
    """Its line and the one above."""
    before: str
    """The few words before it; of the line above, when it stands at the beginning of its own."""
    behind: str
    """The few words behind it in its line."""
    closest: tuple[str, str]
    """The last words of `before`, none before a number among them; the first of `behind`."""
    is_number: bool
    """Whether it is part of a longer number, an amount or a date, by the characters around it."""
    digits: int


class Beginnings:
    """Beginnings of words, looked for in a text without accents: "print" finds "printer"."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(dict.fromkeys(map(unaccented, words)))

    def stand_in(self, text: str) -> bool:
        """Whether a word of `text` begins so."""
        return any(_begins_word(word, text) for word in self.words)

    def stand_last_in(self, text: str) -> bool:
        """Whether the last word or words of `text` begin so."""
        return any(
            " " not in text[at + len(word) :] for word in self.words for at in _places(word, text)
        )

    def count_in(self, text: str) -> int:
        """How many of them begin a word of `text`."""
        return sum(_begins_word(word, text) for word in self.words)


class Companions:
    """All words of companions.toml, compiled."""

    def __init__(self, lists: Mapping[str, Words]) -> None:
        strong, close, loose = (_listed(lists[part]) for part in ("strong", "close", "loose"))
        self.says = frozenset(strong + close)
        """The words that are looked for whole; a family may name them too."""
        self._strong_words = frozenset(strong)
        self._last_code = re.compile(rf"\s{_whole(strong + close)}\W*$")
        self._strong = re.compile(rf"{_whole(strong)}[^\d]*$")
        self._close = re.compile(rf"{_whole(strong + close)}{_BETWEEN}$")
        self._any = re.compile(_whole(strong + close + loose))
        self._behind = re.compile(_behind(_listed(lists["behind"])))
        self._never_before = re.compile(rf"{_whole(_listed(lists['never_before']))}\W*$")
        self._never_behind = re.compile(rf"\s?{_whole(_listed(lists['never_behind']))}")
        self._stop = re.compile(rf"{_whole(_listed(lists['stop']))}\W*(?:[a-z]\w*\W+)?$")
        self.prefixes: Mapping[str, Beginnings] = {
            prefix: Beginnings(words) for prefix, words in lists["prefixes"].items()
        }

    def before(self, words: Sequence[str]) -> re.Pattern[str] | None:
        """Finds one of `words` where it stands before a number as in the list it is of."""
        strong = [word for word in words if word in self._strong_words]
        close = [word for word in words if word not in self._strong_words]
        parts = [rf"{_whole(strong)}[^\d]*$"] if strong else []
        parts += [rf"{_whole(close)}{_BETWEEN}$"] if close else []
        return re.compile("|".join(parts)) if parts else None

    def without_code(self, before: str) -> str:
        """`before` without a last word that only says "code": "exit status"."""
        return self._last_code.sub("", before)

    def says_stop(self, beside: Beside) -> bool:
        """Whether a stop screen's own word stands right before."""
        return bool(self._stop.search(beside.before))

    def says_error(self, beside: Beside) -> bool:
        """Whether the line or the one above speaks of a fault."""
        return bool(self._any.search(beside.context))

    def says_error_of_number(self, beside: Beside) -> bool:
        """Whether the words right beside a bare number make it a code."""
        if self._strong.search(beside.before):
            return True
        if beside.digits not in _DIGITS_OF_A_PASSWORD and self._close.search(beside.before):
            return True
        digits_enough = beside.digits >= _LEAST_DIGITS_BEFORE_ERROR
        return digits_enough and bool(self._behind.match(beside.behind))

    def is_ordinary(self, beside: Beside) -> bool:
        """Whether a number is an amount, a date, a version, a count: no code whatever is near."""
        return (
            beside.is_number
            or bool(self._never_before.search(beside.before))
            or bool(_OUT_OF.search(beside.before))
            or bool(self._never_behind.match(beside.behind))
        )


class Near:
    """Words of which one must stand beside a code."""

    def __init__(self, words: Iterable[str] | None, companions: Companions) -> None:
        listed = [unaccented(word) for word in words or ()]
        whole = [word for word in listed if word in companions.says]
        own = [word for word in listed if word != ERROR and word not in companions.says]
        self.wants_error = ERROR in listed
        self.own = Beginnings(own) if own else None
        self._whole = re.compile(_whole(whole)) if whole else None
        self._without_code = companions.without_code
        self._right_before = companions.before(whole)

    @property
    def is_open(self) -> bool:
        """Whether nothing is asked."""
        return self.own is None and self._whole is None and not self.wants_error

    def is_in(self, beside: Beside) -> bool:
        """Whether one of its own words stands in the line or the one above."""
        said = self._whole is not None and self._whole.search(beside.context)
        return bool(said) or (self.own is not None and self.own.stand_in(beside.context))

    def is_close(self, beside: Beside) -> bool:
        """Whether one stands among the few words around."""
        said = self._right_before is not None and self._right_before.search(beside.before)
        return bool(said) or (
            self.own is not None
            and (self.own.stand_in(beside.before) or self.own.stand_in(beside.behind))
        )

    def is_closest(self, beside: Beside) -> bool:
        """Whether one stands right before or among the first words behind."""
        said = self._right_before is not None and self._right_before.search(beside.before)
        if said or self.own is None:
            return bool(said)
        before, behind = beside.closest
        last = (before, self._without_code(before))
        return any(map(self.own.stand_last_in, last)) or self.own.stand_in(behind)


def beside(line: str, above: str, words: Sequence[PageWord], first: int, last: int) -> Beside:
    """What stands around the words `first` to `last` of `line`."""
    begin, end = words[first].begin, words[last].end
    started = words[max(0, first - _WORDS_BESIDE)].begin
    before = line[started:begin] if first else line[:begin]
    missing = _WORDS_BESIDE - first
    if missing > 0:
        before = " ".join(above.split()[-missing:]) + " " + before
    stopped = words[min(len(words) - 1, last + _WORDS_BESIDE)].end
    read = line[begin:end]
    plain, behind = _as_words(before), _as_words(line[end : max(stopped, end + 2)])
    return Beside(
        context=_as_words(f"{above} {line}"),
        before=plain,
        behind=behind,
        closest=(_closest(plain), " ".join(behind.split()[:_WORDS_BEHIND])),
        is_number=_is_joined(line, begin, end),
        digits=sum(character.isdigit() for character in read),
    )


def _as_words(text: str) -> str:
    """`text` as companions are looked for: in "err0r" and "st0p" the digits are letters."""
    plain = unaccented(text)
    return _INNER_DIGIT.sub(lambda digit: "o" if digit[0] == "0" else "l", plain)


def _closest(before: str) -> str:
    words = before.split()[-_WORDS_BEFORE:]
    while any(any(letter.isdigit() for letter in word) for word in words):
        del words[0]
    return " ".join(words)


def _begins_word(word: str, text: str) -> bool:
    return next(_places(word, text), None) is not None


def _places(word: str, text: str) -> Iterator[int]:
    """Where words of `text` begin with `word`; a number is looked for whole."""
    whole = word[-1].isdigit()
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        inside = at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")
        if not inside and not (whole and text[end : end + 1].isdigit()):
            yield at
        at = text.find(word, at + 1)


def _is_joined(line: str, begin: int, end: int) -> bool:
    before, behind = line[:begin], line[end:]
    if _JOINED_BEFORE.search(before) or _JOINED_BEHIND.match(behind):
        return True
    if _COLUMN.search(before) and _NEXT_COLUMN.match(behind):
        return True
    three = end - begin == 3 and line[begin:end].isdigit()  # noqa: PLR2004  12 809: a thousand and so on
    return three and bool(_THOUSANDS.search(before))


def _listed(words: Words) -> list[str]:
    return sorted({unaccented(word) for part in words.values() for word in part}, key=len)[::-1]


def _whole(words: Sequence[str]) -> str:
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w|-\w)"


def _behind(words: Sequence[str]) -> str:
    parts = (re.escape(word) if word[0] == "-" else rf"[\s)\]]+{re.escape(word)}" for word in words)
    return rf"(?:{'|'.join(parts)})(?!\w)"
