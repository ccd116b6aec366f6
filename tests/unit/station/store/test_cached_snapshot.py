"""The cached snapshot is that of the open station, or there is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.faults import TokenRefused
from kiosk.station.store.cached_snapshot import cached_snapshot
from kiosk.sync.link_state import Way
from tests.doubles.box import Box
from tests.doubles.words import state_of_site


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.close()


def test_the_cached_snapshot_is_that_of_the_open_station(box: Box) -> None:
    known = box.checked_in()
    box.checked_in()
    box.memory.remember(state_of_site(line=["elsewhere", known]))

    seen = cached_snapshot(box.folder)

    opened = box.station.snapshot()
    assert seen is not None
    assert (seen.site, seen.people_waiting) == (opened.site, opened.people_waiting)
    assert (seen.people_waiting, seen.board) == (3, None)


def test_a_closed_store_is_read_without_a_trace(box: Box) -> None:
    box.memory.remember(state_of_site())
    box.close()

    seen = cached_snapshot(box.folder)

    names = {path.name for path in box.folder.iterdir()}
    assert seen is not None
    assert [name for name in names if name.startswith("station.db-")] == []
    box.start()


def test_there_is_none_for_a_kiosk_whose_token_is_refused(box: Box) -> None:
    box.memory.remember(state_of_site())
    box.outbox.on_link_fault(Way.EVENTS, TokenRefused("401"))

    assert cached_snapshot(box.folder) is None


@pytest.mark.parametrize("what", ["nothing", "no home yet", "no database", "a folder"])
def test_there_is_none_where_only_the_open_store_can_tell(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    if what == "no home yet":
        Box(folder).close()
    if what == "no database":
        (folder / "station.db").write_bytes(b"scribble" * 1_000)
    if what == "a folder":
        (folder / "station.db").mkdir()

    assert cached_snapshot(folder) is None


@pytest.mark.parametrize(
    "change",
    [
        "state = x'7b'",
        "state = cast(replace(cast(state as text), '\"UTC\"', '\"Mars/Olympus\"') as blob)",
    ],
)
def test_an_unusable_state_does_not_keep_a_kiosk_from_starting(box: Box, change: str) -> None:
    box.memory.remember(state_of_site())
    with box.store.transaction() as db:
        db.execute(f"update home set {change}")

    assert box.store.visits.home() is None
    assert cached_snapshot(box.folder) is None
    box.restart()
    assert box.memory.cursor() == (None, 0)
