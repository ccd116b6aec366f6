"""A kiosk that was revoked is paired again without anybody coming to its keyboard.

A day it gives numbers alone. Then its token is set aside, it shows a code, and once a lead approved
that under the same letter, all it witnessed goes up. The next token is never judged by the last.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.snapshot import REFUSED_FOR_GOOD_S, Link
from kiosk.journal import LogEvent
from kiosk.server.home import Home
from kiosk.station.pairing import open_pairing
from kiosk.station.station import Station
from tests.conftest import ExpectLog
from tests.doubles.answers import said
from tests.doubles.station_on_line import StationOnLine
from tests.doubles.unruly import UnrulyServer
from tests.faults.home_side import PATIENCE_S, KioskFolder, hears
from tests.journeys.actors import until
from tests.server.conftest import Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock

TOKEN = "wk1.hq.B.secret"


@pytest.fixture(autouse=True)
def lines(expect_log: ExpectLog) -> None:
    expect_log(
        LogEvent.STATION_REVOKED,
        LogEvent.SYNC_UP_LOST,
        LogEvent.SYNC_DOWN_LOST,
        LogEvent.TOKEN_SET_ASIDE,
        LogEvent.TOKEN_STUCK,
        maybe=True,
    )


def test_after_a_day_it_shows_a_code_and_what_it_holds_is_sent_once_approved(
    url: str, home: Home, maya: DeskClient, prepared: Prepared, clock: FakeClock, tmp_path: Path
) -> None:
    box = KioskFolder(tmp_path / "box", url, clock)
    box.holds(prepared.stations["B"])
    with box.runs() as kiosk:
        hears(kiosk, lambda snapshot: snapshot.link is Link.ONLINE)
        maya.call("POST", "/stations/B/revoke")
        number = kiosk.check_in(CheckInRequest("Ana")).result(PATIENCE_S).number
        hears(kiosk, lambda snapshot: snapshot.link is Link.REFUSED)
        early = (kiosk.is_unpaired(), box.token.exists())
        clock.passes(hours=25)
        until(lambda: _is_unpaired(kiosk), "the token set aside")
    home.store.feed.publish(0)
    aside = box.token.with_name("token.old").read_text(encoding="ascii")

    with open_pairing(box.settings, clock) as pairing:
        until(lambda: pairing.state().code is not None, "a code")
        code = pairing.state().code
        maya.sign_in(prepared.maya.member.id, prepared.maya.pin)
        assert maya.post("/stations", {"code": code, "letter": "B"}).status_code == 204
        until(lambda: pairing.state().paired, "the token")
    with box.runs() as kiosk:
        hears(kiosk, lambda snapshot: snapshot.link is Link.ONLINE and snapshot.waiting_events == 0)
        kiosk._monitor.check_token()
        late = (kiosk.is_unpaired(), box.token.exists())
    home.store.feed.publish(0)

    assert (early, late) == ((False, True), (False, True))
    assert aside == prepared.stations["B"]
    assert not box.token.with_name("token.old").exists()
    assert [visit["number"] for visit in maya.state()["waiting"]] == [number]


def test_the_count_of_the_token_before_is_not_held_against_the_next(
    station: StationOnLine, server: UnrulyServer
) -> None:
    box = station.box
    server.answers_by(said(401))
    station.tries()
    box.clock.pass_s(REFUSED_FOR_GOOD_S + 1)

    box.restart()
    box.token.write(TOKEN)
    box.housekeeping.check()

    snapshot = box.station.snapshot()
    assert (snapshot.link, box.token.is_there()) == (Link.REFUSED, True)
    assert (snapshot.refused_s or 0) >= REFUSED_FOR_GOOD_S


@pytest.mark.parametrize(("status", "is_aside"), [(401, True), (403, False)])
def test_a_token_that_is_only_stopped_waits_for_a_lead_to_allow_it(
    station: StationOnLine, server: UnrulyServer, status: int, is_aside: bool
) -> None:
    box = station.box
    box.token.write(TOKEN)
    server.answers_by(said(status))
    station.tries()
    box.clock.pass_s(REFUSED_FOR_GOOD_S + 1)

    station.tries()

    assert (box.station.is_unpaired(), box.token.is_old_there()) == (is_aside, is_aside)


def test_a_token_that_cannot_be_moved_stays_and_the_counter_s_words_with_it(
    station: StationOnLine, server: UnrulyServer
) -> None:
    box = station.box
    box.token.write(TOKEN)
    (box.folder / "token.old" / "in the way").mkdir(parents=True)
    server.answers_by(said(401))
    station.tries()
    box.clock.pass_s(REFUSED_FOR_GOOD_S + 1)

    station.tries()

    assert box.token.is_there()
    assert not box.station.is_unpaired()
    assert (box.station.snapshot().refused_s or 0) >= REFUSED_FOR_GOOD_S


def test_somebody_who_moves_the_token_away_need_not_restart_it(station: StationOnLine) -> None:
    box = station.box
    box.token.write(TOKEN)
    box.housekeeping.check()
    before = box.station.is_unpaired()

    box.token.set_aside()
    box.housekeeping.check()

    assert (before, box.station.is_unpaired()) == (False, True)


def _is_unpaired(kiosk: Station) -> bool:
    kiosk._monitor.check_token()
    return kiosk.is_unpaired()
