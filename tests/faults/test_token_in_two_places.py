"""A copied token speaks from two places: an alarm, and both stop until a lead chooses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.server.conftest import Prepared
from tests.server.desk_side import Tablet
from tests.server.fake_clock import FakeClock
from tests.server.pairing_side import session_from
from tests.server.station_side import Json, StationSide

At = Callable[[str], StationSide]


@pytest.fixture
def at(url: str, prepared: Prepared, clock: FakeClock) -> At:
    """The same token at another address."""

    def at_address(address: str) -> StationSide:
        side = StationSide(url, prepared.stations["B"], clock)
        side.session.close()
        side.session = session_from(address)
        side.session.headers["Authorization"] = f"Bearer {prepared.stations['B']}"
        return side

    return at_address


def row_of(maya: Tablet, letter: str = "B") -> Json:
    rows: list[Json] = maya.get("/stations").json()["stations"]
    return next(row for row in rows if row["letter"] == letter)


def test_used_from_two_places_at_once_both_are_stopped_until_a_lead_chooses(
    at: At,
    maya: Tablet,
    other_station: StationSide,
    expect_log: ExpectLog,
    logged: Callable[[LogEvent], list[Json]],
) -> None:
    expect_log(LogEvent.TOKEN_IN_TWO_PLACES)
    ours, thief = at("127.0.0.2"), at("127.0.0.3")
    assert (ours.get_state().status_code, thief.get_state().status_code) == (200, 200)

    stopped = [ours.get_state(), thief.get_state(), ours.push(ours.checked_in("Dan"))]

    assert [(each.status_code, each.json()["code"]) for each in stopped] == [
        (403, "two_places")
    ] * 3
    assert logged(LogEvent.TOKEN_IN_TWO_PLACES) == [{"station": "B"}]
    assert other_station.get_state().status_code == 200
    row = row_of(maya)
    assert (row["standing"], row["seen_from"], row["also_from"]) == (
        "stopped",
        "127.0.0.2",
        "127.0.0.3",
    )
    assert maya.state()["stations"][0]["standing"] == "stopped"


def test_a_lead_who_knows_both_places_lets_it_go_on(
    at: At, maya: Tablet, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOKEN_IN_TWO_PLACES)
    first, second = at("127.0.0.2"), at("127.0.0.3")
    for side in (first, second, first):
        side.get_state()

    assert maya.call("POST", "/stations/B/allow").status_code == 204

    answers = [side.get_state().status_code for side in (second, first, second, first)]
    assert answers == [200] * 4
    assert maya.call("POST", "/stations/B/allow").status_code == 404


def test_pairing_again_ends_both(at: At, maya: Tablet, expect_log: ExpectLog) -> None:
    expect_log(LogEvent.TOKEN_IN_TWO_PLACES, LogEvent.STATION_REVOKED)
    first, second = at("127.0.0.2"), at("127.0.0.3")
    for side in (first, second, first):
        side.get_state()

    maya.call("POST", "/stations/B/revoke")

    assert {side.get_state().status_code for side in (first, second)} == {401}
    assert row_of(maya)["standing"] == "revoked"


def test_a_kiosk_that_got_a_new_address_is_one_kiosk(at: At, clock: FakeClock) -> None:
    before, after = at("127.0.0.2"), at("127.0.0.3")
    assert before.get_state().status_code == 200
    assert [after.get_state().status_code for _ in range(3)] == [200] * 3
    clock.passes(minutes=11)

    assert before.get_state().status_code == 200, "back at the old one, later"


def test_a_kiosk_that_moved_twice_around_a_jump_of_the_homes_clock_is_one_kiosk(
    at: At, clock: FakeClock
) -> None:
    clock.jump(timedelta(days=1))
    at("127.0.0.2").get_state()
    at("127.0.0.3").get_state()
    clock.jump(timedelta(days=-1))
    clock.passes(hours=2)

    assert at("127.0.0.2").get_state().status_code == 200
