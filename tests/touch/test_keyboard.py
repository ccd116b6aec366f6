"""The on-screen keyboard: automatic capitals, accents, erasing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.touch.visitor import Visitor, middle, until
from ui.touch.screens import ScreenTiming
from ui.touch.viewmodels.keyboard import ACCENTS, LETTERS, capital, starts_a_word


def typed(visitor: Visitor) -> str:
    return str(visitor.screens.check_in.property("firstName"))


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ("priya", "Priya"),
        ("anna lena", "Anna Lena"),
        ("jean-luc", "Jean-Luc"),
        ("o’neil", "O’Neil"),
    ],
)
def test_each_part_of_a_name_begins_with_a_capital(visitor: Visitor, keys: str, name: str) -> None:
    visitor.touch("start")
    visitor.type(keys)

    assert typed(visitor) == name


def test_the_keys_show_the_case_they_type(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.see("key-q")
    before = visitor.find("key-q").property("text")
    visitor.type("a")

    assert (before, visitor.find("key-q").property("text")) == ("Q", "q")


def test_an_accented_letter_is_two_touches_and_plain_letters_come_back(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.type("jos")
    visitor.touch_key("key-page")
    visitor.touch_key("key-é")

    assert typed(visitor) == "José"
    assert visitor.sees("key-q")


def test_erase_takes_one_character_and_repeats_while_held(
    arrive: Callable[..., Visitor],
) -> None:
    visitor = arrive(pace=ScreenTiming(count_ms=15))
    visitor.touch("start")
    visitor.type("priyanka")
    visitor.tap("key-erase")
    assert typed(visitor) == "Priyank"
    key = middle(visitor.find("key-erase"))
    visitor.press(key)
    until(lambda: typed(visitor) == "")
    visitor.release(key)


def test_an_empty_field_offers_to_skip(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.see("confirmName")
    before = visitor.find("confirmName").property("text")
    visitor.type("a")

    assert (before, visitor.find("confirmName").property("text")) == ("Skip", "That’s me")


def test_every_page_fits_the_keyboard_and_no_letter_comes_twice() -> None:
    letters = [letter for page in (LETTERS, *ACCENTS) for row in page for letter in row]

    assert len(letters) == len(set(letters))
    assert all(max(map(len, page)) <= 10 and len(page[2]) <= 8 for page in (LETTERS, *ACCENTS))


@pytest.mark.parametrize("name", ["Łukasz", "Doğan", "Þór", "Siân", "Dvořák", "Ģirts", "Œuvre"])
def test_names_of_europe_can_be_typed(name: str) -> None:
    letters = {letter for page in (LETTERS, *ACCENTS) for row in page for letter in row}
    keys = letters | {capital(letter) for letter in letters}

    assert set(name) <= keys


def test_words_begin_after_space_hyphen_and_both_apostrophes() -> None:
    assert [starts_a_word(text) for text in ("", "a", "a ", "a-", "a’", "a'")] == [
        True, False, True, True, True, True
    ]  # fmt: skip
