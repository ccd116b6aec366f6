"""A copied token is used by two machines: an alarm, and both stop until a lead chooses.

A machine is told by its boot, never by its address: one with two addresses goes on, and two behind
one address are found.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import requests

from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.server.conftest import Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.pairing_side import session_from
from tests.server.station_side import Json, StationSide

HERE, THERE = "127.0.0.2", "127.0.0.3"
BOOT_S = 20.0
"""How long a machine is away while it starts again."""


class Box:
    """A machine with the token of station B, that speaks from any address."""

    def __init__(self, url: str, token: str, clock: FakeClock, boot_id: str) -> None:
        self._url, self._token, self._clock = url, token, clock
        self.boot_id = boot_id
        self._began_s = clock.monotonic_s() - 500.0

    def speaks(self, address: str = HERE) -> requests.Response:
        """Its sign of life; a minute passes for everybody."""
        self._clock.passes(seconds=60)
        return self.says(self.up_s(), address)

    def says(self, up_s: float, address: str = HERE) -> requests.Response:
        side = self._side(address)
        answer = side.push(boot_id=self.boot_id, up_s=up_s)
        side.session.close()
        return answer

    def asks(self) -> int:
        side = self._side(HERE)
        status = side.get_state().status_code
        side.session.close()
        return status

    def up_s(self) -> float:
        return self._clock.monotonic_s() - self._began_s

    def starts_again(self) -> None:
        self._clock.passes(seconds=BOOT_S)
        self.boot_id += "'"
        self._began_s = self._clock.monotonic_s() - BOOT_S / 2

    def _side(self, address: str) -> StationSide:
        side = StationSide(self._url, self._token, self._clock)
        side.session.close()
        side.session = session_from(address)
        side.session.headers["Authorization"] = f"Bearer {self._token}"
        return side


@pytest.fixture
def ours(url: str, prepared: Prepared, clock: FakeClock) -> Box:
    return Box(url, prepared.stations["B"], clock, "ours")


@pytest.fixture
def copy(url: str, prepared: Prepared, clock: FakeClock) -> Box:
    return Box(url, prepared.stations["B"], clock, "a copy")


def row_of(maya: DeskClient, letter: str = "B") -> Json:
    rows: list[Json] = maya.get("/stations").json()["stations"]
    return next(row for row in rows if row["letter"] == letter)


def meet(ours: Box, copy: Box, *, there: str = THERE) -> list[int]:
    """Both speak until one of them is recognised."""
    turns = [(ours, HERE), (copy, there), (ours, HERE), (copy, there)]
    return [box.speaks(address).status_code for box, address in turns]


@pytest.mark.parametrize("there", [THERE, HERE], ids=["another address", "the same address"])
def test_used_by_two_machines_both_are_stopped_until_a_lead_chooses(
    ours: Box,
    copy: Box,
    maya: DeskClient,
    other_station: StationSide,
    expect_log: ExpectLog,
    logged: Callable[[LogEvent], list[Json]],
    there: str,
) -> None:
    expect_log(LogEvent.TOKEN_IN_TWO_PLACES)

    statuses = meet(ours, copy, there=there)

    assert statuses == [200, 200, 200, 403]
    assert (ours.asks(), copy.asks(), other_station.get_state().status_code) == (403, 403, 200)
    assert copy.speaks(there).json()["code"] == "two_places"
    assert logged(LogEvent.TOKEN_IN_TWO_PLACES) == [{"station": "B"}]
    row = row_of(maya)
    assert row["standing"] == "stopped"
    assert {row["seen_from"], row["also_from"]} == {HERE, there}
    assert maya.state()["stations"][0]["standing"] == "stopped"


def test_a_lead_who_knows_both_machines_lets_them_go_on(
    ours: Box, copy: Box, maya: DeskClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOKEN_IN_TWO_PLACES)
    meet(ours, copy)

    assert maya.call("POST", "/stations/B/allow").status_code == 204

    assert meet(ours, copy) == [200] * 4
    assert maya.call("POST", "/stations/B/allow").status_code == 404


def test_pairing_again_ends_both(
    ours: Box, copy: Box, maya: DeskClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOKEN_IN_TWO_PLACES, LogEvent.STATION_REVOKED)
    meet(ours, copy)

    maya.call("POST", "/stations/B/revoke")

    assert {box.speaks().status_code for box in (ours, copy)} == {401}
    assert row_of(maya)["standing"] == "revoked"


def test_one_machine_with_two_addresses_is_one_kiosk(ours: Box) -> None:
    answers = [ours.speaks(address).status_code for address in (HERE, THERE) * 4]

    assert answers == [200] * 8


def test_a_machine_that_starts_again_and_again_is_one_kiosk(ours: Box) -> None:
    answers = []
    for _ in range(12):
        answers.append(ours.speaks().status_code)
        ours.starts_again()

    assert answers == [200] * 12


def test_messages_of_the_boot_before_that_come_late_stop_nobody(ours: Box) -> None:
    ours.speaks()
    before, sent_up_s = ours.boot_id, ours.up_s()
    ours.starts_again()
    ours.speaks()
    ours.speaks()
    now, ours.boot_id = ours.boot_id, before
    late = [ours.says(up_s).status_code for up_s in (sent_up_s + 3, sent_up_s + 3, 1.0)]
    ours.boot_id = now

    assert [*late, ours.speaks().status_code] == [200] * 4


def test_one_message_of_the_boot_before_that_comes_a_day_late_stops_nobody(
    ours: Box, clock: FakeClock
) -> None:
    """To a home that started meanwhile that message is the first it hears of that boot."""
    before, sent_up_s = ours.boot_id, ours.up_s()
    ours.starts_again()
    answers = [ours.speaks().status_code]
    clock.passes(hours=24)
    now, ours.boot_id = ours.boot_id, before
    answers.append(ours.says(sent_up_s).status_code)
    ours.boot_id = now

    assert [*answers, ours.speaks().status_code, ours.speaks().status_code] == [200] * 4


def test_a_jump_of_the_homes_clock_makes_no_second_machine(ours: Box, clock: FakeClock) -> None:
    answers = []
    for days in (1, -1, -300):
        answers.append(ours.speaks(HERE).status_code)
        clock.jump(timedelta(days=days))
        answers.append(ours.speaks(THERE).status_code)

    assert set(answers) == {200}
