"""What members do with one visit: allowed, refused with the reason and the visit as it is."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from kiosk.server.home import Home
from kiosk.server.store.tables import event_private, events, visit_private
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import StationSide, fresh_id

FINISH = {"outcome": "fixed", "note": ""}
HOW_TO_GET_THERE: dict[str, list[str]] = {
    "waiting": [],
    "called": ["call"],
    "arrived": ["call", "arrived"],
    "serving": ["call", "begin"],
    "held": ["call", "absent"],
    "finished": ["call", "finish"],
}
ALLOWED: dict[str, dict[str, str]] = {
    "waiting": {"call": "called", "absent": "held"},
    "called": {
        "recall": "called",
        "arrived": "arrived",
        "begin": "serving",
        "absent": "held",
        "return": "waiting",
        "finish": "finished",
    },
    "arrived": {
        "begin": "serving",
        "absent": "held",
        "return": "waiting",
        "finish": "finished",
    },
    "serving": {"absent": "held", "return": "waiting", "finish": "finished"},
    "held": {"call": "called", "finish": "finished"},
    "finished": {},
}
REASONS = {("call", state): "already_called" for state in ("called", "arrived", "serving")}
VERBS = ["call", "recall", "arrived", "begin", "absent", "return", "finish"]


def more(verb: str) -> dict[str, Any]:
    return FINISH if verb == "finish" else {}


def bring(tablet: DeskClient, visit: str, state: str) -> None:
    for verb in HOW_TO_GET_THERE[state]:
        tablet.does(verb, visit, **more(verb))


@pytest.mark.parametrize("state", HOW_TO_GET_THERE)
def test_every_act_on_every_state_is_done_or_refused_with_the_visit_as_it_is(
    station: StationSide, maya: DeskClient, state: str
) -> None:
    for verb in VERBS:
        visit = station.arrives("Ada")
        bring(maya, visit, state)

        answer = maya.act(verb, visit, **more(verb))

        body = answer.json()
        expected = ALLOWED[state].get(verb)
        if expected is not None:
            assert (answer.status_code, body["visit"]["state"]) == (200, expected), verb
            continue
        ended = "ended" if state == "finished" else "wrong_state"
        assert (answer.status_code, body["code"]) == (409, REASONS.get((verb, state), ended)), verb
        assert answer.headers["content-type"] == "application/problem+json"
        assert (body["visit"]["id"], body["visit"]["state"]) == (visit, state), verb


def test_a_visit_from_door_to_end(station: StationSide, maya: DeskClient, clock: FakeClock) -> None:
    visit = station.arrives("Ada")
    clock.passes(minutes=2)
    maya.call_next()
    clock.passes(minutes=1)
    maya.does("arrived", visit)
    clock.passes(minutes=1)
    maya.does("begin", visit)
    clock.passes(minutes=9)

    ended = maya.finishes(visit)

    assert (ended["state"], ended["waited_s"]) == ("finished", 240)
    assert [ended[f"{moment}_at"] for moment in ("checked_in", "called", "arrived", "began")] == [
        f"2026-03-02T09:0{minute}:00Z" for minute in (0, 2, 3, 4)
    ]
    state = maya.state()
    assert (state["waiting"], state["held"], state["open"], state["next"]) == ([], [], [], None)


def test_every_desk_sees_whose_visitor_it_is(
    station: StationSide, maya: DeskClient, ben: DeskClient
) -> None:
    first, second = station.arrive(2)
    maya.call_next()

    refused = ben.act("call", first)

    seen = ben.state()
    assert refused.json()["visit"]["member"]["name"] == "Maya Lund"
    assert [visit["member"]["name"] for visit in seen["open"]] == ["Maya Lund"]
    assert (seen["next"], [visit["id"] for visit in seen["waiting"]]) == (second, [second])


def test_the_same_request_is_done_once(station: StationSide, maya: DeskClient, home: Home) -> None:
    visit = station.arrives()
    maya.call_next()
    request = fresh_id()
    first = maya.act("recall", visit, request)

    again = maya.act("recall", visit, request)

    assert (first.status_code, again.status_code) == (200, 200)
    with home.store.read() as connection:
        query = select(events.c.id).where(events.c.type == "VisitRecalled")
        assert list(connection.scalars(query)) == [request]


def test_a_retry_of_the_end_after_a_lost_answer_is_no_refusal(
    station: StationSide, maya: DeskClient
) -> None:
    visit = station.arrives()
    maya.call_next()
    request = fresh_id()
    maya.act("finish", visit, request, **FINISH)

    again = maya.act("finish", visit, request, **FINISH)

    assert (again.status_code, again.json()["visit"]["state"]) == (200, "finished")


def test_an_id_already_used_for_another_visit_does_nothing_and_says_so(
    station: StationSide, maya: DeskClient
) -> None:
    """A page that mixes up its ids must not believe that this visit ended."""
    first, second = station.arrive(2)
    request = fresh_id()
    maya.act("call", first, request)

    answer = maya.act("call", second, request)

    assert (answer.status_code, answer.json()["code"]) == (409, "request_id_used")
    assert answer.json()["visit"]["id"] == second
    assert maya.state()["waiting"][0]["id"] == second


@pytest.mark.parametrize("verb", VERBS)
def test_a_visit_nobody_knows_is_not_found(maya: DeskClient, verb: str) -> None:
    answer = maya.act(verb, fresh_id(), **more(verb))

    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_visit")


@pytest.mark.parametrize("visit", ["x", "1", "..%2f..%2fstate", "2" * 37])
def test_what_is_no_id_is_not_found(maya: DeskClient, visit: str) -> None:
    assert maya.act("call", visit).status_code == 404


def test_who_is_absent_becomes_a_no_show_after_the_grace(
    station: StationSide, maya: DeskClient, home: Home, clock: FakeClock
) -> None:
    visit = station.arrives()
    maya.call_next()
    held = maya.does("absent", visit)
    clock.passes(minutes=9, seconds=59)
    too_early = home.no_shows.run()
    clock.passes(seconds=1)

    ended = home.no_shows.run()

    assert held["hold_reason"] == "absent"
    assert held["absent_until"] == "2026-03-02T09:10:00Z"
    assert (too_early, ended, home.no_shows.run()) == (0, 1, 0)
    assert maya.act("call", visit).json()["visit"]["state"] == "no_show"
    assert station.state()["visits"][0]["state"] == "no_show"


def test_who_comes_back_within_the_grace_is_no_no_show(
    station: StationSide, maya: DeskClient, home: Home, clock: FakeClock
) -> None:
    visit = station.arrives()
    maya.call_next()
    maya.does("absent", visit)
    clock.passes(minutes=5)
    back = maya.does("call", visit)
    clock.passes(minutes=30)

    assert (home.no_shows.run(), back["state"], back["absent_until"]) == (0, "called", None)


def test_several_absent_end_at_their_own_time(
    station: StationSide, maya: DeskClient, home: Home, clock: FakeClock
) -> None:
    for visit in station.arrive(3):
        maya.does("call", visit)
        maya.does("absent", visit)
        clock.passes(minutes=4)

    assert home.no_shows.run() == 1
    clock.passes(minutes=4)
    assert home.no_shows.run() == 1


def test_a_note_is_kept_in_private_words_only(
    station: StationSide, maya: DeskClient, home: Home
) -> None:
    visit = station.arrives("Ada")
    maya.call_next()

    said = maya.does("finish", visit, outcome="loan_or_swap", note="Gave her laptop 17.")

    with home.store.read() as connection:
        beside = connection.scalars(select(event_private.c.words)).all()
        note = connection.scalars(select(visit_private.c.note)).all()
        facts = connection.scalars(select(events.c.facts)).all()
    assert (list(note), "Gave her laptop 17." in str(beside)) == (["Gave her laptop 17."], True)
    assert "laptop" not in str(facts)
    assert "laptop" not in str(said)
    assert "laptop" not in str(maya.state())
    assert "laptop" not in str(station.state())


@pytest.mark.parametrize("note", ["x" * 4_000, "é" * 4_000, "👩‍🔧" * 1_000, "", "  \n "])
def test_a_note_of_up_to_four_thousand_characters_is_taken(
    station: StationSide, maya: DeskClient, home: Home, note: str
) -> None:
    visit = station.arrives("Ada")
    maya.call_next()

    maya.finishes(visit, note)

    with home.store.read() as connection:
        (kept,) = connection.scalars(select(visit_private.c.note)).all()
    assert kept == (note if note.strip() else "")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"note": "x" * 4_001}, "note"),
        ({"note": None}, "note"),
        ({"outcome": "solved"}, "outcome"),
        ({"outcome": None}, "outcome"),
        ({"request_id": "17"}, "request_id"),
    ],
)
def test_an_end_that_does_not_fit_is_refused_by_field_and_nothing_is_stored(
    station: StationSide, maya: DeskClient, home: Home, change: dict[str, Any], field: str
) -> None:
    visit = station.arrives()
    maya.call_next()
    seq = maya.state()["seq"]

    answer = maya.post(f"/visits/{visit}/finish", {"request_id": fresh_id(), **FINISH, **change})

    assert (answer.status_code, answer.json()["field"]) == (422, field)
    after = maya.state()
    assert (after["seq"], after["open"][0]["state"]) == (seq, "called")
    with home.store.read() as connection:
        assert set(connection.scalars(select(visit_private.c.note))) == {""}


def test_an_end_without_its_outcome_is_refused_by_field(
    station: StationSide, maya: DeskClient
) -> None:
    visit = station.arrives()
    maya.call_next()

    answer = maya.act("finish", visit)

    assert (answer.status_code, answer.json()["field"]) == (422, "outcome")


def test_a_refused_end_keeps_no_note(station: StationSide, maya: DeskClient, home: Home) -> None:
    visit = station.arrives()

    answer = maya.act("finish", visit, outcome="fixed", note="too early")

    with home.store.read() as connection:
        assert "too early" not in str(connection.scalars(select(event_private.c.words)).all())
        assert set(connection.scalars(select(visit_private.c.note))) == {""}
    assert answer.status_code == 409


def test_the_desk_says_whether_the_site_is_open(maya: DeskClient) -> None:
    assert maya.state()["site"] == {
        "id": "lab",
        "name": "The Lab",
        "open": True,
        "closes_at": None,
        "late_after_min": 10,
    }


def test_time_on_the_desk_is_the_servers(maya: DeskClient, clock: FakeClock) -> None:
    clock.passes(minutes=1)

    assert maya.state()["now"] == "2026-03-02T09:01:00Z"
