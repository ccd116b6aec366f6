"""What a kiosk read on a picture reaches the desk, and goes with the picture."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from kiosk.journal import LogEvent
from kiosk.server.home import Home
from kiosk.server.store.tables import event_private, events, visits
from tests.conftest import ExpectLog
from tests.server.desk_side import DeskClient
from tests.server.station_side import Json, StationSide, jpeg, sha256

READ = (
    '{"quote":"Error 809",'
    '"lines":[{"text":"Error 809","corners":[0.1,0.2,0.6,0.2,0.6,0.3,0.1,0.3]}],'
    '"codes":[{"code":"809","meaning":"The VPN does not answer."}],"tags":[]}'
)


TAG_ALONE = '{"quote":"","lines":[],"codes":[],"tags":[{"code":"PC-7","meaning":""}]}'


def _shown(tablet: DeskClient) -> dict[str, Any]:
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


def test_the_desk_gets_the_words_with_their_places(station: StationSide, maya: DeskClient) -> None:
    _read_on(station, jpeg(), READ)

    read = _shown(maya)["read"]
    assert read["quote"] == "Error 809"
    assert read["lines"] == [
        {"text": "Error 809", "corners": [0.1, 0.2, 0.6, 0.2, 0.6, 0.3, 0.1, 0.3]}
    ]
    assert read["codes"] == [{"code": "809", "meaning": "The VPN does not answer.", "member": ""}]


def test_what_whoever_helps_should_look_at_comes_with_the_code(
    station: StationSide, maya: DeskClient
) -> None:
    _read_on(station, jpeg(), READ.replace('answer."}', 'answer.","member":"Check the ports."}'))

    assert [code["member"] for code in _shown(maya)["read"]["codes"]] == ["Check the ports."]


def test_the_words_go_with_the_picture(station: StationSide, maya: DeskClient, home: Home) -> None:
    content = jpeg()
    visit = _read_on(station, content, READ)
    told = {"photo": sha256(content), "reason": "visitor"}

    answer = station.push(station.event("PhotoErased", visit, told))

    assert answer.json()["set_aside"] == []
    assert maya.state()["waiting"][0]["pictures"] == []
    with home.store.read() as connection:
        assert connection.execute(select(event_private.c.words)).all() == [({"first_name": ""},)]


def _late(station: StationSide, visit: str, content: bytes, words: str = READ) -> Json:
    """The event by which words follow that were read after the check-in."""
    attached = station.attached(visit, content, codes=["809"])
    return {**attached, "private": {"read_words": words}}


def _quote(tablet: DeskClient) -> str | None:
    read = _shown(tablet).get("read")
    return None if read is None else str(read["quote"])


def _kept_words(home: Home) -> list[Json]:
    with home.store.read() as connection:
        return [dict(words) for words in connection.scalars(select(event_private.c.words))]


def test_words_read_after_the_yes_reach_the_desk_by_the_same_event_once_more(
    station: StationSide, maya: DeskClient
) -> None:
    content, visit = jpeg(), station.arrives()
    station.shows(visit, content)
    before, seq = _quote(maya), maya.state()["seq"]

    answer = station.push(_late(station, visit, content)).json()

    assert (before, answer["set_aside"]) == (None, [])
    assert (_quote(maya), len(maya.state()["waiting"][0]["pictures"])) == ("Error 809", 1)
    assert maya.state()["seq"] > seq


def test_the_words_come_before_the_pictures_bytes(station: StationSide, maya: DeskClient) -> None:
    content, visit = jpeg(), station.arrives()
    station.push(station.attached(visit, content))
    station.push(_late(station, visit, content))
    without = (_quote(maya), _shown(maya)["url"])

    answer = station.send_picture(visit, content)

    assert (answer.status_code, without) == (204, ("Error 809", None))
    assert (_quote(maya), _shown(maya)["url"] is None) == ("Error 809", False)


@pytest.mark.parametrize("late_first", [False, True])
def test_the_fuller_words_count_in_whatever_order_they_come(
    station: StationSide, maya: DeskClient, late_first: bool
) -> None:
    content, visit = jpeg(), station.arrives()
    tag = {**station.attached(visit, content), "private": {"read_words": TAG_ALONE}}
    told = [tag, _late(station, visit, content)]

    for each in reversed(told) if late_first else told:
        station.push(each)

    assert (_quote(maya), len(maya.state()["waiting"][0]["pictures"])) == ("Error 809", 1)


def test_words_told_twice_are_there_once(
    station: StationSide, maya: DeskClient, home: Home
) -> None:
    content, visit = jpeg(), station.arrives()
    station.push(station.attached(visit, content))
    late = _late(station, visit, content)
    station.push(late)

    again = station.push(late).json()

    assert again["acknowledged"] == [late["id"]]
    assert (_quote(maya), _kept_words(home)) == ("Error 809", [{"first_name": ""}, late["private"]])


def test_words_that_come_after_the_visit_change_nothing_of_it(
    station: StationSide, maya: DeskClient, home: Home
) -> None:
    content, visit = jpeg(), station.arrives()
    station.push(station.attached(visit, content))
    maya.does("call", visit)
    maya.finishes(visit)

    answer = station.push(_late(station, visit, content)).json()

    assert answer["set_aside"] == []
    assert maya.state()["waiting"] == []
    with home.store.read() as connection:
        assert connection.scalar(select(visits.c.state)) == "finished"


@pytest.mark.parametrize("together", [False, True])
def test_a_picture_that_was_erased_gets_no_words_and_does_not_come_back(
    station: StationSide, maya: DeskClient, home: Home, together: bool
) -> None:
    content, visit = jpeg(), station.arrives()
    station.push(station.attached(visit, content))
    erased = station.event("PhotoErased", visit, {"photo": sha256(content), "reason": "visitor"})
    late = _late(station, visit, content)

    for told in [[erased, late]] if together else [[erased], [late]]:
        assert station.push(*told).json()["set_aside"] == []

    progress = station.ask_progress(visit, sha256(content)).headers["Upload-Complete"]
    assert (maya.state()["waiting"][0]["pictures"], progress) == ([], "?1")
    assert _kept_words(home) == [{"first_name": ""}]


def test_a_picture_erased_before_it_is_announced_is_not_waited_for(
    station: StationSide, maya: DeskClient, home: Home
) -> None:
    content, came = jpeg(), station.checked_in()
    visit = str(came["about"]["id"])
    erased = station.event("PhotoErased", visit, {"photo": sha256(content), "reason": "visitor"})

    answer = station.push(came, erased, _late(station, visit, content)).json()

    progress = station.ask_progress(visit, sha256(content)).headers["Upload-Complete"]
    assert (answer["set_aside"], progress) == ([], "?1")
    assert maya.state()["waiting"][0]["pictures"] == []
    assert _kept_words(home) == [{"first_name": ""}]


def test_words_that_came_late_go_with_the_picture(
    station: StationSide, maya: DeskClient, home: Home
) -> None:
    content, visit = jpeg(), station.arrives()
    station.shows(visit, content)
    station.push(_late(station, visit, content))

    station.push(
        station.event("PhotoErased", visit, {"photo": sha256(content), "reason": "member"})
    )

    assert _kept_words(home) == [{"first_name": ""}]


@pytest.mark.parametrize("words", ["", "{}x", '{"lines": [[]]}', "<script>alert(1)</script>"])
def test_words_in_no_form_of_ours_are_not_shown(
    station: StationSide, maya: DeskClient, words: str
) -> None:
    _read_on(station, jpeg(), words)

    assert "read" not in _shown(maya)


@pytest.mark.parametrize(
    ("codes", "kept"),
    [
        (["x" * 81], []),
        (["a b", "809"], ["809"]),
        (["c"] * 9, ["c"] * 8),
        ("809", []),
        ([809, "E1"], ["E1"]),
    ],
)
def test_codes_in_no_form_of_ours_are_dropped_and_the_picture_and_others_stay(
    station: StationSide,
    maya: DeskClient,
    home: Home,
    expect_log: ExpectLog,
    codes: object,
    kept: list[str],
) -> None:
    expect_log(LogEvent.VALUES_VOIDED)
    visit = station.arrives()
    attached = station.attached(visit, jpeg(), codes=codes)

    answer = station.push({**attached, "private": {"read_words": READ}})

    assert (answer.json()["set_aside"], _quote(maya)) == ([], "Error 809")
    with home.store.read() as connection:
        told = select(events.c.facts).where(events.c.id == attached["id"])
        assert (connection.scalar(told) or {}).get("codes", []) == kept


def test_one_line_in_no_form_of_ours_is_left_out_and_the_others_stay(
    station: StationSide, maya: DeskClient
) -> None:
    odd = '{"text":"beside","corners":[0.1,0.2,0.6,0.2,1.6,0.3,0.1,0.3]},'
    _read_on(station, jpeg(), READ.replace('"lines":[', f'"lines":[{odd}'))

    read = _shown(maya)["read"]
    assert [line["text"] for line in read["lines"]] == ["Error 809"]
    assert read["codes"] == [{"code": "809", "meaning": "The VPN does not answer.", "member": ""}]


def test_the_desk_knows_who_said_no_to_a_picture(station: StationSide, maya: DeskClient) -> None:
    declined, came = station.checked_in("Noor"), station.checked_in("Sam")
    declined["facts"]["picture_declined"] = True
    answer = station.push(declined, came)

    assert answer.json()["set_aside"] == []
    told = {visit["first_name"]: visit["picture_declined"] for visit in maya.state()["waiting"]}
    assert told == {"Noor": True, "Sam": False}
