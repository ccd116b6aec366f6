"""A tablet is left open in the lobby. Its session ends after twelve hours, whatever was done,
and a lead can end it, and the tablet's pairing, from elsewhere at once.

That names and pictures are covered after five minutes is in tests/web/test_cover.py.
"""

from __future__ import annotations

from tests.server.conftest import Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import StationSide


def test_twelve_hours_after_signing_in_the_tablet_shows_nobody(
    sender: StationSide, ben: DeskClient, clock: FakeClock, prepared: Prepared
) -> None:
    sender.arrives("Dan")
    for _ in range(11):
        clock.passes(hours=1)
        assert ben.state()["waiting"][0]["first_name"] == "Dan"
    clock.passes(hours=1)

    assert ben.get("/state").status_code == 401
    session = ben.get("/session").json()
    assert (session["paired"], session["member"]) == (True, None)
    assert ben.sign_in(prepared.ben.member.id, prepared.ben.pin).status_code == 200


def test_a_lead_ends_it_from_elsewhere(
    sender: StationSide, ben: DeskClient, maya: DeskClient, prepared: Prepared
) -> None:
    sender.arrives("Dan")
    tablets = maya.get("/stations").json()["tablets"]
    left_open = next(each["id"] for each in tablets if each["member"] == "Ben Okoro")

    maya.call("POST", f"/tablets/{left_open}/unpair")

    assert ben.get("/state").status_code == 401
    assert ben.sign_in(prepared.ben.member.id, prepared.ben.pin).status_code == 401
    assert maya.state()["waiting"][0]["first_name"] == "Dan"
