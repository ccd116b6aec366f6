"""What the server writes down of its work: ids, counts and codes; no name, PIN, token or word."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
import requests

from kiosk.journal import LogEvent
from kiosk.server.home import Home
from tests.conftest import ExpectLog
from tests.server.conftest import Prepared
from tests.server.desk_side import DeskClient
from tests.server.station_side import LIMIT_S, StationSide, fresh_id, jpeg

NAME, NOTE, TOKEN = "Zebedee", "his-note-words", "tok-of-his-own-telephone"


def a_day_at_the_desk(
    station: StationSide, tablet: DeskClient, home: Home, prepared: Prepared
) -> list[str]:
    """Drives everything, well and badly; every secret that was on the way."""
    url, pin = tablet.url, prepared.maya.pin
    code = home.devices.pairing_code(timedelta(minutes=10))
    visit = station.arrives(NAME, private={"phone_token": TOKEN})
    photo = station.shows(visit, jpeg())
    for address in ("", "/live?x", "/leave", "/nowhere"):
        requests.head(f"{url}/api/v1/phone/{TOKEN}{address}", timeout=LIMIT_S)
        requests.post(f"{url}/api/v1/phone/{TOKEN}{address}", json={"a": NAME}, timeout=LIMIT_S)
    requests.get(f"{url}/v/{TOKEN}", timeout=LIMIT_S)
    tablet.post("/pair", {"code": code})
    tablet.post("/pair", {"code": NAME})
    tablet.sign_in(prepared.maya.member.id, "000000")
    tablet.sign_in(prepared.maya.member.id, pin)
    tablet.get(f"/pictures/{photo}")
    tablet.get(f"/pictures/{NAME}")
    tablet.call_next()
    tablet.act("finish", visit, outcome=NAME, note=NOTE)
    tablet.act("finish", visit, outcome="fixed", note=NOTE + "x" * 4_000)
    tablet.finishes(visit, NOTE)
    station.push(station.event("VisitCalled", visit, {"member_id": NAME}))
    station.push(station.event(NAME, visit, {}, {"first_name": NAME}))
    station.push(station.checked_in(NAME, origin=NAME), site=NAME)
    station.send_picture(visit, NAME.encode(), photo=photo)
    station.push(station.checked_in(NAME, id=fresh_id() + NAME))
    home.members.reset_pin(prepared.ben.member.name)
    return [code, pin, *tablet.session.cookies.values(), *prepared.stations.values()]


def test_a_whole_day_leaves_no_trace_of_anybody(
    station: StationSide,
    maya: DeskClient,
    home: Home,
    prepared: Prepared,
    expect_log: ExpectLog,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    with caplog.at_level(logging.INFO):
        secrets = a_day_at_the_desk(station, maya, home, prepared)

    said = caplog.text + "".join(capfd.readouterr())
    assert "visit_called" in said
    assert "request_refused" in said
    team = [word for desk in (prepared.maya, prepared.ben) for word in desk.member.name.split()]
    traces = [word for word in (NAME, NOTE, TOKEN, *team, *secrets) if word in said]
    assert traces == []


def test_a_refusal_is_logged_by_its_route_not_by_its_address(
    maya: DeskClient, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        requests.get(f"{url}/api/v1/phone/{TOKEN}", timeout=LIMIT_S)
        maya.act("call", fresh_id())

    assert "status=404 code=unknown_visit path=/api/v1/phone/{token}" in caplog.text
    assert "status=404 code=no_such_visit path=/api/v1/desk/visits/{visit_id:uuid}/call" in (
        caplog.text
    )
