"""Every event and every site comes out as it went in."""

from __future__ import annotations

from datetime import UTC, date, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from kiosk import wire
from kiosk.domain import events as e
from kiosk.domain.hours import WEEKDAYS, Span
from kiosk.domain.site import LETTERS, Site, Topic

IDS = st.uuids().map(str)
# Texts as JSON can hold them; a lone surrogate never gets past the typing of a name.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
YEARS = st.datetimes(timezones=ZONES | st.just(UTC), allow_imaginary=False)
INSTANTS = YEARS.filter(lambda at: 1970 < at.year < 9998)
TOPICS = st.from_regex("[a-z0-9-]{1,40}", fullmatch=True)
PHOTOS = st.from_regex("[0-9a-f]{64}", fullmatch=True)
SIZES = st.integers(1, 2**31 - 1)
CHECK_INS = st.builds(
    lambda letter, count, seat, topic: e.VisitCheckedIn(f"{letter}{count}", letter, seat, topic),
    st.sampled_from(LETTERS),
    st.integers(1, 99_999),
    st.none() | st.integers(1, 99),
    st.none() | TOPICS,
)
FACTS = st.one_of(
    CHECK_INS,
    st.builds(e.VisitCalled, IDS, st.booleans()),
    st.builds(e.VisitRecalled, IDS),
    st.builds(e.VisitorArrived),
    st.builds(e.ServiceBegan, IDS),
    st.builds(e.VisitHeld, st.sampled_from(e.HoldReason), st.none() | INSTANTS),
    st.builds(e.VisitResumed),
    st.builds(e.VisitTransferred, TOPICS),
    st.builds(e.VisitReturned),
    st.builds(e.VisitFinished, IDS, st.sampled_from(e.Outcome)),
    st.builds(e.VisitMarkedNoShow),
    st.builds(e.VisitorLeft, st.sampled_from(e.LeaveReason)),
    st.builds(e.PhotoAttached, PHOTOS, SIZES, SIZES, SIZES),
    st.builds(e.PhotoErased, PHOTOS, st.sampled_from(e.EraseReason)),
    st.builds(e.VisitRated, st.sampled_from(e.Rating)),
)
EVENTS = st.builds(
    e.Event,
    id=IDS,
    site_id=st.from_regex("[a-z0-9-]{1,40}", fullmatch=True),
    about=st.builds(e.About, st.just("visit"), IDS),
    actor=st.sampled_from(["visitor", "timer", "member:maya"]),
    origin=st.sampled_from(["server", "station:B"]),
    at=INSTANTS,
    facts=FACTS,
    private=st.dictionaries(st.sampled_from(sorted(wire.PRIVATE_KEYS)), TEXTS),
)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
OPENINGS = st.lists(st.builds(Span, TIMES, TIMES), min_size=1, max_size=3).map(tuple)
SITES = st.builds(
    Site,
    site_id=TOPICS,
    name=TEXTS,
    time_zone=st.sampled_from(["UTC", "Europe/London", "Asia/Kathmandu"]),
    picture_days=st.integers(1, 365),
    public_url=st.just("https://help.example.org"),
    hours=st.dictionaries(st.sampled_from(WEEKDAYS), OPENINGS),
    days=st.dictionaries(st.dates().map(date.isoformat), st.just(()) | OPENINGS, max_size=3),
    seats=st.dictionaries(
        st.sampled_from(LETTERS), st.lists(st.integers(1, 99)).map(tuple), max_size=3
    ),
    topics=st.lists(st.builds(Topic, TOPICS, TEXTS, TOPICS), max_size=6).map(tuple),
)


@given(EVENTS, st.none() | st.floats(0, 1e9))
def test_an_event_comes_out_as_it_went_in(event: e.Event, age_s: float | None) -> None:
    travelled = wire.decode(wire.encode(wire.to_wire(event, age_s)), wire.WireEvent)

    assert wire.from_wire(travelled) == event
    assert travelled.age_s == age_s


@given(EVENTS)
def test_facts_come_out_of_a_store_as_they_went_in(event: e.Event) -> None:
    assert wire.facts_from_builtins(event.type, wire.facts_to_builtins(event.facts)) == event.facts


@given(SITES)
def test_a_site_comes_out_as_it_went_in(site: Site) -> None:
    travelled = wire.decode(wire.encode(wire.site_to_wire(site)), wire.WireSite)

    assert wire.site_from_wire(travelled) == site
