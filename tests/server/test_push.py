"""What stations offer: each event judged alone, one bad one blocks nothing."""

from __future__ import annotations

import pytest
import requests
from sqlalchemy import func, select

from kiosk.journal import LogEvent
from kiosk.server.home import Home
from kiosk.server.store.tables import events, visits
from tests.conftest import ExpectLog
from tests.server.desk_side import DeskClient
from tests.server.station_side import Json, StationSide, fresh_id, jpeg

HOME_ONLY = {
    "VisitCalled": {"member_id": fresh_id()},
    "VisitRecalled": {"member_id": fresh_id()},
    "VisitorArrived": {},
    "ServiceBegan": {"member_id": fresh_id()},
    "VisitHeld": {"reason": "absent"},
    "VisitResumed": {},
    "VisitTransferred": {"topic": "printing"},
    "VisitReturned": {},
    "VisitFinished": {"member_id": fresh_id(), "outcome": "fixed"},
    "VisitMarkedNoShow": {},
}


def stored(home: Home) -> int:
    with home.store.read() as connection:
        return connection.scalar(select(func.count()).select_from(events)) or 0


def refused(answer: requests.Response) -> dict[str, str]:
    """Why each event was set aside."""
    return {refusal["id"]: refusal["code"] for refusal in answer.json()["set_aside"]}


def test_an_answer_names_every_event_and_the_store_that_has_them(
    station: StationSide, home: Home
) -> None:
    offered = [station.checked_in("Ada"), station.checked_in("Bo")]

    answer = station.push(*offered)

    with home.store.read() as connection:
        mark = home.store.marks.at(connection, 2)
    assert answer.json() == {
        "epoch": home.store.epoch,
        "seq": 2,
        "acknowledged": [event["id"] for event in offered],
        "set_aside": [],
        "mark": mark,
    }


def test_events_offered_again_are_acknowledged_again_and_stored_once(
    station: StationSide, home: Home
) -> None:
    offered = [station.checked_in("Ada"), station.checked_in("Bo")]
    first = station.push(*offered)

    again = station.push(*offered, station.checked_in("Cy"))

    assert first.json()["acknowledged"] == again.json()["acknowledged"][:2]
    assert (stored(home), again.json()["seq"]) == (3, 3)


def test_an_event_twice_in_one_push_is_stored_once(station: StationSide, home: Home) -> None:
    event = station.checked_in("Ada")

    answer = station.push(event, event)

    assert (set(answer.json()["acknowledged"]), stored(home)) == ({event["id"]}, 1)


def test_an_event_offered_again_with_other_words_changes_nothing(
    station: StationSide, maya: DeskClient
) -> None:
    event = station.checked_in("Ada")
    station.push(event)

    station.push({**event, "private": {"first_name": "Mallory"}})

    assert maya.state()["waiting"][0]["first_name"] == "Ada"


