"""A site's days and hours by its own clocks, through both changes of the clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from kiosk.domain.hours import WEEKDAYS, Days, Span
from kiosk.domain.site import LETTERS, Site

NINE_TO_FIVE = (Span(time(9), time(17)),)
LONDON = Site("hq", "HQ", "Europe/London", hours={"monday": NINE_TO_FIVE})
MONDAY = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("UTC", "2026-06-01T23:59:59+00:00", "2026-06-01"),
        ("Europe/London", "2026-06-01T23:00:00+00:00", "2026-06-02"),
        ("America/New_York", "2026-06-02T03:59:59+00:00", "2026-06-01"),
        ("Pacific/Kiritimati", "2026-06-01T10:00:00+00:00", "2026-06-02"),
        ("Europe/London", "2026-10-25T00:30:00+00:00", "2026-10-25"),
    ],
)
def test_a_day_is_the_sites_own(zone: str, at: str, day: str) -> None:
    assert Site("hq", "HQ", zone).day(datetime.fromisoformat(at)) == day


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "America/New_York", "Asia/Kathmandu"])
@pytest.mark.parametrize("at", ["2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01"])
def test_a_day_begins_when_the_day_before_ends_also_when_clocks_change(zone: str, at: str) -> None:
    site = Site("hq", "HQ", zone)
    noon = datetime.fromisoformat(f"{at}T12:00:00+00:00")

    began = site.day_began(noon)

    assert site.day(began) == site.day(noon) != site.day(began - timedelta(microseconds=1))


def test_a_site_without_hours_is_always_open_and_never_closes() -> None:
    site = Site("hq", "HQ")

    assert (site.is_open(MONDAY), site.closes_at(MONDAY)) == (True, None)


@pytest.mark.parametrize(
    ("local", "is_open"),
    [("08:59", False), ("09:00", True), ("16:59", True), ("17:00", False)],
)
def test_a_site_serves_from_opening_until_the_closing_minute(local: str, is_open: bool) -> None:
    summer_hour = timedelta(hours=1)
    at = datetime.fromisoformat(f"2026-06-01T{local}:00+00:00") - summer_hour

    assert LONDON.is_open(at) == is_open
    assert LONDON.closes_at(at) == (time(17) if is_open else None)


def test_a_day_without_hours_is_closed() -> None:
    tuesday = MONDAY + timedelta(days=1, hours=10)

    assert (LONDON.is_open(tuesday), LONDON.closes_at(tuesday)) == (False, None)


def test_hours_until_midnight_last_until_the_days_last_instant() -> None:
    site = Site("hq", "HQ", hours={"monday": (Span(time(9), time(0)),)})
    last = MONDAY + timedelta(hours=23, minutes=59, seconds=59)

    assert (site.is_open(last), site.closes_at(last)) == (True, None)


def test_no_letter_reads_like_a_digit() -> None:
    assert not set(LETTERS) & set("IOQSZ")


OFFICE = Site(
    "hq",
    "HQ",
    "Europe/London",
    hours={
        **dict.fromkeys(WEEKDAYS[:4], (Span(time(8, 30), time(17)),)),
        "friday": (Span(time(8, 30), time(15)),),
    },
)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-06-01T05:00:00+01:00", "2026-06-01T08:30:00+01:00"),
        ("2026-06-01T08:30:00+01:00", "2026-06-02T08:30:00+01:00"),
        ("2026-06-01T22:00:00+01:00", "2026-06-02T08:30:00+01:00"),
        ("2026-06-05T15:00:00+01:00", "2026-06-08T08:30:00+01:00"),
        # The clocks go back in the night to 25 October.
        ("2026-10-24T12:00:00+01:00", "2026-10-26T08:30:00+00:00"),
    ],
)
def test_a_site_knows_when_it_opens_next(at: str, opens: str) -> None:
    assert OFFICE.next_opening(datetime.fromisoformat(at)) == datetime.fromisoformat(opens)


def test_a_site_open_once_a_week_opens_in_a_week() -> None:
    monday_noon = datetime.fromisoformat("2026-06-01T12:00:00+01:00")

    assert LONDON.next_opening(monday_noon) == monday_noon + timedelta(days=7, hours=-3)


def test_a_site_without_hours_never_opens_because_it_never_closes() -> None:
    assert Site("hq", "HQ").next_opening(MONDAY) is None


def test_days_in_a_row_with_the_same_hours_are_one_line() -> None:
    until_five, until_three = (Span(time(8, 30), time(17)),), (Span(time(8, 30), time(15)),)

    assert OFFICE.week() == (Days(0, 3, until_five), Days(4, 4, until_three))


def test_a_day_off_breaks_the_row() -> None:
    site = Site("hq", "HQ", hours={"monday": NINE_TO_FIVE, "wednesday": NINE_TO_FIVE})

    assert site.week() == (Days(0, 0, NINE_TO_FIVE), Days(2, 2, NINE_TO_FIVE))


BAR = Site("hq", "HQ", "Europe/London", hours={"friday": (Span(time(18), time(2)),)})


@pytest.mark.parametrize(
    ("local", "is_open"),
    [
        ("2026-06-05T17:59", False),
        ("2026-06-05T18:00", True),
        ("2026-06-06T00:00", True),
        ("2026-06-06T01:59", True),
        ("2026-06-06T02:00", False),
        ("2026-06-06T18:30", False),
    ],
)
def test_hours_over_midnight_belong_to_the_day_they_begin_on(local: str, is_open: bool) -> None:
    at = datetime.fromisoformat(f"{local}:00+01:00")

    assert BAR.is_open(at) == is_open
    assert BAR.closes_at(at) == (time(2) if is_open else None)


def test_openings_without_a_break_are_one() -> None:
    site = Site(
        "hq",
        "HQ",
        hours={"monday": (Span(time(18), time(2)),), "tuesday": (Span(time(2), time(9)),)},
    )
    evening = MONDAY + timedelta(hours=20)

    assert site.day_closed(evening) == MONDAY + timedelta(days=1, hours=9)
    assert site.closes_at(evening) == time(9)


def test_a_site_open_day_and_night_closes_for_nobody_until_a_day_and_a_night_later() -> None:
    site = Site("hq", "HQ", hours=dict.fromkeys(WEEKDAYS, (Span(time(0), time(0)),)))

    assert site.day_closed(MONDAY) == MONDAY + timedelta(hours=24)
    assert (site.closes_at(MONDAY), site.next_opening(MONDAY)) == (None, MONDAY + timedelta(days=1))


WITH_BREAK = (Span(time(8, 30), time(12)), Span(time(13), time(17)))
LUNCH = Site(
    "hq",
    "HQ",
    hours=dict.fromkeys(WEEKDAYS[:5], WITH_BREAK),
    days={"2026-12-24": WITH_BREAK[:1], "2026-12-25": (), "2026-12-26": WITH_BREAK},
)
NOON = timedelta(hours=12)


def test_a_break_closes_the_doors_and_sends_nobody_home() -> None:
    assert LUNCH.is_open(MONDAY + timedelta(hours=11))
    assert not LUNCH.is_open(MONDAY + NOON)
    assert LUNCH.closes_at(MONDAY + timedelta(hours=11)) == time(12)
    assert LUNCH.next_opening(MONDAY + NOON) == MONDAY + timedelta(hours=13)
    for hour in (8, 11, 12, 14):
        assert LUNCH.day_closed(MONDAY + timedelta(hours=hour)) == MONDAY + timedelta(hours=17)
    assert LUNCH.here_since(MONDAY + timedelta(hours=14)) == MONDAY


@pytest.mark.parametrize(
    ("day", "hour", "is_open"),
    [(24, 11, True), (24, 14, False), (25, 11, False), (26, 11, True), (27, 11, False)],
)
def test_a_single_day_stands_in_for_its_weekday(day: int, hour: int, is_open: bool) -> None:
    at = datetime(2026, 12, day, hour, tzinfo=UTC)

    assert LUNCH.is_open(at) is is_open


def test_after_weeks_of_single_days_it_opens_again() -> None:
    away = {f"2027-07-{day:02}": () for day in range(1, 32)}
    site = replace(LUNCH, days=away)

    opens = site.next_opening(datetime(2027, 6, 30, 18, tzinfo=UTC))

    assert opens == datetime(2027, 8, 2, 8, 30, tzinfo=UTC)


def test_an_evening_after_a_break_over_midnight_ends_the_day_before() -> None:
    bar = Site("hq", "HQ", hours=dict.fromkeys(WEEKDAYS, (WITH_BREAK[0], Span(time(18), time(2)))))
    night = MONDAY + timedelta(hours=25)

    assert bar.day_closed(MONDAY + timedelta(hours=9)) == MONDAY + timedelta(hours=26)
    assert bar.day_closed(night) == MONDAY + timedelta(hours=26)
