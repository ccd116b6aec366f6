"""A backup brought back is what was backed up, file by file; anything else is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.backup import MANIFEST, Data, Kind, back_up, restore, verify
from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.numbers import RESTORE_SKIP, counter_of
from kiosk.faults import BackupFault, SettingsFault
from kiosk.machine.folder_lock import exclusive
from tests.doubles.box import Box
from tests.doubles.clock import FakeClock
from tests.doubles.ids import ids
from tests.doubles.pictures import jpeg
from tests.doubles.words import pushed, state_of_site

CLOCK = FakeClock()


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    """Three visits, two pictures on the disk."""
    box = Box(tmp_path / "box")
    box.memory.remember(state_of_site())
    for content in (jpeg(1), jpeg(2), None):
        box.checked_in(content)
    yield box
    box.close()


@pytest.fixture
def backup(box: Box, tmp_path: Path) -> Path:
    """Taken beside the running station."""
    back_up(Data(Kind.STATION, box.folder), tmp_path / "backup", CLOCK)
    return tmp_path / "backup"


def sums(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.glob("pictures/*/*")
    }


def visits_of(box: Box) -> list[tuple[object, ...]]:
    return box.rows("select id, number, seat, state from visits order by visit_order")


def bring_back(source: Path, data: Path, *, replace: bool = False) -> Box:
    restore(source, Data(Kind.STATION, data), CLOCK, replace=replace)
    after = Box(data)
    after.close()
    after.new_id = ids(20)  # the ids of the box before are taken
    after.start()
    return after


def test_the_drill_brings_back_every_visit_event_word_and_picture(
    box: Box, backup: Path, tmp_path: Path
) -> None:
    queries = ("select * from events", "select * from event_private")
    expected = [box.rows(query) for query in queries], visits_of(box), sums(box.folder)

    after = bring_back(backup, tmp_path / "other")

    found = [after.rows(query) for query in queries], visits_of(after), sums(after.folder)
    counts = verify(Kind.STATION, backup).counts
    after.close()
    assert expected == found
    assert counts == {"events": 5, "visits": 3, "pictures": 2}


def test_a_station_brought_back_skips_numbers_and_offers_everything_again(
    box: Box, backup: Path, tmp_path: Path
) -> None:
    box.outbox.acknowledge(pushed(), [offer.event.id for offer in box.store.outbox.pending(9)])
    shown = box.station.check_in(CheckInRequest("Ana")).result().number

    after = bring_back(backup, tmp_path / "other")
    waiting = len(after.waiting())
    number = after.parts.checkin.check_in(
        CheckInRequest("Ben"), link=after.station.snapshot().link
    ).number
    after.close()

    assert waiting == 5
    assert counter_of(number) > 3 + RESTORE_SKIP > counter_of(shown)


def test_only_the_owner_may_read_a_backup(backup: Path) -> None:
    modes = {path.stat().st_mode & 0o077 for path in (backup, *backup.rglob("*"))}

    assert modes == {0}


def test_a_running_station_is_not_overwritten(box: Box, backup: Path) -> None:
    with exclusive(box.folder), pytest.raises(SettingsFault, match="no running kiosk or server"):
        restore(backup, Data(Kind.STATION, box.folder), CLOCK, replace=True)


def test_a_store_that_is_there_is_set_aside_only_when_told_to(box: Box, backup: Path) -> None:
    lost = box.checked_in(jpeg(3))
    box.close()
    with pytest.raises(SettingsFault, match="--replace"):
        restore(backup, Data(Kind.STATION, box.folder), CLOCK, replace=False)

    restore(backup, Data(Kind.STATION, box.folder), CLOCK, replace=True)

    box.start()
    [aside] = box.folder.glob("replaced-*")
    ids = [row[0] for row in visits_of(box)]
    assert (len(ids), lost in ids) == (3, False)
    assert len(list(aside.glob("pictures/*/*"))) == 3
    assert (aside / "station.db").exists()


@pytest.mark.parametrize("harm", ["changed", "missing", "no manifest", "outside", "other kind"])
def test_a_backup_that_is_not_whole_brings_back_nothing(
    backup: Path, tmp_path: Path, harm: str
) -> None:
    kind = Kind.HOME if harm == "other kind" else Kind.STATION
    picture = next(backup.glob("pictures/*/*"))
    manifest = backup / MANIFEST
    if harm == "changed":
        picture.write_bytes(picture.read_bytes() + b"x")
    elif harm == "missing":
        picture.unlink()
    elif harm == "no manifest":
        manifest.write_bytes(b"{")
    elif harm == "outside":
        told = msgspec.json.decode(manifest.read_bytes())
        told["files"]["../box/station.db"] = "0" * 64
        manifest.write_bytes(msgspec.json.encode(told))

    with pytest.raises(SettingsFault if harm == "other kind" else BackupFault):
        restore(backup, Data(kind, tmp_path / "other"), CLOCK, replace=False)

    assert not (tmp_path / "other" / "station.db").exists()


def test_a_name_that_is_taken_is_refused(box: Box, backup: Path) -> None:
    with pytest.raises(SettingsFault, match="expected a name"):
        back_up(Data(Kind.STATION, box.folder), backup, CLOCK)


def test_where_there_is_no_store_there_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="expected the store of a station"):
        back_up(Data(Kind.STATION, tmp_path / "nothing"), tmp_path / "backup", CLOCK)

    assert list(tmp_path.iterdir()) == []
