"""What version 1 wrote can be read for ever, and what is read may hold more than we know."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from kiosk import wire
from kiosk.domain.events import FACTS, VisitCheckedIn
from kiosk.domain.hours import Span
from kiosk.domain.site import Site
from tests.wire import samples

V1 = Path(__file__).parent / "v1"
ANSWERS: dict[str, tuple[type[object], object]] = {
    "push": (wire.Push, samples.PUSH),
    "push_with_status": (wire.Push, samples.PUSH_WITH_STATUS),
    "push_with_visits": (wire.Push, samples.PUSH_WITH_VISITS),
    "status_alone": (wire.Push, samples.STATUS_ALONE),
    "pushed": (wire.Pushed, samples.PUSHED),
    "state": (wire.State, samples.STATE),
    "state_with_topics": (wire.State, samples.STATE_WITH_TOPICS),
    "state_with_takes": (wire.State, samples.STATE_WITH_TAKES),
    "state_with_calls": (wire.State, samples.STATE_WITH_CALLS),
}

BY_NAME = {"private", "hours", "seats", "takes"}
"""Objects whose keys are names, not fields."""


def frozen(name: str) -> bytes:
    return (V1 / f"{name}.json").read_bytes()


def with_more(value: object, key: str = "") -> object:
    """`value` as a newer end might write it: a field more in every object that has fields."""
    if isinstance(value, list):
        return [with_more(item) for item in value]
    if not isinstance(value, dict):
        return value
    more = {name: with_more(item, name) for name, item in value.items()}
    return more if key in BY_NAME else {**more, "news_of_2031": [1, {"a": 2}]}


def test_every_kind_of_event_has_its_frozen_file() -> None:
    files = {path.stem for path in V1.glob("*.json")}

    assert files == {*FACTS, *ANSWERS} == {*samples.FACTS, *ANSWERS}


@pytest.mark.parametrize("kind", samples.FACTS)
def test_an_event_of_version_1_still_says_the_same(kind: str) -> None:
    event = wire.from_wire(wire.decode(frozen(kind), wire.WireEvent))

    assert event == samples.event(kind)


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_of_version_1_still_says_the_same(name: str) -> None:
    shape, expected = ANSWERS[name]

    assert wire.decode(frozen(name), shape) == expected


@pytest.mark.parametrize("kind", samples.FACTS)
def test_fields_of_a_newer_version_are_ignored_in_events(kind: str) -> None:
    newer = json.dumps(with_more(json.loads(frozen(kind)))).encode()

    assert wire.from_wire(wire.decode(newer, wire.WireEvent)) == samples.event(kind)


@pytest.mark.parametrize(
    "name", ["pushed", "state", "state_with_topics", "state_with_takes", "state_with_calls"]
)
def test_fields_of_a_newer_version_are_ignored_in_answers(name: str) -> None:
    shape, expected = ANSWERS[name]
    newer = json.dumps(with_more(json.loads(frozen(name)))).encode()

    assert wire.decode(newer, shape) == expected


def test_fields_of_a_newer_version_are_ignored_in_a_push() -> None:
    newer = json.dumps(with_more(json.loads(frozen("push")))).encode()

    push = wire.decode(newer, wire.Push)

    assert [wire.from_wire(event) for event in push.events] == [
        samples.event("VisitCheckedIn"),
        samples.event("VisitorLeft"),
    ]


def test_a_state_nobody_here_knows_yet_is_kept_as_it_came() -> None:
    newer = json.loads(frozen("state"))
    newer["visits"][0]["state"] = "in_the_lab"

    state = wire.decode(json.dumps(newer).encode(), wire.State)

    assert state.visits == [wire.VisitUpdate(samples.VISIT, "B14", "in_the_lab", 3)]


def test_words_that_nobody_agreed_to_send_are_dropped_on_arrival() -> None:
    sent = json.loads(frozen("VisitCheckedIn"))
    sent["private"]["shoe_size"] = "44"

    event = wire.from_wire(wire.decode(json.dumps(sent).encode(), wire.WireEvent))

    assert event == samples.event("VisitCheckedIn")


def test_a_no_to_the_picture_is_written_only_where_there_was_one() -> None:
    event = samples.event("VisitCheckedIn")
    facts = VisitCheckedIn("B14", "B", 3, "printing", picture_declined=True)
    declined = wire.to_wire(replace(event, facts=facts), None)

    assert "picture_declined" not in wire.to_wire(event, None).facts
    assert wire.from_wire(declined).facts == facts


def test_a_site_of_an_older_home_has_one_opening_a_day() -> None:
    hours = wire.site_from_wire(samples.STATE.site).hours

    assert hours["monday"] == (Span(time(8, 30), time(17)),)


def test_an_older_station_is_told_when_the_first_opening_begins_and_the_last_ends() -> None:
    broken = (Span(time(8, 30), time(12)), Span(time(13), time(17)))
    sent = wire.site_to_wire(Site("hq", "HQ", hours={"monday": broken}))

    assert sent.hours == {"monday": wire.WireSpan("08:30", "17:00")}
    assert len(sent.openings["monday"]) == 2
