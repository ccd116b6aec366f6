"""Metrics: the right values, without names, for this machine and for leads."""

from __future__ import annotations

import pytest
import requests

from kiosk.journal import LogEvent
from kiosk.server.reports.api import METRICS
from tests.conftest import ExpectLog
from tests.server.conftest import SITE
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.pairing_side import NewKiosk
from tests.server.station_side import LIMIT_S, StationSide

WITH_TOKEN = {"Authorization": f"Bearer {SITE.metrics_token}"}
STATUS = {
    "waiting": 3,
    "oldest_s": 60,
    "set_aside": 1,
    "camera": "ok",
    "store": "ok",
    "version": "0.1.0",
    "visits": 2,
}


def read(url: str, anyone: requests.Session) -> dict[str, float]:
    answer = anyone.get(url + METRICS, headers=WITH_TOKEN, timeout=LIMIT_S)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.split() for line in lines)}


def test_the_queue_and_the_day_have_gauges(
    url: str, anyone: requests.Session, station: StationSide, maya: DeskClient, clock: FakeClock
) -> None:
    first = station.arrives("Zebedee")
    clock.passes(minutes=5)
    station.arrives()
    maya.does("call", first)
    maya.does("begin", first)
    clock.passes(minutes=1)

    gauges = read(url, anyone)

    assert gauges["kiosk_queue_length"] == 1
    assert gauges["kiosk_longest_wait_seconds"] == 60
    assert gauges['kiosk_visits_open{state="serving"}'] == 1
    assert gauges['kiosk_visits_today{state="waiting"}'] == 1
    assert (gauges["kiosk_helped_today"], gauges["kiosk_waited_today_seconds"]) == (1, 300)


def test_whoever_is_called_waits_until_somebody_is_there(
    url: str, anyone: requests.Session, station: StationSide, maya: DeskClient, clock: FakeClock
) -> None:
    visit = station.arrives()
    maya.does("call", visit)
    clock.passes(minutes=3)
    called = read(url, anyone)

    maya.does("arrived", visit)

    assert (called["kiosk_queue_length"], called["kiosk_longest_wait_seconds"]) == (0, 180)
    assert read(url, anyone)["kiosk_longest_wait_seconds"] == 0


def test_each_station_has_gauges(
    url: str,
    anyone: requests.Session,
    station: StationSide,
    other_station: StationSide,
    clock: FakeClock,
) -> None:
    station.push(status=STATUS)
    clock.passes(minutes=2)
    other_station.push()

    gauges = read(url, anyone)

    assert gauges['kiosk_station_unheard_seconds{station="B"}'] == 120
    assert gauges['kiosk_station_unheard_seconds{station="C"}'] == 0
    assert gauges['kiosk_station_waiting_events{station="B"}'] == 3
    assert gauges['kiosk_station_waiting_visits{station="B"}'] == 2
    assert gauges['kiosk_station_set_aside_events{station="B"}'] == 1
    assert 'kiosk_station_waiting_events{station="C"}' not in gauges


def test_nobody_is_named(
    url: str, anyone: requests.Session, station: StationSide, maya: DeskClient
) -> None:
    maya.does("call", station.arrives("Zebedee"))

    text = anyone.get(url + METRICS, headers=WITH_TOKEN, timeout=LIMIT_S).text

    assert [word for word in ("Zebedee", "Maya", "Lund", "B1") if word in text] == []


def test_an_empty_home_has_zeros(url: str, anyone: requests.Session) -> None:
    gauges = read(url, anyone)

    assert (gauges["kiosk_queue_length"], gauges["kiosk_longest_wait_seconds"]) == (0, 0)


@pytest.mark.parametrize("token", ["", SITE.metrics_token[:-1], "x" * 40, "é"])
def test_without_the_token_a_stranger_gets_nothing_on_this_machine_either(
    url: str, anyone: requests.Session, token: str
) -> None:
    shown = {"Authorization": f"Bearer {token}".encode()} if token else {}

    answer = anyone.get(url + METRICS, headers=shown, timeout=LIMIT_S)

    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")


def test_a_lead_reads_it_and_a_member_does_not(url: str, maya: DeskClient, ben: DeskClient) -> None:
    lead = maya.session.get(url + METRICS, timeout=LIMIT_S)
    member = ben.session.get(url + METRICS, timeout=LIMIT_S)

    assert (lead.status_code, member.status_code) == (200, 403)
    assert member.json()["code"] == "leads_only"


def test_every_value_belongs_to_a_declared_metric(
    url: str, anyone: requests.Session, station: StationSide
) -> None:
    station.push(station.checked_in(), status=STATUS)

    lines = anyone.get(url + METRICS, headers=WITH_TOKEN, timeout=LIMIT_S).text.splitlines()

    names = [line.split()[2] for line in lines if line.startswith("# TYPE ")]
    values = [line for line in lines if not line.startswith("#")]
    assert len(names) == len(set(names))
    assert all(line.partition("{")[0].split()[0] in names for line in values)


def test_a_kiosk_that_got_its_letter_at_the_desk_counts_too(
    url: str, anyone: requests.Session, maya: DeskClient, clock: FakeClock
) -> None:
    new = NewKiosk(url)
    maya.post("/stations", {"code": new.shows(), "letter": "D", "seats": [9]})
    StationSide(url, new.token(), clock, "D").arrives()
    new.session.close()

    assert read(url, anyone)['kiosk_visits_today{state="waiting"}'] == 1


def test_a_revoked_kiosk_raises_no_alarm_for_ever(
    url: str,
    anyone: requests.Session,
    station: StationSide,
    maya: DeskClient,
    expect_log: ExpectLog,
) -> None:
    expect_log(LogEvent.STATION_REVOKED)
    station.push(status=STATUS)
    assert 'kiosk_station_unheard_seconds{station="B"}' in read(url, anyone)

    maya.call("POST", "/stations/B/revoke")

    assert [name for name in read(url, anyone) if 'station="B"' in name] == []
