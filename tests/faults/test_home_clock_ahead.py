"""The home's own clock is set a hundred days or a year ahead, across a restart or under it.

Nothing is deleted and no visit ends until something else confirms the time: a kiosk on another
machine, a time server, a person. Leads are told. Once the clock is right, what it wrote meanwhile
is brought back to what can be, and no lock, session or code lasts longer than it should.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kiosk.journal import LogEvent
from kiosk.server.audit.record import PictureViewed
from kiosk.server.auth.attempts import BLOCKED_FOR, MAX_WRONG, AttemptKind, AttemptLimit
from kiosk.server.auth.members import SESSION_LIFETIME
from kiosk.server.fleet.pairings import CODE_LIFETIME, PairingCode
from kiosk.server.home import Home, open_home
from kiosk.server.store.tables import audit, event_private, pictures, visit_private
from tests.conftest import ExpectLog
from tests.server.conftest import SITE, Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import StationSide, jpeg

FAR_AHEAD = [timedelta(days=100), timedelta(days=365)]
ELSEWHERE = "another machine's boot"


@pytest.fixture
def doubts(expect_log: ExpectLog) -> None:
    expect_log(LogEvent.CLOCK_DOUBTED)
    expect_log(LogEvent.RETENTION_REFUSED, LogEvent.INSTANTS_CORRECTED, maybe=True)


def kept(home: Home) -> tuple[int, int, int]:
    """Pictures, names and words that are here."""
    here = select(func.count()).select_from(pictures).where(pictures.c.erased_at.is_(None))
    with home.store.read() as connection:
        names, words = (
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (visit_private, event_private)
        )
        return connection.scalar(here) or 0, names, words


def a_visit_with_a_picture(sender: StationSide) -> str:
    visit = sender.arrives("Ana")
    sender.shows(visit, jpeg())
    return visit


@contextmanager
def started_again(home: Home, data: Path, clock: FakeClock) -> Iterator[Home]:
    """The same store, opened by a process after a restart of the machine."""
    clock.reboot()
    again = open_home(SITE, data, clock)
    yield again
    again.close()


@pytest.mark.usefixtures("doubts")
@pytest.mark.parametrize("ahead", FAR_AHEAD)
def test_a_home_started_with_its_clock_ahead_deletes_nothing(
    sender: StationSide, home: Home, data: Path, clock: FakeClock, ahead: timedelta
) -> None:
    a_visit_with_a_picture(sender)
    before = kept(home)
    clock.jump(ahead)

    with started_again(home, data, clock) as again:
        again.clock.run()
        retained = again.retention.run()
        ended = again.end_of_day.run()

        assert (retained, ended, kept(again)) == (False, 0, before)
        assert before == (1, 1, 1)


@pytest.mark.usefixtures("doubts")
@pytest.mark.parametrize("ahead", FAR_AHEAD)
def test_a_clock_set_ahead_under_a_running_home_deletes_nothing(
    sender: StationSide, home: Home, clock: FakeClock, ahead: timedelta
) -> None:
    a_visit_with_a_picture(sender)
    before = kept(home)
    clock.jump(ahead)

    assert (home.retention.run(), kept(home)) == (False, before)


@pytest.mark.usefixtures("doubts")
def test_retention_goes_on_as_soon_as_the_clock_is_put_right(
    sender: StationSide, home: Home, data: Path, clock: FakeClock
) -> None:
    a_visit_with_a_picture(sender)
    clock.jump(timedelta(days=365))
    home.clock.run()
    sender.arrives("Ben, by a clock of next year")
    clock.jump(timedelta(days=-365))

    with started_again(home, data, clock) as again:
        runs = again.retention.run()
        clock.passes(days=31)
        again.retention.run()

        assert (runs, kept(again)[0]) == (True, 0)


CONFIRMED: list[Callable[[StationSide, FakeClock], object]] = [
    lambda sender, _clock: sender.push(boot_id=ELSEWHERE),
    lambda _sender, clock: setattr(clock, "synchronized", True),
]


@pytest.mark.usefixtures("doubts")
@pytest.mark.parametrize("confirm", CONFIRMED, ids=["a kiosk", "a time server"])
def test_what_is_old_goes_once_the_time_is_confirmed(
    sender: StationSide,
    home: Home,
    clock: FakeClock,
    confirm: Callable[[StationSide, FakeClock], object],
) -> None:
    a_visit_with_a_picture(sender)
    clock.jump(timedelta(days=100))
    refused = home.retention.run()
    confirm(sender, clock)

    assert (refused, home.retention.run(), kept(home)) == (False, True, (0, 0, 0))


@pytest.mark.usefixtures("doubts")
@pytest.mark.parametrize(
    ("boot_id", "off"), [("boot-1", timedelta(0)), (ELSEWHERE, timedelta(days=-100))]
)
def test_a_kiosk_on_this_machine_or_with_another_time_confirms_nothing(
    sender: StationSide, home: Home, clock: FakeClock, boot_id: str, off: timedelta
) -> None:
    a_visit_with_a_picture(sender)
    clock.jump(timedelta(days=100))
    home.retention.run()
    sender.push(boot_id=boot_id, sent_at=(clock.now() + off).isoformat())

    assert (home.retention.run(), kept(home)) == (False, (1, 1, 1))


@pytest.mark.parametrize("off_for", [timedelta(hours=26), timedelta(hours=62)])
def test_a_home_that_was_off_over_a_night_or_a_weekend_is_believed(
    sender: StationSide, home: Home, data: Path, clock: FakeClock, off_for: timedelta
) -> None:
    a_visit_with_a_picture(sender)
    clock.jump(off_for)

    with started_again(home, data, clock) as again:
        assert again.retention.run()
        assert again.end_of_day.run() == 1


@pytest.mark.usefixtures("doubts")
def test_who_came_by_a_clock_of_next_year_neither_waits_nor_is_kept_for_a_year(
    sender: StationSide, home: Home, clock: FakeClock
) -> None:
    home.clock.run()
    clock.jump(timedelta(days=365))
    home.clock.run()
    a_visit_with_a_picture(sender)
    clock.jump(timedelta(days=-365))
    home.clock.run()
    clock.passes(hours=26)
    ended = home.end_of_day.run()
    clock.passes(days=91)
    home.retention.run()

    assert (ended, kept(home)) == (1, (0, 0, 0))


BACK = timedelta(days=-365)


def test_a_lock_a_code_and_a_session_last_no_longer_when_the_clock_goes_back(
    home: Home, prepared: Prepared, clock: FakeClock
) -> None:
    pins = AttemptLimit(home.store, AttemptKind.PIN)
    for _ in range(MAX_WRONG):
        pins.take(prepared.maya.member.id)
    code = home.devices.pairing_code(timedelta(minutes=10))
    shown = home.pairings.open("192.0.2.7")
    assert isinstance(shown, PairingCode)
    clock.jump(BACK)
    locked = pins.take(prepared.maya.member.id).wait_s
    clock.passes(seconds=CODE_LIFETIME.total_seconds() + 1)
    codes = (home.devices.pair_tablet(code), home.pairings.collect(shown.claim))
    clock.passes(seconds=BLOCKED_FOR.total_seconds())
    unlocked = pins.take(prepared.maya.member.id).wait_s
    clock.passes(seconds=SESSION_LIFETIME.total_seconds())

    assert 0 < locked <= BLOCKED_FOR.total_seconds() + 1
    assert (codes, unlocked) == ((None, None), 0)
    assert home.members.signed_in({prepared.maya.session}) == {}


@pytest.mark.usefixtures("doubts")
def test_they_last_no_longer_over_a_restart_either(
    home: Home, data: Path, prepared: Prepared, clock: FakeClock
) -> None:
    pins = AttemptLimit(home.store, AttemptKind.PIN)
    for _ in range(MAX_WRONG):
        pins.take(prepared.maya.member.id)
    code = home.devices.pairing_code(timedelta(minutes=10))
    clock.jump(timedelta(hours=-1))

    with started_again(home, data, clock) as again:
        limit = AttemptLimit(again.store, AttemptKind.PIN)
        assert limit.take(prepared.maya.member.id).wait_s == 0
        assert again.devices.pair_tablet(code) is None
        assert again.members.signed_in({prepared.maya.session}) == {}


def test_a_clock_set_ahead_signs_nobody_out_and_lifts_no_lock(
    home: Home, prepared: Prepared, clock: FakeClock
) -> None:
    pins = AttemptLimit(home.store, AttemptKind.PIN)
    for _ in range(MAX_WRONG):
        pins.take(prepared.ben.member.id)
    clock.jump(timedelta(days=1))

    assert pins.take(prepared.ben.member.id).wait_s > 0
    assert home.members.signed_in({prepared.maya.session}) != {}


def test_an_absence_ends_when_its_grace_is_over_though_the_clock_went_back(
    sender: StationSide, home: Home, maya: DeskClient, clock: FakeClock
) -> None:
    visit = sender.arrives()
    maya.does("call", visit)
    maya.does("absent", visit)
    home.no_shows.run()
    clock.jump(timedelta(days=-1))
    at_once = home.no_shows.run()
    clock.passes(seconds=SITE.absent_grace_s)

    assert (at_once, home.no_shows.run()) == (0, 1)


def test_a_look_at_a_picture_is_recorded_whatever_was_recorded_in_the_future(
    sender: StationSide, home: Home, prepared: Prepared, clock: FakeClock
) -> None:
    visit = a_visit_with_a_picture(sender)
    viewed = PictureViewed(prepared.maya.member.id, visit, "0" * 64, whole=True)
    clock.jump(timedelta(days=365))
    home.audit.record_view(viewed)
    clock.jump(timedelta(days=-365))

    home.audit.record_view(viewed)

    with home.store.read() as connection:
        assert connection.scalar(select(func.count()).select_from(audit)) == 2


@pytest.mark.usefixtures("doubts")
def test_leads_and_monitoring_are_told_and_members_are_not(
    home: Home, maya: DeskClient, ben: DeskClient, clock: FakeClock
) -> None:
    before = maya.state()["notices"]
    clock.jump(timedelta(days=100))
    told = [notice["code"] for notice in maya.state()["notices"]]

    assert (before, told, ben.state()["notices"]) == ([], ["clock_doubted"], [])
    assert home.store.condition.by_code()["clock_doubted"] == 1
