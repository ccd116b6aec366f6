"""Pictures end when their time is over: from list, address and disk, told by an event."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.faults import StoreFault
from kiosk.journal import LogEvent
from kiosk.pictures.folder import PictureFolder
from kiosk.server.home import Home, open_home
from kiosk.server.store.tables import event_private, events
from tests.server.conftest import SITE
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import StationSide, fresh_id, jpeg, sha256


def files(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "pictures").rglob("*") if path.is_file())


def test_a_picture_is_kept_for_its_days_and_then_gone(
    station: StationSide, home: Home, clock: FakeClock, data: Path
) -> None:
    photo = station.shows(station.arrives(), jpeg())
    clock.passes(days=30, seconds=-1)
    too_early = home.picture_store.purge()
    clock.passes(seconds=2)

    assert (too_early, home.picture_store.purge(), files(data)) == (0, 1, [])
    assert home.picture_store.read(photo, ".jpg") is None


@pytest.mark.parametrize("wrong", ["2999-01-01T00:00:00Z", "1971-01-01T00:00:00Z"])
def test_the_stations_clock_decides_nothing_about_keeping(
    station: StationSide, home: Home, clock: FakeClock, data: Path, wrong: str
) -> None:
    content = jpeg()
    visit = station.arrives()
    station.push({**station.attached(visit, content), "at": wrong, "age_s": 0.0})
    station.send_picture(visit, content)
    clock.passes(days=29)
    too_early = home.picture_store.purge()
    clock.passes(days=2)

    assert (too_early, home.picture_store.purge(), files(data)) == (0, 1, [])


def test_a_clock_ahead_keeps_no_picture_for_ever_even_if_nothing_else_is_known(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    content = jpeg()
    visit = station.arrives()
    told = {**station.attached(visit, content), "at": "2999-01-01T00:00:00Z", "age_s": None}
    station.push(told)
    station.send_picture(visit, content)
    clock.passes(days=31)

    assert home.picture_store.purge() == 1


def test_the_purge_tells_by_an_event_and_the_station_learns_of_it(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    visit = station.arrives()
    photo = station.shows(visit, jpeg())
    clock.passes(days=31)

    home.picture_store.purge()

    with home.store.read() as connection:
        row = connection.execute(select(events).order_by(events.c.seq.desc())).mappings().first()
    assert row is not None
    assert (row["type"], row["about_id"], row["actor"]) == ("PhotoErased", visit, "timer")
    assert row["facts"] == {"photo": photo, "reason": "retention"}
    assert station.state()["seq"] == row["seq"]


def test_the_desk_of_a_visit_that_is_still_open_stops_showing_it(
    station: StationSide, home: Home, clock: FakeClock, data: Path
) -> None:
    photo = station.shows(station.arrives(), jpeg())
    clock.passes(days=31)

    home.picture_store.purge()

    assert home.picture_store.read(photo, ".jpg") is None
    assert files(data) == []


def test_a_second_purge_has_nothing_left_to_do(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    station.shows(station.arrives(), jpeg())
    clock.passes(days=31)
    home.picture_store.purge()
    seq = station.state()["seq"]

    assert (home.picture_store.purge(), station.state()["seq"]) == (0, seq)


def test_a_picture_that_comes_after_its_time_is_not_kept(
    station: StationSide, home: Home, clock: FakeClock, data: Path
) -> None:
    content = jpeg()
    visit = station.arrives()
    station.push(station.attached(visit, content))
    clock.passes(days=31)
    home.picture_store.purge()

    late = station.send_picture(visit, content)

    assert (late.status_code, files(data)) == (204, [])


def test_a_picture_offered_again_after_its_time_is_not_kept_again(
    station: StationSide, home: Home, clock: FakeClock, data: Path
) -> None:
    content = jpeg()
    visit = station.arrives()
    told = station.attached(visit, content)
    station.push(told)
    station.send_picture(visit, content)
    clock.passes(days=31)
    home.picture_store.purge()

    station.push(told)
    again = station.push({**station.attached(visit, content), "at": told["at"]})
    late = station.send_picture(visit, content)

    assert (again.json()["set_aside"], late.status_code) == ([], 204)
    assert files(data) == []


def test_younger_pictures_stay(
    station: StationSide, home: Home, clock: FakeClock, data: Path
) -> None:
    station.shows(station.arrives(), jpeg(colour="red"))
    clock.passes(days=20)
    young = station.shows(station.arrives(), jpeg(colour="blue"))
    clock.passes(days=11)

    home.picture_store.purge()

    assert files(data) == [f"{young}.jpg", f"{young}.thumb.jpg"]


def test_a_file_the_purge_had_no_time_to_delete_goes_at_the_next_start(
    station: StationSide, home: Home, clock: FakeClock, data: Path
) -> None:
    """The event is first: a crash right after it leaves the file, never the other way round."""
    content = jpeg()
    photo = station.shows(station.arrives(), content)
    kept = station.shows(station.arrives(), jpeg(colour="red"))
    clock.passes(days=31)
    whole = (data / "pictures" / photo[:2] / f"{photo}.jpg").read_bytes()
    home.picture_store.purge()
    PictureFolder(data / "pictures").save(photo, whole)
    clock.passes(days=-31)
    again = station.shows(station.arrives(), jpeg(colour="blue"))

    restarted = open_home(SITE, data, clock)
    restarted.picture_store.sweep()
    restarted.close()

    assert files(data) == [f"{again}.jpg", f"{again}.thumb.jpg"]
    assert kept != again


def test_opening_the_store_beside_a_running_server_leaves_uploads_alone(
    home: Home, data: Path, clock: FakeClock
) -> None:
    """`kiosk pair` and `kiosk members` open the same folder while pictures come in."""
    part = data / "pictures" / "ab" / f"{'ab' * 32}.jpg.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")

    open_home(SITE, data, clock).close()

    assert part.exists()


def test_a_half_written_file_of_an_earlier_run_goes_at_the_start(
    home: Home, data: Path, logged: object
) -> None:
    part = data / "pictures" / "ab" / f"{'ab' * 32}.jpg.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")

    home.picture_store.sweep()

    assert not part.exists()


def test_a_purge_with_nothing_to_do_says_nothing(home: Home, logged: object) -> None:
    assert callable(logged)

    home.picture_store.purge()

    assert logged(LogEvent.PICTURES_PURGED) == []


def test_what_a_station_erased_by_its_own_retention_is_erased_here_too(
    station: StationSide, home: Home, data: Path, maya: DeskClient
) -> None:
    visit = station.arrives()
    photo = station.shows(visit, jpeg())
    facts = {"photo": photo, "reason": "retention"}

    answer = station.push(station.event("PhotoErased", visit, facts, actor="timer"))

    assert answer.json()["set_aside"] == []
    assert files(data) == []


def test_erasing_a_picture_nobody_told_of_changes_nothing(station: StationSide, data: Path) -> None:
    visit, other = station.arrives(), station.arrives()
    photo = station.shows(other, jpeg())
    facts = {"photo": photo, "reason": "visitor"}

    answer = station.push(station.event("PhotoErased", visit, facts))

    assert answer.json()["set_aside"] == []
    assert files(data) == [f"{photo}.jpg", f"{photo}.thumb.jpg"]
    assert sha256(fresh_id().encode()) != photo


@pytest.mark.parametrize("harm", ["taken away", "cannot delete"])
def test_a_folder_of_pictures_that_is_away_costs_no_event_and_no_word_its_end(
    station: StationSide,
    home: Home,
    clock: FakeClock,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    harm: str,
) -> None:
    station.shows(station.arrives(), jpeg())
    clock.passes(days=400)
    home.store.known_time.confirm()
    if harm == "taken away":
        (data / "pictures").rename(data / "elsewhere")
    else:
        monkeypatch.setattr(Path, "unlink", cannot)

    with pytest.raises(StoreFault, match=r"^1 picture past their days could not be deleted: .+ "):
        home.retention.run()

    with home.store.read() as connection:
        assert connection.scalars(select(event_private.c.event_id)).all() == []
        ends = connection.scalars(select(events.c.type)).all()
    assert ("PhotoErased" in ends) == (harm == "cannot delete")


def cannot(_path: Path, missing_ok: bool = False) -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))
