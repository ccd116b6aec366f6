"""A lead takes a kiosk's token back, even while the kiosk is sending.

From that moment it can do nothing at the home. It goes on giving numbers, and once it is paired
again under its letter, all it witnessed meanwhile arrives once. A lead sees what it may still hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest

from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.snapshot import Link
from kiosk.journal import LogEvent
from kiosk.server.home import Home
from kiosk.station.pairing import open_pairing
from tests.conftest import ExpectLog
from tests.faults.home_side import PATIENCE_S, KioskFolder, hears
from tests.journeys.actors import until
from tests.server.conftest import Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import StationSide, jpeg


@pytest.fixture(autouse=True)
def lines(expect_log: ExpectLog) -> None:
    expect_log(LogEvent.STATION_REVOKED, LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST, maybe=True)


def test_a_revoked_kiosk_can_do_nothing_at_all(maya: DeskClient, sender: StationSide) -> None:
    visit = sender.arrives("Dan")
    assert sender.push(sender.attached(visit, jpeg())).json()["set_aside"] == []

    assert maya.call("POST", "/stations/B/revoke").status_code == 204

    answers = [
        sender.push(sender.checked_in("Leila")),
        sender.push(),
        sender.get_state(),
        sender.send_picture(visit, jpeg()),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert [each["first_name"] for each in maya.state()["waiting"]] == ["Dan"]
    assert maya.call("POST", "/stations/B/revoke").status_code == 404


def test_revoked_in_mid_call_nothing_of_what_is_still_coming_is_kept(
    maya: DeskClient, sender: StationSide
) -> None:
    """The call was let in, and its token is taken back while its body is on the way."""
    visit = sender.arrives("Dan")
    sender.push(sender.attached(visit, jpeg()))
    body = json.dumps(sender.envelope(sender.checked_in("Leila"))).encode()

    def halves(content: bytes) -> Iterator[bytes]:
        yield content[:40]
        maya.call("POST", "/stations/B/revoke")
        yield content[40:]

    answer = sender.post_push(data=halves(body), headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_token")
    assert [each["first_name"] for each in maya.state()["waiting"]] == ["Dan"]


def test_revoked_while_it_waits_for_news_it_is_told_nothing_more(
    maya: DeskClient, sender: StationSide, other_station: StationSide
) -> None:
    seq = sender.state()["seq"]
    epoch = sender.state()["epoch"]
    answers: list[int] = []
    waiting = Thread(
        target=lambda: answers.append(sender.get_state(after=seq, epoch=epoch, wait=20).status_code)
    )
    waiting.start()
    maya.call("POST", "/stations/B/revoke")

    other_station.arrives("Leila")
    waiting.join(PATIENCE_S)

    assert answers == [401]


def test_five_visits_after_the_revoking_arrive_once_when_the_letter_is_paired_again(
    url: str, home: Home, maya: DeskClient, prepared: Prepared, clock: FakeClock, tmp_path: Path
) -> None:
    box = KioskFolder(tmp_path / "box", url, clock)
    box.holds(prepared.stations["B"])
    with box.runs() as kiosk:
        hears(kiosk, lambda snapshot: snapshot.link is Link.ONLINE)
        maya.call("POST", "/stations/B/revoke")
        numbers = [
            kiosk.check_in(CheckInRequest("Ana", picture=jpeg())).result(PATIENCE_S).number
            for _ in range(5)
        ]
        hears(kiosk, lambda snapshot: snapshot.link is Link.REFUSED)
    home.store.feed.publish(0)
    box.token.unlink()
    with open_pairing(box.settings, clock) as pairing:
        until(lambda: pairing.state().code is not None, "a code")
        code = pairing.state().code
        other = maya.post("/stations", {"code": code, "letter": "D"})
        same = maya.post("/stations", {"code": code, "letter": "B"})
        until(lambda: pairing.state().paired, "the token")

    with box.runs() as kiosk:
        hears(kiosk, lambda snapshot: snapshot.link is Link.ONLINE and snapshot.waiting_events == 0)
    home.store.feed.publish(0)

    assert numbers == ["B1", "B2", "B3", "B4", "B5"]
    assert (other.status_code, other.json()["code"]) == (409, "holds_visits")
    assert same.status_code == 204
    assert sorted(visit["number"] for visit in maya.state()["waiting"]) == numbers


def test_the_lead_sees_what_a_stolen_kiosk_may_still_hold(
    maya: DeskClient, sender: StationSide, clock: FakeClock
) -> None:
    told = {"waiting": 3, "oldest_s": 720.0, "set_aside": 0}
    shape = {"camera": "showing", "store": "ok", "version": "1"}
    sender.push(status={**told, **shape})
    seen_at = clock.now()
    clock.passes(hours=2)

    maya.call("POST", "/stations/B/revoke")

    (row,) = [row for row in maya.get("/stations").json()["stations"] if row["letter"] == "B"]
    assert row["standing"] == "revoked"
    assert (row["status"]["waiting"], row["status"]["oldest_s"]) == (3, 720.0)
    assert datetime.fromisoformat(row["seen_at"]) == seen_at
    assert row["seen_from"] == "127.0.0.1"
