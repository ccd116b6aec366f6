"""A day ends once, at its end, whatever the zone and whatever its clocks do that day."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.site import WEEKDAYS, Site, Span

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
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
MINUTE = timedelta(minutes=1)
START = datetime(2024, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 4 * 366 * 24 * 60).map(lambda minutes: START + minutes * MINUTE)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    opens, closes = sorted(draw(st.lists(TIMES, min_size=2, max_size=2, unique=True)))
    return Span(opens, draw(st.sampled_from([closes, time(0)])))


@st.composite
def sites(draw: st.DrawFn) -> Site:
    hours = draw(st.dictionaries(st.sampled_from(WEEKDAYS), spans()))
    return Site("hq", "HQ", draw(st.sampled_from(ZONES)), hours=hours)


@given(sites(), INSTANTS)
def test_who_is_here_is_still_here_when_their_day_closes(site: Site, at: datetime) -> None:
    assert at < site.day_closed(at) <= site.day_ended(at) <= at + timedelta(hours=26)


@given(sites(), INSTANTS)
def test_a_day_ends_where_the_next_begins(site: Site, at: datetime) -> None:
    ended = site.day_ended(at)

    assert site.day(ended) > site.day(at)
    assert site.day(ended - 90 * MINUTE) <= site.day(at)


@given(sites(), INSTANTS, st.integers(0, 24 * 60))
def test_after_closing_nobody_is_let_in_that_day(site: Site, at: datetime, later_min: int) -> None:
    closed = site.day_closed(at)
    later = closed + later_min * MINUTE

    assert not site.hours or later >= site.day_ended(at) or not site.is_open(later)


@given(sites(), INSTANTS)
def test_the_day_closes_no_sooner_than_the_doors(site: Site, at: datetime) -> None:
    """Where a time comes twice, the second; where it is missing, an hour late at most."""
    closed = site.day_closed(at)
    change = site.local(closed - 3 * timedelta(hours=1)).utcoffset()

    same_clocks = change == site.local(closed).utcoffset()
    assert site.closes_at(at) is None or site.is_open(closed - MINUTE) or not same_clocks
