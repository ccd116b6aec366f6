"""What people type stays text: bounded, one line, shown as it was typed, never obeyed."""

from __future__ import annotations

import unicodedata

import pytest

from kiosk.domain.names import MAX_BYTES, MAX_GRAPHEMES, graphemes
from kiosk.journal import LogEvent
from kiosk.server.home import Home
from kiosk.server.store.tables import event_private
from tests.conftest import ExpectLog
from tests.server.desk_side import DeskClient
from tests.server.station_side import LIMIT_S, StationSide

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
HOSTILE = {
    "long": "Ada" * 1_333,
    "combining": "a" + "\u0301" * 3_000,
    "family": "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}" * 400,
    "overrides": f"Ada{OVERRIDES}niatpac{OVERRIDES}",
    "controls": "A\x00d\x07a\x1b[31m\x7f\x9b",
    "lines": "Ada\r\nX-Forged: yes\u2028next\u2029\u0085end\ttab",
    "markup": "<img src=x onerror=alert(1)>",
    "template": "${7*7}{{7*7}}<%= 7*7 %>#{7*7}",
    "formula": '=HYPERLINK("http://evil.example")',
    "sql": "Robert'); drop table visits;--",
    "tags": "A\U000e0061\U000e0064a",
    "blank": " \u3000\u00a0 ",
    "private": "A\ue000\uf8ffda",
    "noncharacter": "A\ufdd0da",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_name_comes_out_clean_and_bounded_everywhere(
    station: StationSide, maya: DeskClient, home: Home, name: str
) -> None:
    station.arrives(name, private={"phone_token": "the-token-of-their-phone"})

    on_the_desk = maya.state()["waiting"][0]["first_name"]
    phone = maya.session.get(
        f"{maya.url}/api/v1/phone/the-token-of-their-phone", timeout=LIMIT_S
    ).json()
    with home.store.read() as connection:
        (beside,) = connection.scalars(
            event_private.select().with_only_columns(event_private.c.words)
        )
    for said in (on_the_desk, phone["first_name"], beside.get("first_name", "")):
        assert said == on_the_desk
        assert len(list(graphemes(said))) <= MAX_GRAPHEMES
        assert len(said.encode()) <= MAX_BYTES
        assert said == unicodedata.normalize("NFC", " ".join(said.split()))
        assert not set(said) & set(OVERRIDES)
        odd = {unicodedata.category(character) for character in said} & {"Cc", "Cn", "Co", "Cs"}
        assert not odd


@pytest.mark.parametrize("name", ["<b>Ada</b> & Söhne", "${Ada}", "'); drop table visits;--"])
def test_markup_is_shown_as_typed(station: StationSide, maya: DeskClient, name: str) -> None:
    station.arrives(name)

    answer = maya.get("/state")

    assert answer.json()["waiting"][0]["first_name"] == name
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["Åsa", "José", "محمد", "שָׁלוֹם", "நிலா", "김하늘", "O’Neill-Smith", "🧑🏽‍🔧", "Zoë"]
)
def test_a_true_name_is_left_alone(station: StationSide, maya: DeskClient, name: str) -> None:
    station.arrives(name)

    shown = maya.state()["waiting"][0]["first_name"]

    assert shown == unicodedata.normalize("NFC", name)


def test_a_name_without_end_is_dropped_and_its_visit_is_taken(
    station: StationSide, maya: DeskClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.VALUES_VOIDED)
    answer = station.push(station.checked_in("x" * 10_000))

    assert answer.json()["set_aside"] == []
    assert [visit["first_name"] for visit in maya.state()["waiting"]] == [""]


def test_a_broken_character_is_no_json(station: StationSide) -> None:
    body = b'{"site":"lab","sent_at":"2026-03-02T09:00:00Z","events":[],"x":"\\ud83d"}'

    answer = station.post_push(data=body, headers={"Content-Type": "application/json"})

    assert answer.status_code in {200, 400}


def test_a_note_may_say_anything_and_changes_nothing_else(
    station: StationSide, maya: DeskClient
) -> None:
    for note in HOSTILE.values():
        visit = station.arrives("Ada")
        maya.does("call", visit)

        ended = maya.finishes(visit, note[:4_000])

        assert (ended["state"], ended["first_name"]) == ("finished", "Ada")


def test_a_refusal_gives_back_nothing_that_was_sent(station: StationSide, maya: DeskClient) -> None:
    """What is sent back could be shown somewhere; ids and names of fields are enough."""
    mark = "<svg onload=alert(1)>"
    visit = station.arrives()
    asked = {"request_id": mark, "outcome": mark, "note": mark}

    answers = [
        maya.post(f"/visits/{visit}/finish", asked),
        maya.post(f"/visits/{visit}/finish", {**asked, "request_id": visit}),
        maya.post("/pair", {"code": mark}),
        maya.get(f"/pictures/{mark}"),
        station.get_state(after=mark),
        station.push(site=mark),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 401, 404, 422, 422]
    assert [answer.text for answer in answers if mark in answer.text] == []
