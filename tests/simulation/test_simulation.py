"""Stations, members and home under everything.

Whatever happens on the way, nothing acknowledged is lost or doubled, each visitor is called once
and for somebody who asked, and all agree in the end. The same check finds planted bugs.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.doubles.postgres import cluster_running
from tests.doubles.stores import DatabaseStores
from tests.simulation.bugs import BUGS, Plant
from tests.simulation.story import tell, tell_all
from tests.simulation.world import Made

SEEDS = 150
BATCH = 15
SEEDS_IN_A_DATABASE = 30
"""Others: what a database does otherwise shows in any story, and making its copies takes longer."""
TO_FIND = 100
"""So many seeds may a planted bug survive."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made.make(tmp_path_factory.mktemp("made") / "home")


@pytest.fixture(scope="module")
def made_in_a_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with cluster_running() as cluster:
        yield Made.make(tmp_path_factory.mktemp("made") / "home", DatabaseStores(cluster, {}))


@pytest.fixture(autouse=True)
def lines_are_lost(expect_log: ExpectLog) -> None:
    expect_log(
        LogEvent.SYNC_UP_LOST,
        LogEvent.SYNC_DOWN_LOST,
        LogEvent.SYNC_PICTURES_LOST,
        LogEvent.SYNC_HINTS_LOST,
        LogEvent.EPOCH_CHANGED,
        LogEvent.EPOCH_RENEWED,
        LogEvent.EVENT_SET_ASIDE,
        maybe=True,
    )


@pytest.mark.parametrize("first", range(0, SEEDS, BATCH))
def test_whatever_happens_nothing_is_lost_or_doubled_and_all_agree(made: Made, first: int) -> None:
    tell_all(range(first, first + BATCH), made)


@pytest.mark.parametrize("first", range(SEEDS, SEEDS + SEEDS_IN_A_DATABASE, BATCH))
def test_it_holds_as_well_where_the_home_is_in_a_database(
    made_in_a_database: Made, first: int
) -> None:
    tell_all(range(first, first + BATCH), made_in_a_database)


def test_the_same_seed_tells_the_same_story(made: Made) -> None:
    once, again, other = tell(7, made), tell(7, made), tell(8, made)

    assert again == once
    assert other != once


@pytest.mark.parametrize("plant", BUGS, ids=lambda plant: plant.__name__)
def test_a_planted_bug_is_found(made: Made, plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)

    with pytest.raises(AssertionError, match="seed"):
        tell_all((BUGS[plant], *range(TO_FIND)), made)
