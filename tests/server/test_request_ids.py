"""A request's id belongs to one member, one act and one visit; a retry of that gets its answer."""

from __future__ import annotations

import requests

from tests.server.desk_side import DeskClient
from tests.server.station_side import LIMIT_S, StationSide, fresh_id

TOKEN = "q5Xv0mB1n2c3d4e5f6g7h8"


def code(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def test_call_next_under_anothers_id_calls_nobody_and_says_so(
    station: StationSide, maya: DeskClient, ben: DeskClient
) -> None:
    station.arrive(2)
    request_id = fresh_id()
    maya.call_next(request_id)

    answer = ben.post("/call-next", {"request_id": request_id})

    assert code(answer) == (409, "request_id_used")
    assert len(ben.state()["waiting"]) == 1


def test_an_empty_call_next_of_another_is_no_answer_to_mine(
    maya: DeskClient, ben: DeskClient
) -> None:
    request_id = fresh_id()
    maya.call_next(request_id)

    assert code(ben.post("/call-next", {"request_id": request_id})) == (409, "request_id_used")


def test_another_act_under_the_same_id_is_refused(station: StationSide, maya: DeskClient) -> None:
    visit = station.arrives()
    request_id = fresh_id()
    maya.does("call", visit)
    first = maya.act("arrived", visit, request_id)
    again = maya.act("arrived", visit, request_id)
    other = maya.act("begin", visit, request_id)

    assert (first.status_code, again.status_code) == (200, 200)
    assert code(other) == (409, "request_id_used")
    assert other.json()["visit"]["state"] == "arrived"


def test_leaving_under_the_id_of_another_event_leaves_nobody(
    station: StationSide, maya: DeskClient, anyone: requests.Session
) -> None:
    came = station.checked_in("Ada", private={"phone_token": TOKEN})
    station.push(came)
    address = f"{maya.url}/api/v1/phone/{TOKEN}/leave"
    taken = anyone.post(address, json={"request_id": came["id"]}, timeout=LIMIT_S)
    waiting = len(maya.state()["waiting"])
    own = fresh_id()
    left = [anyone.post(address, json={"request_id": own}, timeout=LIMIT_S) for _ in range(2)]

    assert (code(taken), waiting) == ((409, "request_id_used"), 1)
    assert [answer.status_code for answer in left] == [200, 200]
    assert maya.state()["waiting"] == []
