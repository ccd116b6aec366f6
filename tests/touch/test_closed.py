"""Outside its hours the site says when somebody is back, and throws nobody out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from kiosk.domain.hours import WEEKDAYS, Span, Spans
from kiosk.domain.snapshot import Link, StationSnapshot
from tests.touch.fakes import OFFICE_HOURS, SITE, FakeStation
from tests.touch.visitor import Visitor, until

OFFICE = StationSnapshot(site=replace(SITE, hours=OFFICE_HOURS), link=Link.ONLINE)
UNTIL_THREE_AGAIN = (Span(time(13), time(15)),)
UNTIL_THREE = (Span(time(8, 30), time(15)),)


@pytest.fixture
def at(arrive: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """A visitor at a moment of June 2026, the first a Monday."""

    def _at(day: int, hour: int, minute: int = 0, now: StationSnapshot = OFFICE) -> Visitor:
        visitor = arrive(station=FakeStation(now=now))
        visitor.clock.at = datetime(2026, 6, day, hour, minute, tzinfo=UTC)
        visitor.screens.hours._update()
        return visitor

    return _at


@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        (1, 7, "Back today at 8:30."),
        (1, 21, "Back tomorrow at 8:30."),
        (5, 21, "Back Monday at 8:30."),
        (7, 12, "Back tomorrow at 8:30."),
    ],
)
def test_a_closed_site_says_when_it_is_back(
    at: Callable[..., Visitor], day: int, hour: int, words: str
) -> None:
    visitor = at(day, hour)

    assert visitor.shown == "closed"
    assert {words, "We’re closed\nright now.", "Monday to Friday, 8:30 to 17:00"} <= set(
        visitor.words()
    )
    assert not visitor.sees("start")


def test_after_a_week_a_day_is_told_by_its_date(at: Callable[..., Visitor]) -> None:
    away = {f"2026-06-{day:02}": () for day in range(1, 15)}
    closed = StationSnapshot(site=replace(SITE, hours=OFFICE_HOURS, days=away), link=Link.ONLINE)

    assert "Back on 15 June at 8:30." in at(2, 12, now=closed).words()
    assert "Back Monday at 8:30." in at(9, 12, now=closed).words()


@pytest.mark.parametrize(
    ("hours", "lines"),
    [
        (
            {**OFFICE_HOURS, "friday": UNTIL_THREE},
            ["Monday to Thursday, 8:30 to 17:00", "Friday, 8:30 to 15:00"],
        ),
        (dict.fromkeys(WEEKDAYS, UNTIL_THREE), ["Every day, 8:30 to 15:00"]),
        ({"saturday": (Span(time(18), time(0)),)}, ["Saturday, 18:00 to 24:00"]),
        (
            dict.fromkeys(WEEKDAYS[:5], (Span(time(8, 30), time(12)), *UNTIL_THREE_AGAIN)),
            ["Monday to Friday, 8:30 to 12:00 and 13:00 to 15:00"],
        ),
        (dict(zip(WEEKDAYS[::2], [UNTIL_THREE] * 4, strict=True)), []),
    ],
)
def test_the_hours_are_said_in_as_few_lines_as_they_need(
    at: Callable[..., Visitor], hours: dict[str, Spans], lines: list[str]
) -> None:
    visitor = at(2, 4, now=StationSnapshot(site=replace(SITE, hours=hours)))

    assert [word for word in visitor.words() if ":" in word and " to " in word] == lines


def test_the_welcome_comes_with_the_opening_hour(at: Callable[..., Visitor]) -> None:
    visitor = at(1, 8, 29)
    before = visitor.shown
    visitor.clock.at = visitor.clock.at.replace(minute=30)
    until(lambda: visitor.shown == "attract")

    assert before == "closed"
    assert visitor.sees("start")


def test_who_has_begun_is_not_thrown_out_at_closing_time(at: Callable[..., Visitor]) -> None:
    visitor = at(1, 16, 59)
    visitor.touch("start")
    visitor.clock.at = visitor.clock.at.replace(hour=17)
    visitor.screens.hours._update()
    visitor.touch("confirmName")
    visitor.touch("tell")
    until(lambda: visitor.screen == "number")
    visitor.touch("done")
    until(lambda: visitor.shown == "closed")

    assert len(visitor.station.asked) == 1
