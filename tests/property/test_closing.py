"""A day ends once, at its end, whatever the zone and whatever its clocks do that day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.hours import WEEKDAYS, Span, Spans
from kiosk.domain.site import MAX_STAY, Site

ZONES = (
    "UTC",
    "Europe/London",
    "America/New_York",
    "America/Havana",  # clocks change at midnight
    "Africa/Cairo",  # midnight is missing once a year
    "Australia/Lord_Howe",  # by half an hour
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
DAY_AND_NIGHT = Span(time(0), time(0))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
MINUTE = timedelta(minutes=1)
START = datetime(2024, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 4 * 366 * 24 * 60).map(lambda minutes: START + minutes * MINUTE)

SINGLE_DAYS = st.dates(date(2023, 12, 31), date(2028, 1, 5)).map(date.isoformat)


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    """By day, with a break, over midnight, until midnight, or day and night."""
    first, *between, last = sorted(draw(st.lists(TIMES, min_size=4, max_size=4, unique=True)))
    broken = (Span(first, between[0]), Span(between[1], last))
    whole = (Span(first, last), Span(last, first), Span(first, time(0)), DAY_AND_NIGHT)
    return draw(st.sampled_from([broken, *((span,) for span in whole)]))


@st.composite
def sites(draw: st.DrawFn) -> Site:
    week = st.dictionaries(st.sampled_from(WEEKDAYS), spans())
    hours = draw(week | spans().map(lambda it: dict.fromkeys(WEEKDAYS, it)))
    days = draw(st.dictionaries(SINGLE_DAYS, spans() | st.just(()), max_size=6)) if hours else {}
    return Site("hq", "HQ", draw(st.sampled_from(ZONES)), hours=hours, days=days)


@given(sites(), INSTANTS)
def test_who_is_here_is_still_here_when_their_day_closes(site: Site, at: datetime) -> None:
    assert at < site.day_closed(at) <= at + timedelta(hours=26)


@given(sites(), INSTANTS)
def test_nobodys_day_closes_while_the_desk_is_open(site: Site, at: datetime) -> None:
    """But where it is open for longer than a day and a night."""
    closed = site.day_closed(at)

    assert not site.is_open(closed) or closed - at >= MAX_STAY


@given(sites(), INSTANTS)
def test_a_day_ends_where_the_next_begins(site: Site, at: datetime) -> None:
    ended = site.day_ended(at)

    assert site.day(ended) > site.day(at)
    assert site.day(ended - 90 * MINUTE) <= site.day(at)


@given(sites(), INSTANTS)
def test_the_doors_are_open_until_they_close(site: Site, at: datetime) -> None:
    closes = site.day_closed(at)

    assert not site.is_open(at) or site.is_open(closes - MINUTE)


@given(sites(), INSTANTS, st.integers(0, 3 * 24 * 60))
def test_whoever_came_before_may_be_gone_and_nobody_who_came_after_is(
    site: Site, at: datetime, before_min: int
) -> None:
    came = at - before_min * MINUTE

    assert came >= site.here_since(at) or site.day_closed(came) <= at
    assert site.here_since(at) <= at


@given(sites(), INSTANTS)
def test_a_closing_time_is_told_only_while_open(site: Site, at: datetime) -> None:
    assert site.closes_at(at) is None or site.is_open(at)
