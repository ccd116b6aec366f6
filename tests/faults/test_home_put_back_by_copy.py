"""A snapshot or an older copy of the home's files is put back, and nobody told the home.

Whoever has read further than it goes proves it. The home begins a new epoch: kiosks offer every
visit again, the desk doubts who was perhaps helped, and members sign in again. Nothing is lost, no
number shown twice; and nobody can make it happen by saying so.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.journal import LogEvent
from kiosk.server.auth.members import Role
from kiosk.server.desk.states import DeskStates, Reader
from kiosk.server.desk.view import DeskState
from kiosk.server.home import Home
from kiosk.sync.up import STATUS_EVERY_S
from tests.conftest import ExpectLog
from tests.doubles.clock import FakeClock
from tests.doubles.folders import brief_folder
from tests.doubles.in_process import in_this_thread
from tests.doubles.words import SITE
from tests.server.desk_side import DeskClient
from tests.server.station_side import StationSide
from tests.simulation.air import Air
from tests.simulation.home import MortalHome
from tests.simulation.stations import SimulatedStation

NO_FAULTS = 0.0


class PutBack:
    """Two kiosks and a home, of whose store a copy lies about."""

    def __init__(self, made: Path, tokens: dict[str, str], root: Path) -> None:
        self.clock = FakeClock()
        self.home = MortalHome(made, root / "home", self.clock)
        self.copy = root / "copy"
        air = Air(self.home, random.Random(1), NO_FAULTS)
        self.first, self.second = (
            SimulatedStation(root, tokens[letter], air, self.clock.at) for letter in "BC"
        )
        for station in (self.first, self.second):
            station.read()
        added = self.home.home.members.add("Maya Lund", Role.LEAD)
        assert added is not None
        self.member = added[0]

    def comes(self, station: SimulatedStation) -> None:
        """A visitor, and everybody soon knows."""
        station.check_in(None)
        station.send_all(self.pass_s)
        station.read()

    def pass_s(self, seconds: float) -> None:
        for clock in (self.clock, self.first.clock, self.second.clock):
            clock.pass_s(seconds)

    def copy_is_put_back(self) -> str:
        """The epoch that the home then has."""
        self.home.put_back(self.copy)
        return self.home.epoch

    def doubtful(self) -> dict[str, bool]:
        """Who waits at the desk, and whether they were perhaps helped."""
        answer = DeskStates(SITE).answer(self.home.home.state.read(), Reader(self.member))
        desk = msgspec.json.decode(answer, type=DeskState)
        return {visit.number: visit.perhaps_helped for visit in desk.waiting}

    def close(self) -> None:
        for station in (self.first, self.second):
            station.box.close()
        self.home.close()


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    made = tmp_path_factory.mktemp("made") / "home"
    return made, MortalHome.make_with_stations(made, "BC")


@pytest.fixture
def site(tokens: tuple[Path, dict[str, str]], expect_log: ExpectLog) -> Iterator[PutBack]:
    expect_log(LogEvent.EPOCH_CHANGED, LogEvent.EPOCH_RENEWED, maybe=True)
    with brief_folder() as root, in_this_thread():
        site = PutBack(*tokens, Path(root))
        yield site
        site.close()


def test_a_kiosk_that_reads_the_state_brings_every_visit_back(site: PutBack) -> None:
    site.comes(site.first)
    site.home.back_up(site.copy)
    site.comes(site.first)
    site.pass_s(60)
    put_back = site.copy_is_put_back()
    at_once = site.doubtful()

    site.first.read()
    renewed = site.home.epoch
    site.first.send_all(site.pass_s)
    site.pass_s(60)
    site.comes(site.first)

    assert at_once == {"B1": False}
    assert renewed != put_back
    assert site.doubtful() == {"B1": True, "B2": True, "B3": False}


def test_a_kiosk_that_only_sends_proves_it_by_its_mark(site: PutBack) -> None:
    site.home.back_up(site.copy)
    for _ in range(2):
        site.first.check_in(None)
        site.first.send_all(site.pass_s)
    put_back = site.copy_is_put_back()

    site.pass_s(STATUS_EVERY_S)
    site.first.send_all(site.pass_s)

    assert site.home.epoch != put_back
    assert list(site.doubtful()) == ["B1", "B2"]


def test_it_is_found_when_the_copy_has_grown_past_what_the_kiosk_read(site: PutBack) -> None:
    site.home.back_up(site.copy)
    site.comes(site.first)
    put_back = site.copy_is_put_back()
    for _ in range(3):
        site.comes(site.second)
    unnoticed = site.home.epoch

    site.pass_s(STATUS_EVERY_S)
    site.first.send_all(site.pass_s)
    site.second.read()
    site.second.send_all(site.pass_s)

    assert unnoticed == put_back != site.home.epoch
    assert sorted(site.doubtful()) == ["B1", "C1", "C2", "C3"]


def test_each_proof_counts_once_and_the_same_copy_may_be_put_back_twice(site: PutBack) -> None:
    site.home.back_up(site.copy)
    epochs = []
    for _ in range(3):
        site.comes(site.first)
        epochs.append(site.copy_is_put_back())
        site.pass_s(STATUS_EVERY_S)
        site.first.send_all(site.pass_s)
        epochs.append(site.home.epoch)
        for station in (site.first, site.second):
            site.pass_s(STATUS_EVERY_S)
            station.send_all(site.pass_s)
            station.read()
        assert site.home.epoch == epochs[-1]

    assert len(set(epochs)) == len(("the copy's", "after one", "after two", "after three"))
    assert list(site.doubtful()) == ["B1", "B2", "B3"]


def test_a_made_up_cursor_counts_once_a_day(
    sender: StationSide, home: Home, clock: FakeClock, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EPOCH_RENEWED)
    epochs = []
    for _ in range(5):
        sender.state(after=1_000_000, epoch=home.store.epoch)
        epochs.append(home.store.epoch)
    clock.passes(days=1, seconds=1)
    sender.state(after=1_000_000, epoch=home.store.epoch)

    assert len(set(epochs)) == 1
    assert home.store.epoch != epochs[0]


@pytest.mark.parametrize("mark", ["900.none.00", "nonsense", "..", "9.9.none." + "0" * 32, "é.é"])
def test_a_made_up_mark_counts_never(sender: StationSide, home: Home, mark: str) -> None:
    epoch = home.store.epoch
    status = {"waiting": 0, "oldest_s": None, "set_aside": 0, "camera": "showing"}
    status |= {"store": "ok", "version": "9", "mark": mark}

    answer = sender.push(status=status)

    assert answer.status_code == 200
    assert home.store.epoch == epoch


def test_a_mark_of_what_is_still_here_changes_nothing(sender: StationSide, home: Home) -> None:
    epoch = home.store.epoch
    status = {"waiting": 0, "oldest_s": None, "set_aside": 0, "camera": "showing"}
    marks = [sender.push(sender.checked_in()).json()["mark"] for _ in range(2)]
    for mark in marks:
        sender.push(status={**status, "store": "ok", "version": "9", "mark": mark})

    assert home.store.epoch == epoch


def test_whoever_was_signed_in_signs_in_again(
    sender: StationSide, maya: DeskClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EPOCH_RENEWED)
    before = maya.get("/state").status_code
    sender.state(after=1_000_000, epoch=sender.state()["epoch"])

    assert (before, maya.get("/state").status_code) == (200, 401)
