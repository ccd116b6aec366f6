"""A station starts in 1970 without a network; the line is right all the same."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.doubles.site import SmallSite

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def start_in_1970(site: SmallSite) -> None:
    site.b.box.restart()
    site.b.clock.at = EPOCH


def test_the_place_in_line_is_by_how_long_ago_people_came(site: SmallSite) -> None:
    start_in_1970(site)
    site.b.box.checked_in()
    site.pass_min(5)
    site.c.box.checked_in()
    site.pass_min(5)
    site.b.box.checked_in()
    site.pass_min(10)

    site.c.sends()
    site.b.sends()

    assert (site.line(), site.waited_min()) == (["B501", "C501", "B502"], [20, 15, 10])


def test_it_stays_so_when_the_clock_is_set_before_the_line_is_back(site: SmallSite) -> None:
    start_in_1970(site)
    site.b.box.checked_in()
    site.pass_min(20)
    site.b.clock.at = site.clock.now()

    site.b.sends()

    assert site.waited_min() == [20]


@pytest.mark.parametrize("set_by_then", [True, False])
def test_after_one_more_restart_nobody_is_first_or_last_by_a_clock_of_1970(
    site: SmallSite, set_by_then: bool
) -> None:
    site.c.box.checked_in()
    site.pass_min(10)
    start_in_1970(site)
    site.b.box.checked_in()
    site.pass_min(10)
    start_in_1970(site)
    if set_by_then:
        site.b.clock.at = site.clock.now()
    site.pass_min(10)
    site.b.box.checked_in()
    site.c.box.checked_in()

    site.c.sends()
    site.b.sends()

    assert site.line() == ["C501", "B501", "B502", "C502"]


def test_check_in_goes_on_and_pictures_are_kept_for_their_days(site: SmallSite) -> None:
    start_in_1970(site)
    site.b.box.checked_in()
    site.b.box.housekeeping.run_retention()
    site.b.sends()
    site.b.reads()

    assert site.line() == ["B501"]
    assert site.b.box.rows("select state from visits") == [("waiting",)]
