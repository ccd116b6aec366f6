"""What a kiosk read on a picture reaches the desk, and goes with the picture."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from kiosk.journal import LogEvent
from kiosk.server.home import Home
from kiosk.server.store.tables import event_private
from tests.conftest import ExpectLog
from tests.server.desk_side import Tablet
from tests.server.station_side import StationSide, jpeg, sha256

READ = (
    '{"quote":"Error 809",'
    '"lines":[{"text":"Error 809","corners":[0.1,0.2,0.6,0.2,0.6,0.3,0.1,0.3]}],'
    '"codes":[{"code":"809","meaning":"The VPN does not answer."}],"tags":[]}'
)


def _shown(tablet: Tablet) -> dict[str, Any]:
    (visit,) = tablet.state()["waiting"]
    (picture,) = visit["pictures"]
    shown: dict[str, Any] = picture
    return shown


def _read_on(station: StationSide, content: bytes, words: str) -> str:
    """A new visit with a picture on which `words` were read; its id."""
    visit = station.arrives()
    attached = station.attached(visit, content, codes=["809"])
    answer = station.push({**attached, "private": {"read_words": words}})
    assert answer.json()["set_aside"] == []
    return visit


def test_the_desk_gets_the_words_with_their_places(station: StationSide, maya: Tablet) -> None:
    _read_on(station, jpeg(), READ)

    read = _shown(maya)["read"]
    assert read["quote"] == "Error 809"
    assert read["lines"] == [
        {"text": "Error 809", "corners": [0.1, 0.2, 0.6, 0.2, 0.6, 0.3, 0.1, 0.3]}
    ]
    assert read["codes"] == [{"code": "809", "meaning": "The VPN does not answer."}]


def test_the_words_go_with_the_picture(station: StationSide, maya: Tablet, home: Home) -> None:
    content = jpeg()
    visit = _read_on(station, content, READ)
    told = {"photo": sha256(content), "reason": "visitor"}

    answer = station.push(station.event("PhotoErased", visit, told))

    assert answer.json()["set_aside"] == []
    assert maya.state()["waiting"][0]["pictures"] == []
    with home.store.read() as connection:
        assert connection.execute(select(event_private.c.words)).all() == [({"first_name": ""},)]


@pytest.mark.parametrize("words", ["", "{}x", '{"lines": [[]]}', "<script>alert(1)</script>"])
def test_words_in_no_form_of_ours_are_not_shown(
    station: StationSide, maya: Tablet, words: str
) -> None:
    _read_on(station, jpeg(), words)

    assert "read" not in _shown(maya)


@pytest.mark.parametrize("codes", [["x" * 81], ["a b"], ["c"] * 9, "809", [809]])
def test_codes_in_no_form_of_ours_are_set_aside(
    station: StationSide, codes: object, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    visit = station.arrives()

    answer = station.push(station.attached(visit, jpeg(), codes=codes))

    assert [aside["code"] for aside in answer.json()["set_aside"]] == ["malformed"]


def test_the_desk_knows_who_said_no_to_a_picture(station: StationSide, maya: Tablet) -> None:
    declined, came = station.checked_in("Noor"), station.checked_in("Sam")
    declined["facts"]["picture_declined"] = True
    answer = station.push(declined, came)

    assert answer.json()["set_aside"] == []
    told = {visit["first_name"]: visit["picture_declined"] for visit in maya.state()["waiting"]}
    assert told == {"Noor": True, "Sam": False}
