"""The home is put back from a backup of this morning.

The desk shows who was perhaps helped already, until a member acts. Every visit since comes back
from the kiosk with its name; no number is shown twice. Whoever was signed in signs in again.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from kiosk.backup import Data, Kind, back_up, restore, verify
from kiosk.journal import LogEvent
from kiosk.server.desk.states import DeskStates, Reader
from kiosk.server.desk.view import DeskState
from kiosk.server.queue.acts import ActRequest
from tests.doubles.clock import FakeClock
from tests.doubles.home_with_kiosk import HomeWithKiosk
from tests.doubles.ids import an_id
from tests.doubles.words import SITE
from tests.faults.migrating import old_home

ExpectLog = Callable[..., None]


class Morning(HomeWithKiosk):
    """Its backup, and what a member sees at a desk."""

    def back_up(self) -> Path:
        to = self.folder / "backup"
        back_up(Data(Kind.HOME, self.folder / "home"), to, self.clock)
        return to

    def restore(self, source: Path) -> None:
        self.live.close()
        shutil.rmtree(self.folder / "home")
        restore(source, Data(Kind.HOME, self.folder / "home"), self.clock, replace=False)
        self.live._open()

    def desk(self) -> DeskState:
        answer = DeskStates(SITE).answer(self.home.state.read(), Reader(self.member))
        return msgspec.json.decode(answer, type=DeskState)

    def doubtful(self) -> dict[str, bool]:
        desk = self.desk()
        everybody = [*desk.waiting, *desk.held, *desk.open]
        return {visit.first_name: visit.perhaps_helped for visit in everybody}


@pytest.fixture
def morning(tmp_path: Path, expect_log: ExpectLog) -> Iterator[Morning]:
    expect_log(LogEvent.EPOCH_CHANGED, maybe=True)
    morning = Morning(tmp_path)
    morning.sync()
    yield morning
    morning.close()


def test_who_came_before_the_restore_is_doubted_and_who_comes_after_is_not(
    morning: Morning,
) -> None:
    morning.comes("Ana")
    backup = morning.back_up()
    morning.comes("Ben")
    epoch = morning.home.store.epoch
    before = morning.doubtful()

    morning.restore(backup)
    at_once = morning.doubtful()
    morning.clock.pass_s(60)
    morning.sync()
    morning.comes("Cy")

    assert before == {"Ana": False, "Ben": False}
    assert at_once == {"Ana": True}
    assert morning.doubtful() == {"Ana": True, "Ben": True, "Cy": False}
    assert morning.home.store.epoch != epoch


def test_a_member_who_acts_on_a_visit_lifts_the_doubt(morning: Morning) -> None:
    first = morning.comes("Ana")
    morning.comes("Ben")
    morning.restore(morning.back_up())

    answer = morning.home.acts.call_next(ActRequest(an_id(1), morning.member.id))

    assert answer.visit_id == first
    assert morning.doubtful() == {"Ana": False, "Ben": True}


def test_no_number_is_shown_twice_and_no_visit_is_lost(morning: Morning) -> None:
    backup = morning.back_up()
    came = [morning.comes(name) for name in ("Ana", "Ben", "Cy")]
    morning.restore(backup)
    morning.clock.pass_s(60)
    morning.sync()
    came.append(morning.comes("Dee"))

    waiting = morning.desk().waiting
    assert [visit.id for visit in waiting] == came
    assert [visit.number for visit in waiting] == ["B1", "B2", "B3", "B4"]
    assert [visit.first_name for visit in waiting] == ["Ana", "Ben", "Cy", "Dee"]


def test_an_offer_without_words_takes_none_away_from_a_home_that_has_them(
    morning: Morning,
) -> None:
    morning.comes("Ana")
    with morning.box.store.transaction() as db:
        db.execute("delete from event_private")
    morning.restore(morning.back_up())
    morning.clock.pass_s(60)
    morning.sync()

    assert morning.desk().waiting[0].first_name == "Ana"


def test_the_drill_counts_the_same_before_and_after(morning: Morning) -> None:
    morning.comes("Ana")
    morning.comes("Ben")
    before = morning.live.history()
    backup = morning.back_up()

    morning.restore(backup)

    assert morning.live.history() == before
    assert verify(Kind.HOME, backup).counts == {"events": 2, "visits": 2, "pictures": 0}
    assert morning.home.members.all()[0].name == "Maya Lund"


def test_a_backup_of_an_older_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    clock = FakeClock()
    old_home(tmp_path / "old")
    back_up(Data(Kind.HOME, tmp_path / "old"), tmp_path / "backup", clock)

    restore(tmp_path / "backup", Data(Kind.HOME, tmp_path / "home"), clock, replace=False)

    with closing(sqlite3.connect(tmp_path / "home" / "server.db")) as db:
        assert db.execute("select number, perhaps_helped from visits").fetchall() == [("B1", 1)]
