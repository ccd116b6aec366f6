"""Names that nobody can tell apart at a glance: in other case, width or letters of other alphabets.

By the Unicode table of confusables (UTS 39): each letter stands for all that look like it. Accents
tell names apart.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache


def look_alike(one: str, other: str) -> bool:
    """Whether two names are the same, or look the same in small or in capital letters."""
    return bool(_looks(one) & _looks(other))


def _looks(name: str) -> set[str]:
    """How the name looks, in small and in capital letters, blanks and invisible marks left out."""
    shown = "".join(
        each
        for each in unicodedata.normalize("NFKC", name)
        if unicodedata.category(each) not in {"Cf", "Zs"}
    )
    return {_look(shown.casefold()), _look(shown.upper())}


def _look(text: str) -> str:
    stands_for = _confusables()
    return "".join(stands_for.get(each, each) for each in text).casefold()


@cache
def _confusables() -> Mapping[str, str]:
    """The first letter of each group that look alike, by each letter of the group."""
    from confusable_homoglyphs.confusables import confusables_data  # 1 MB, for the command line

    leader: dict[str, str] = {}

    def first(letter: str) -> str:
        while leader.get(letter, letter) != letter:
            letter = leader[letter]
        return letter

    for letter, others in confusables_data.items():
        for other in others:
            if len(letter) == len(other["c"]) == 1:
                one, two = sorted((first(letter), first(other["c"])))
                leader[two] = one
    return {letter: first(letter) for letter in leader}
