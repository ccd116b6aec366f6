"""The disk is full. The visitor is told, nothing half is kept, and it heals by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.faults import StoreFault
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.close()


def limit(box: Box, pages: int | None) -> None:
    """Lets the database grow to no more than `pages` beyond its size; None for as it likes."""
    [(size,)] = box.rows("pragma page_count")
    most = 1_000_000 if pages is None else int(str(size)) + pages
    with box.store.transaction() as db:
        db.execute(f"pragma max_page_count = {most}").fetchall()


def fill(box: Box) -> None:
    """Checks people in until the disk takes no more."""
    for number in range(200):
        box.checked_in(jpeg(number), name="x" * 60)


def counts(box: Box) -> dict[str, object]:
    tables = ("visits", "events", "outbox", "photos")
    return {table: box.rows(f"select count(*) from {table}")[0][0] for table in tables}


def test_a_full_disk_is_a_fault_of_the_store_and_keeps_nothing_half(box: Box) -> None:
    limit(box, 4)

    with pytest.raises(StoreFault):
        fill(box)

    kept = counts(box)
    visits = int(str(kept["visits"]))
    assert kept == {"visits": visits, "events": 2 * visits, "outbox": 2 * visits, "photos": visits}


def test_after_there_is_room_again_the_next_visitor_gets_the_next_number(box: Box) -> None:
    limit(box, 4)
    with pytest.raises(StoreFault):
        fill(box)
    last = int(str(counts(box)["visits"]))

    limit(box, None)

    assert box.station.check_in("Ana", None).result().number == f"B{500 + last + 1}"


def test_a_picture_that_did_not_fit_leaves_no_part_of_itself(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("kiosk.pictures.folder.os.fsync", full)
        with pytest.raises(StoreFault, match="No space left"):
            box.checked_in(jpeg())

    assert box.pictures() == []
    assert box.checked_in(jpeg())
