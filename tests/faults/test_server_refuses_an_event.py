"""The server refuses an event for good; set aside at once with a reason, the visit stands."""

from __future__ import annotations

from kiosk import wire
from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.doubles.answers import headers
from tests.doubles.station_on_line import StationOnLine
from tests.doubles.unruly import Talk, UnrulyServer


def refusing(number: str, talk: Talk) -> None:
    push = wire.decode(talk.server.seen[-1].body, wire.Push)
    refused = {event.id for event in push.events if event.facts.get("number") == number}
    taken = [event.id for event in push.events if event.id not in refused]
    aside = [wire.SetAside(event_id, "malformed", "facts.number") for event_id in refused]
    talk.answer(200, wire.encode(wire.Pushed("epoch-1", 9, taken, aside)), **headers())


def test_the_rest_arrives_and_what_was_refused_is_kept_with_the_reason(
    station: StationOnLine, server: UnrulyServer, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    server.answers_by(lambda talk: refusing("B502", talk))
    visits = [station.box.checked_in() for _ in range(3)]

    station.up.step()

    query = """
        select visit_id, set_aside_code, set_aside_detail
        from outbox join events on id = event_id where set_aside_code is not null
    """
    assert station.box.rows(query) == [(visits[1], "malformed", "facts.number")]
    assert station.box.waiting() == []
    assert len(station.box.store.visits.open()) == 3
