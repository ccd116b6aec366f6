"""No text whatever makes a name that is long, broken over lines, or cleaned differently twice."""

from __future__ import annotations

import itertools
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.names import MAX_BYTES, MAX_GRAPHEMES, clean_name, graphemes

# Characters that act on their neighbours, among letters: plain text() rarely puts them together.
SPICES = (
    "aZé \t\n\x00\u0301\u0323\u0335\u200b\u200c\u200d\u200e\u202e\u2066\u2028\ufe0f"
    "👩👧🏽🇬🇧\u1100\u1161\u11a8\u05d0\u0627\u0644\u0340\u0344\u2126\ufb1d"
)
SPICED = st.text("ae\u0301\u200e ", max_size=8) | st.text(SPICES, max_size=80)
TEXTS = st.text() | SPICED


@given(TEXTS)
def test_cleaning_a_clean_name_changes_nothing(typed: str) -> None:
    name = clean_name(typed)

    assert clean_name(name) == name


@given(TEXTS | TEXTS.map(lambda text: text * 40))
def test_a_name_is_bounded_one_line_and_composed(typed: str) -> None:
    name = clean_name(typed)

    assert len(list(graphemes(name))) <= MAX_GRAPHEMES
    assert len(name.encode()) <= MAX_BYTES
    assert len(name.splitlines()) <= 1
    assert name == " ".join(name.split())
    assert unicodedata.is_normalized("NFC", name)


@given(TEXTS)
def test_no_control_and_no_direction_override_survives(typed: str) -> None:
    kept = [character for character in clean_name(typed) if character not in "\u200c\u200d"]
    kinds = {unicodedata.category(character) for character in kept}

    assert not kinds & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(TEXTS)
def test_the_pieces_of_a_text_make_the_text(typed: str) -> None:
    assert "".join(graphemes(typed)) == typed


def calls_made(text: str) -> int:
    """Calls and returns, of Python and C, while `text` is cleaned."""
    events = itertools.count()
    sys.setprofile(lambda *_: next(events))
    clean_name(text)
    sys.setprofile(None)
    return next(events)


def test_of_the_worst_name_no_more_is_looked_at_than_could_be_kept() -> None:
    """Each has 100,000 characters and more, and would take some calls for each of them."""
    worst = ["Z" + "\u0301\u0323" * 50_000, "👩\u200d" * 50_000, "\u202e" * 100_000, "ﷺ" * 100_000]

    assert max(map(calls_made, worst)) < 50_000
