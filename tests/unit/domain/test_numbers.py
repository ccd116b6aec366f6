"""What visitors read, and which seat is free."""

from __future__ import annotations

import pytest

from kiosk.domain.numbers import Counter, counter_of, number_of

MONDAY, TUESDAY = "2026-06-01", "2026-06-02"


def test_a_number_is_the_stations_letter_and_its_count() -> None:
    assert number_of("B", Counter(MONDAY, 14)) == "B14"
    assert counter_of("B14") == 14


def test_the_next_number_is_one_more() -> None:
    assert Counter(MONDAY, 14).after_draw() == Counter(MONDAY, 15)


def test_a_later_day_of_the_homes_starts_anew() -> None:
    assert Counter(MONDAY, 14).with_server_count(TUESDAY, 0, all_known=True) == Counter(TUESDAY, 0)


def test_a_later_day_counts_on_from_what_the_home_knows_of_it() -> None:
    assert Counter(MONDAY, 14).with_server_count(TUESDAY, 3, all_known=True) == Counter(TUESDAY, 3)


def test_nothing_starts_anew_while_the_home_does_not_know_every_number() -> None:
    assert Counter(MONDAY, 14).with_server_count(TUESDAY, 0, all_known=False) == Counter(MONDAY, 14)


def test_a_higher_number_known_to_the_home_is_never_drawn_again() -> None:
    assert Counter(MONDAY, 14).with_server_count(MONDAY, 20, all_known=True) == Counter(MONDAY, 20)


@pytest.mark.parametrize("all_known", [True, False])
def test_an_earlier_day_of_the_homes_never_lowers_the_count(all_known: bool) -> None:
    assert Counter(TUESDAY, 14).with_server_count(MONDAY, 2, all_known=all_known) == Counter(
        TUESDAY, 14
    )
