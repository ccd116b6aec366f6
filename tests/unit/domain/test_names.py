"""A first name is one short line of plain text, and nobody's name is refused."""

from __future__ import annotations

import unicodedata

import pytest

from kiosk.domain.names import MAX_BYTES, MAX_GRAPHEMES, clean_name, graphemes

FAMILY = "👨‍👩‍👧‍👦"
HOSTILE = {
    "empty": "",
    "ten thousand letters": "x" * 10_000,
    "ten thousand families": FAMILY * 10_000,
    "one letter under ten thousand marks": "Z" + "\u0301" * 10_000,
    "marks alone": "\u0301" * 10_000,
    "joiners alone": "\u200d" * 300,
    "spaces alone": " \t\u3000\u2003\u00a0 ",
    "controls alone": "".join(map(chr, range(32))),
    "lone surrogates": "\ud800\udfff",
    "right to left overrides": "\u202e" * 50 + "evil",
    "flags without end": "🇬🇧" * 200,
    "private and unassigned": "\ue000\U0010fffd\u0378",
    "hangul by halves": "\u1112\u1161\u11ab" * 500,
    "keycaps": "1\ufe0f\u20e3" * 200,
    "line and paragraph breaks": "a\u2028b\u2029c\u0085d\r\ne\x0bf\x0cg",
}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ana", "Ana"),
        ("  Ana   María  ", "Ana María"),
        ("Ana\tMaría\nLuz", "Ana María Luz"),
        ("O’Neil-Smith", "O’Neil-Smith"),
        ("Jose\u0301", "José"),
        ("محمد", "محمد"),
        ("שָׁלוֹם", unicodedata.normalize("NFC", "שָׁלוֹם")),
        ("Ana\u202egnp.exe", "Anagnp.exe"),
        ("\u2066\u2067Ana\u2069\u200f", "Ana"),
        ("A\x00n\x07a\x7f", "Ana"),
        ("<b>Ana</b>&amp;", "<b>Ana</b>&amp;"),
        ('<img src="file:///etc/passwd">', '<img src="file:///etc/passwd">'),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        (FAMILY, FAMILY),
        ("👍🏽", "👍🏽"),
        ("नमस्ते", "नमस्ते"),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_what_people_type_is_kept_as_they_would_read_it(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_whatever_comes_is_short_one_line_and_clean_already(typed: str) -> None:
    name = clean_name(typed)

    assert len(list(graphemes(name))) <= MAX_GRAPHEMES
    assert len(name.encode()) <= MAX_BYTES
    assert len(name.splitlines()) <= 1
    assert clean_name(name) == name


def test_sixty_letters_are_kept_and_the_next_is_not() -> None:
    assert clean_name("x" * 61) == "x" * MAX_GRAPHEMES


def test_a_name_is_cut_between_characters_as_people_see_them() -> None:
    name = clean_name(FAMILY * 60)

    assert name == FAMILY * (MAX_BYTES // len(FAMILY.encode()))


def test_a_letter_flooded_with_marks_stays_a_letter() -> None:
    assert clean_name("Zo" + "e" + "\u0323\u0301" * 5_000).startswith("Zo")
    assert clean_name("Z" + "\u0335" * 5_000).startswith("Z")


@pytest.mark.parametrize(
    "nothing", ["\u200d", "\u200c\u200d", "\u0301\u0302", "\ufe0f", "\u200d \u200c"]
)
def test_what_cannot_be_seen_is_no_name(nothing: str) -> None:
    assert clean_name(nothing) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ab", ["a", "b"]),
        ("e\u0301x", ["e\u0301", "x"]),
        (FAMILY + "!", [FAMILY, "!"]),
        ("👍🏽👍", ["👍🏽", "👍"]),
        ("🇬🇧🇫🇷", ["🇬🇧", "🇫🇷"]),
        ("", []),
    ],
)
def test_characters_are_counted_as_people_count_them(text: str, expected: list[str]) -> None:
    assert list(graphemes(text)) == expected