def test_a_push_for_another_site_is_refused_whole(station: StationSide, home: Home) -> None:
    answer = station.push(station.checked_in(), site="annexe")

    assert (answer.status_code, answer.json()["field"]) == (422, "site")
    assert stored(home) == 0


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ({"site_id": "annexe"}, "wrong_site"),
        ({"about": {"kind": "member", "id": fresh_id()}}, "wrong_site"),
        ({"origin": "server"}, "wrong_origin"),
        ({"origin": "station:C"}, "wrong_origin"),
        ({"origin": "station:B "}, "wrong_origin"),
        ({"actor": f"member:{fresh_id()}"}, "wrong_origin"),
        ({"facts": {"number": "C1", "station": "C"}}, "not_yours"),
        ({"facts": {"number": "C1", "station": "B"}}, "malformed"),
    ],
)
def test_a_station_speaks_only_of_its_own_site_letter_and_visitors(
    station: StationSide, home: Home, expect_log: ExpectLog, claim: Json, code: str
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    lie, truth = station.checked_in(**claim), station.checked_in()

    answer = station.push(lie, truth)

    assert answer.json()["acknowledged"] == [truth["id"]]
    assert refused(answer) == {lie["id"]: code}
    assert stored(home) == 1


@pytest.mark.parametrize(("kind", "facts"), HOME_ONLY.items())
def test_facts_of_the_home_are_set_aside_when_a_station_offers_them(
    station: StationSide, maya: DeskClient, expect_log: ExpectLog, kind: str, facts: Json
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    visit = station.arrives("Ada")
    forged = station.event(kind, visit, facts)

    answer = station.push(forged)

    assert refused(answer) == {forged["id"]: "home_only"}
    assert maya.state()["waiting"][0]["state"] == "waiting"


@pytest.mark.parametrize("kind", ["VisitorLeft", "PhotoAttached", "VisitRated"])
def test_a_station_cannot_speak_of_another_stations_visitor(
    station: StationSide,
    other_station: StationSide,
    maya: DeskClient,
    expect_log: ExpectLog,
    kind: str,
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    visit = station.arrives("Ada")
    facts = {"VisitRated": {"rating": "poor"}, "PhotoAttached": {}, "VisitorLeft": {}}[kind]
    event = other_station.event(kind, visit, facts, {"first_name": "Mallory"})
    if kind == "PhotoAttached":
        event["facts"] = other_station.attached(visit, jpeg())["facts"]

    answer = other_station.push(event)

    assert refused(answer) == {event["id"]: "not_yours"}
    (seen,) = maya.state()["waiting"]
    assert (seen["first_name"], seen["state"], seen["pictures"]) == ("Ada", "waiting", [])


def test_a_station_cannot_check_somebody_in_twice(
    station: StationSide, maya: DeskClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    visit = station.arrives("Ada")
    again = station.checked_in("Mallory", about={"kind": "visit", "id": visit})

    assert refused(station.push(again)) == {again["id"]: "not_yours"}
    assert maya.state()["waiting"][0]["first_name"] == "Ada"


def test_a_fact_about_a_visit_nobody_knows_is_set_aside(
    station: StationSide, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    event = station.event("VisitorLeft", fresh_id())

    assert refused(station.push(event)) == {event["id"]: "unknown_visit"}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"number": "B1"}, "station"),
        ({"station": "B"}, "number"),
        ({"number": 1, "station": "B"}, "number"),
        ({"number": "B0", "station": "B"}, "facts.number"),
        ({"number": "B123456", "station": "B"}, "facts.number"),
        ({"number": "B\N{FULLWIDTH DIGIT ONE}", "station": "B"}, "facts.number"),
    ],
)
def test_a_malformed_check_in_is_set_aside_by_field_and_the_rest_is_stored(
    station: StationSide, home: Home, expect_log: ExpectLog, facts: Json, field: str
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    bad = station.event("VisitCheckedIn", fresh_id(), facts)
    good = station.checked_in()

    answer = station.push(bad, good)

    (refusal,) = answer.json()["set_aside"]
    assert (refusal["id"], refusal["code"]) == (bad["id"], "malformed")
    assert field in refusal["detail"]
    assert (answer.json()["acknowledged"], stored(home)) == ([good["id"]], 1)


@pytest.mark.parametrize(
    "facts",
    [
        {"photo": "a" * 63},
        {"photo": "../../etc/passwd"},
        {"photo": "A" * 64},
        {"size": 0},
        {"width": -1},
        {"width": 2**70},
        {"height": 2**64},
        {"size": 2**63},
        {"size": 1.5},
    ],
)
def test_a_malformed_announcement_is_set_aside_and_the_rest_is_stored(
    station: StationSide, home: Home, expect_log: ExpectLog, facts: Json
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    visit = station.arrives()
    bad, good = station.attached(visit, jpeg(), **facts), station.checked_in()

    answer = station.push(bad, good)

    assert refused(answer) == {bad["id"]: "malformed"}
    assert (answer.json()["acknowledged"], stored(home)) == ([good["id"]], 2)


@pytest.mark.parametrize("age_s", [60.0, None])
@pytest.mark.parametrize(
    "at",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "yesterday",
        "2026-03-02T09:00:00",
        None,
        17,
    ],
)
def test_an_event_with_an_impossible_clock_is_placed_without_it(
    station: StationSide, maya: DeskClient, expect_log: ExpectLog, at: object, age_s: float | None
) -> None:
    expect_log(LogEvent.VALUES_VOIDED, maybe=True)
    odd, good = station.checked_in("Ada", at=at, age_s=age_s), station.checked_in("Bo")

    answer = station.push(odd, good, up_s=600.0)

    came = [(each["first_name"], each["waited_s"]) for each in maya.state()["waiting"]]
    assert (answer.status_code, answer.json()["set_aside"]) == (200, [])
    assert came == [("Ada", 600 if age_s is None else 60), ("Bo", 0)]


@pytest.mark.parametrize(
    "newer",
    [
        {"type": "VisitMerged"},
        {"version": 2, "facts": {"number": {"letter": "B", "count": 1}, "station": "B"}},
    ],
)
def test_an_event_of_a_newer_kind_is_told_apart_from_a_malformed_one(
    station: StationSide, home: Home, expect_log: ExpectLog, newer: Json
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    event, good = station.checked_in(**newer), station.checked_in()

    answer = station.push(event, good)

    assert refused(answer) == {event["id"]: "too_new"}
    assert stored(home) == 1


def test_a_newer_version_that_says_what_an_older_one_did_is_taken(
    station: StationSide, home: Home
) -> None:
    station.arrives("Ada", version=7)

    assert stored(home) == 1


@pytest.mark.parametrize("age_s", [1e9, 1e300])
def test_an_age_nobody_believes_costs_no_visitor_the_place(
    station: StationSide, maya: DeskClient, age_s: float
) -> None:
    station.arrives("Ada", age_s=age_s)

    (visit,) = maya.state()["waiting"]
    assert (visit["first_name"], visit["waited_s"] > 0) == ("Ada", True)


def test_two_visitors_with_the_same_secret_are_both_kept(
    station: StationSide, maya: DeskClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE, maybe=True)
    twins = [
        station.checked_in(name, private={"phone_token": "the-same-token-for-both"})
        for name in ("Ada", "Bo")
    ]

    answer = station.push(*twins, station.checked_in("Cy"))

    assert answer.status_code == 200
    assert [visit["first_name"] for visit in maya.state()["waiting"]] == ["Ada", "Bo", "Cy"]


def test_a_station_cannot_write_the_members_note(
    station: StationSide, maya: DeskClient, home: Home
) -> None:
    visit = station.arrives("Ada")
    maya.call_next()
    maya.finishes(visit, note="Cable replaced.")

    station.push(station.event("VisitRated", visit, {"rating": "good"}, {"note": "forged"}))

    with home.store.read() as connection:
        words = connection.exec_driver_sql("select note from visit_private").scalars().all()
        beside = connection.exec_driver_sql("select words from event_private").scalars().all()
    assert words == ["Cable replaced."]
    assert not any("forged" in text for text in beside)


def test_a_late_fact_is_kept_and_changes_nothing(
    station: StationSide, maya: DeskClient, home: Home
) -> None:
    visit = station.arrives("Ada")
    maya.call_next()
    maya.does("begin", visit)

    answer = station.push(station.event("VisitorLeft", visit, {"reason": "visitor"}))

    assert answer.json()["set_aside"] == []
    assert maya.state()["open"][0]["state"] == "serving"


def test_fields_of_a_newer_station_are_ignored(station: StationSide, maya: DeskClient) -> None:
    event = station.checked_in("Ada", mood="curious")
    event["facts"]["language"] = "cy"
    event["private"]["handwriting"] = "neat"

    answer = station.push(event, lane=3)

    assert answer.json()["acknowledged"] == [event["id"]]
    assert maya.state()["waiting"][0]["first_name"] == "Ada"


def test_who_waited_longer_is_first_whatever_the_stations_clock_says(
    station: StationSide, other_station: StationSide, maya: DeskClient
) -> None:
    early = other_station.checked_in("Early", age_s=600.0, at="2031-01-01T00:00:00Z")
    late = station.checked_in("Late", age_s=5.0, at="2019-01-01T00:00:00Z")

    station.push(late)
    other_station.push(early)

    assert [visit["first_name"] for visit in maya.state()["waiting"]] == ["Early", "Late"]


def test_a_clock_ahead_puts_nobody_at_the_end_for_ever(
    station: StationSide, other_station: StationSide, maya: DeskClient
) -> None:
    station.push(station.checked_in("Ahead", age_s=None, at="2999-01-01T00:00:00Z"))

    other_station.push(other_station.checked_in("After", age_s=0.0))

    names = [visit["first_name"] for visit in maya.state()["waiting"]]
    assert (names[0], maya.state()["waiting"][0]["waited_s"]) == ("Ahead", 0)


def test_numbers_of_events_have_no_gaps(station: StationSide, home: Home, maya: DeskClient) -> None:
    visits_here = station.arrive(3)
    maya.call_next()
    maya.act("begin", visits_here[0])
    station.push(station.checked_in(), station.event("VisitorLeft", visits_here[1]))

    with home.store.read() as connection:
        seqs = connection.scalars(select(events.c.seq).order_by(events.c.seq)).all()
        folded = connection.scalars(select(visits.c.seq)).all()
    assert list(seqs) == list(range(1, len(seqs) + 1))
    assert max(folded) == len(seqs)
