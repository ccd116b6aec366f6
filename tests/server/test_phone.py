"""The visitor's own page: their number, how many are before them, their turn, and leaving."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore

import pytest
import requests

from kiosk.journal import LogEvent
from kiosk.server.home import Home
from kiosk.server.phone.api import AT_ONCE, PhoneApi
from tests.conftest import ExpectLog
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import LIMIT_S, Json, StationSide, fresh_id


class Phone:
    """A phone that opened the address under the number."""

    def __init__(self, url: str, token: str) -> None:
        self._visit = f"{url}/api/v1/phone/{token}"

    def get(self) -> requests.Response:
        return requests.get(self._visit, timeout=LIMIT_S)

    def sees(self) -> Json:
        answer = self.get()
        assert answer.status_code == 200, answer.text
        body: Json = answer.json()
        return body

    def leaves(
        self, request_id: str | None = None, headers: dict[str, str] | None = None
    ) -> requests.Response:
        body = {"request_id": request_id or fresh_id()}
        return requests.post(f"{self._visit}/leave", json=body, headers=headers, timeout=LIMIT_S)


def came(station: StationSide, name: str = "") -> tuple[str, Phone]:
    """A visitor with a phone."""
    token = f"tok-{fresh_id()}"
    visit = station.arrives(name, private={"phone_token": token})
    return visit, Phone(station._sync.removesuffix("/api/v1/sync"), token)


def code(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_phone_shows_its_own_visit(station: StationSide) -> None:
    _, phone = came(station, "Ada")

    assert phone.sees() == {
        "site": {"name": "The Lab"},
        "number": "B1",
        "seat": None,
        "first_name": "Ada",
        "state": "waiting",
        "ahead": 0,
        "member": None,
        "seq": 1,
        "recalls": 0,
        "on_duty": True,
        "help_phone": "5500",
    }


@pytest.mark.parametrize("token", ["guess", "%00", "..", "a" * 5_000, "é", "' or 1=1 --"])
def test_a_token_nobody_has_is_unknown(url: str, station: StationSide, token: str) -> None:
    came(station)

    answer = Phone(url, token).get()

    assert answer.status_code == 404
    assert answer.json()["code"] in {"unknown_visit", "not_found"}


def test_the_id_of_a_visit_is_no_token(url: str, station: StationSide) -> None:
    visit, _ = came(station)

    assert code(Phone(url, visit).get()) == (404, "unknown_visit")


def test_ahead_counts_who_waits_before(
    station: StationSide, other_station: StationSide, maya: DeskClient, clock: FakeClock
) -> None:
    phones = []
    for side in (station, other_station, station):
        phones.append(came(side)[1])
        clock.passes(seconds=10)
    before = [phone.sees()["ahead"] for phone in phones]

    maya.call_next()

    assert before == [0, 1, 2]
    assert [phone.sees()["ahead"] for phone in phones] == [None, 0, 1]


def test_who_is_called_sees_who_called(station: StationSide, maya: DeskClient) -> None:
    _, phone = came(station)

    maya.call_next()

    assert (phone.sees()["state"], phone.sees()["member"]) == ("called", "Maya Lund")


def test_nothing_of_other_people_is_in_it(
    station: StationSide, other_station: StationSide, maya: DeskClient
) -> None:
    others = [came(station, "Zebedee")[0], came(other_station, "Xanthippe")[0]]
    _, phone = came(station, "Ada")
    maya.call_next()

    said = json.dumps(phone.sees())

    words = ["Zebedee", "Xanthippe", "Maya", "Ben", *others]
    assert [word for word in words if word in said] == []


def test_leaving_ends_the_visit_for_everybody(
    station: StationSide, maya: DeskClient, home: Home
) -> None:
    visit, phone = came(station, "Ada")

    answer = phone.leaves()

    assert (answer.status_code, answer.json()["state"], answer.json()["ahead"]) == (
        200,
        "left",
        None,
    )
    assert code(phone.get()) == (410, "ended")
    assert (maya.state()["waiting"], station.state()["visits"][0]["state"]) == ([], "left")
    assert maya.act("call", visit).json()["code"] == "ended"


def test_who_was_called_may_still_leave(station: StationSide, maya: DeskClient) -> None:
    _, phone = came(station)
    maya.call_next()

    assert phone.leaves().json()["state"] == "left"


def test_once_help_began_leaving_is_refused(station: StationSide, maya: DeskClient) -> None:
    visit, phone = came(station)
    maya.call_next()
    maya.does("begin", visit)

    assert code(phone.leaves()) == (409, "wrong_state")
    assert phone.sees()["state"] == "serving"


def test_a_retry_after_a_lost_answer_gets_the_same_body(station: StationSide, home: Home) -> None:
    _, phone = came(station, "Ada")
    request = fresh_id()
    first = phone.leaves(request)

    again = phone.leaves(request)

    assert (again.status_code, again.json()) == (200, first.json())


def test_leaving_what_has_ended_is_gone(station: StationSide, maya: DeskClient) -> None:
    visit, phone = came(station)
    maya.call_next()
    maya.finishes(visit)

    assert code(phone.leaves()) == (410, "ended")
    assert code(phone.get()) == (410, "ended")


def test_another_page_cannot_make_somebody_leave(station: StationSide) -> None:
    _, phone = came(station)

    answer = phone.leaves(headers={"Origin": "http://evil.example"})

    assert (code(answer), phone.sees()["state"]) == ((403, "other_origin"), "waiting")


@pytest.mark.parametrize("token", ["guess", "é"])
def test_nobody_leaves_with_an_unknown_token(url: str, token: str) -> None:
    assert code(Phone(url, token).leaves()) == (404, "unknown_visit")


def test_a_leave_without_a_proper_id_is_refused_by_field(station: StationSide) -> None:
    _, phone = came(station)

    answer = phone.leaves("17")

    assert (answer.status_code, answer.json()["field"]) == (422, "request_id")
    assert phone.sees()["state"] == "waiting"


def test_a_visit_without_a_phone_cannot_be_opened_with_an_empty_token(
    url: str, station: StationSide, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.VALUES_VOIDED)
    station.arrives("Ada")
    station.arrives("Bo", private={"phone_token": ""})

    assert requests.get(f"{url}/api/v1/phone/", timeout=LIMIT_S).status_code == 404


def test_a_phone_is_told_how_often_its_visitor_was_called_again(
    station: StationSide, maya: DeskClient
) -> None:
    visit, phone = came(station, "Ada")
    maya.call_next()
    before = phone.sees()["recalls"]

    maya.does("recall", visit)
    maya.does("recall", visit)

    assert (before, phone.sees()["recalls"]) == (0, 2)


def test_phones_that_wait_for_the_store_hold_up_no_member(
    url: str, maya: DeskClient, station: StationSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    released, stuck = Event(), Semaphore(0)

    def waits(_api: PhoneApi, _phone_hash: bytes) -> None:
        stuck.release()
        assert released.wait(LIMIT_S)

    monkeypatch.setattr(PhoneApi, "_load", waits)
    came(station)
    with ThreadPoolExecutor(60) as phones:
        asked = [phones.submit(Phone(url, f"nobody-{count}").get) for count in range(60)]
        try:
            assert all(stuck.acquire(timeout=LIMIT_S) for _ in range(AT_ONCE))
            called = maya.call_next()
        finally:
            released.set()

    assert called is not None
    assert called["number"] == "B1"
    assert {answer.result().status_code for answer in asked} == {404}
