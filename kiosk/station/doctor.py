"""Self-check of a station, the first thing to run on a support call. Changes nothing, names nobody.

Works beside a running kiosk: it reads the store as it is and does not lock the folder.
"""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from threading import Event
from typing import Final

from kiosk.camera.camera import CameraState, OpenCvCamera
from kiosk.camera.source import OFF, CameraSource
from kiosk.clock import Clock
from kiosk.directory.assets import Assets, read_assets
from kiosk.directory.people import read_people
from kiosk.faults import (
    Fault,
    LinkRefused,
    ModelsFault,
    SettingsFault,
    StoreFault,
    TokenRefused,
    TokenStopped,
)
from kiosk.machine.files import disk_space
from kiosk.settings import StationSettings
from kiosk.space import Needs
from kiosk.station.identity import TokenFile
from kiosk.station.server_time import MAX_DIFFERENCE
from kiosk.station.store.recovery import set_aside as damaged_files
from kiosk.station.store.set_aside import set_aside as refused_by_the_server
from kiosk.sync.transport import HttpSyncClient
from kiosk.vision.words.models import find_models

CAMERA_WITHIN_S: Final = 5.0
"""How long the camera may take to show its first picture."""
_DAMAGED: Final = "damaged; at its start the kiosk puts its newest good copy in its place"
_REVOKED: Final = "knows this kiosk's token no more; see `kiosk pair again`"
_STOPPED: Final = "stopped this kiosk's token, used on two machines; see `kiosk stations` there"
_PARTS: Final = ("walkup-kiosk", "PySide6-Essentials", "opencv-python-headless", "sqlite-utils")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was checked, whether it is well, and what was found."""

    what: str
    well: bool
    seen: str


def examine(settings: StationSettings, clock: Clock) -> Iterator[Finding]:
    """Yields every finding as soon as it is made."""
    store = Path(settings.data_dir) / "station.db"
    yield _versions()
    yield _store(store)
    yield from _aside(store)
    yield _backups(store.with_name("backups"), clock.now())
    yield from _outbox(store, clock.now())
    yield _disk(Path(settings.data_dir))
    yield from _server(settings, clock)
    yield _camera(settings, clock)
    yield _reading(settings)
    yield from _badges(settings)


def _versions() -> Finding:
    parts = [f"{part} {version(part)}" for part in _PARTS]
    parts += [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    return Finding("versions", well=True, seen=", ".join(parts))


def _store(path: Path) -> Finding:
    if not path.exists():
        return Finding("store", well=False, seen=f"not there yet: {path}")
    try:
        rows = _read(path, "pragma quick_check(1)")
    except sqlite3.Error as fault:
        return Finding("store", well=False, seen=f"cannot be read: {type(fault).__name__}")
    whole = rows == [("ok",)]
    return Finding("store", whole, "whole" if whole else _DAMAGED)


def _aside(path: Path) -> Iterator[Finding]:
    bad = damaged_files(path)
    if bad:
        seen = f"{len(bad)} damaged: {bad[-1].name}; look at this disk, then remove the file"
        yield Finding("set aside", well=False, seen=seen)


def _backups(folder: Path, now: datetime) -> Finding:
    copies = sorted(folder.glob("station-*.db"))
    if not copies:
        return Finding("backups", well=False, seen="none yet; the first comes after a minute")
    made = datetime.fromtimestamp(copies[-1].stat().st_mtime, UTC).isoformat()
    return Finding("backups", well=True, seen=f"{len(copies)}, newest {_age(now, made)}")


def _outbox(path: Path, now: datetime) -> Iterator[Finding]:
    if not path.exists():
        return
    try:
        waiting, oldest = _read(path, _WAITING)[0]
        aside = len(refused_by_the_server(path))
        pictures = _read(path, _PICTURES)[0][0]
    except (sqlite3.Error, StoreFault) as fault:
        yield Finding("outbox", well=False, seen=f"cannot be read: {type(fault).__name__}")
        return
    age = f", oldest {_age(now, str(oldest))}" if waiting else ""
    yield Finding("outbox", well=True, seen=f"{waiting} events and {pictures} pictures wait{age}")
    see = "; see kiosk visits set-aside" if aside else ""
    yield Finding("refused", not aside, f"{aside} events and pictures the server refused{see}")


def _disk(folder: Path) -> Finding:
    room = disk_space(folder)
    seen = f"{room.free // 1_000_000} of {room.total // 1_000_000} MB free"
    return Finding("disk", Needs().allow_pictures(room), seen)


def _server(settings: StationSettings, clock: Clock) -> Iterator[Finding]:
    try:
        token_file = TokenFile(Path(settings.server.token_file))
        if not token_file.is_there():
            yield Finding("server", well=False, seen="no token; a lead approves the code it shows")
            return
        token, _ = token_file.read()
    except SettingsFault as fault:
        yield Finding("server", well=False, seen=str(fault))
        return
    client = HttpSyncClient(settings.server.url, token, clock, ca_file=settings.server.ca_file)
    with closing(client):
        try:
            state = client.pull(0, None, 0)
        except LinkRefused as refused:
            yield Finding("server", well=False, seen=f"says no: {refused}")
            return
        except TokenStopped:
            yield Finding("server", well=False, seen=_STOPPED)
            return
        except TokenRefused:
            yield Finding("server", well=False, seen=_REVOKED)
            return
        except Fault as fault:
            yield Finding("server", well=False, seen=f"does not answer: {fault}")
            return
    yield Finding("server", well=True, seen=f"answers for {state.site.id}, {len(state.line)} wait")
    if state.now is not None:
        yield _clock(clock.now() - state.now)


def _clock(ahead: timedelta) -> Finding:
    off = f"{abs(ahead).total_seconds():.0f} s {'ahead of' if ahead > timedelta() else 'behind'}"
    trusted = abs(ahead) <= MAX_DIFFERENCE
    words = "" if trusted else "; nothing is deleted for its age until they agree"
    return Finding("clock", trusted, f"{off} the home's{words}")


def _camera(settings: StationSettings, clock: Clock) -> Finding:
    if settings.camera.source == OFF:
        return Finding("camera", well=True, seen="off, as the settings say")
    shown = Event()

    def note(state: CameraState) -> None:
        if state is CameraState.SHOWING:
            shown.set()

    camera = OpenCvCamera(
        CameraSource.parse(settings.camera.source),
        clock=clock,
        on_frame=lambda _: None,
        on_state=note,
    )
    camera.open()
    seen = shown.wait(CAMERA_WITHIN_S)
    camera.stop()
    words = "shows a picture" if seen else f"no picture within {CAMERA_WITHIN_S:.0f} s"
    return Finding("camera", seen, words)


def _reading(settings: StationSettings) -> Finding:
    if not settings.reading.on:
        return Finding("reading", well=True, seen="switched off in station.toml")
    try:
        models = find_models()
        listed = read_assets(Path(settings.reading.assets)) if settings.reading.assets else Assets()
    except (ModelsFault, SettingsFault) as fault:
        return Finding("reading", well=False, seen=str(fault))
    tags = f", {len(listed.by_tag)} tags listed" if settings.reading.assets else ""
    return Finding("reading", well=True, seen=f"models whole in {models.detector.parent}{tags}")


def _badges(settings: StationSettings) -> Iterator[Finding]:
    if not settings.people.list:
        return
    try:
        listed = len(read_people(Path(settings.people.list)).by_badge)
    except SettingsFault as fault:
        yield Finding("badges", well=False, seen=str(fault))
        return
    off = "" if settings.reading.on else ", and reading is switched off: none greets"
    yield Finding("badges", settings.reading.on, f"{listed} badges and passes listed{off}")


def _read(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as store:
        return store.execute(query).fetchall()


def _age(now: datetime, at: str) -> str:
    minutes = int((now - datetime.fromisoformat(at)).total_seconds()) // 60
    return f"{minutes} min old"


_WAITING: Final = """
select count(*), min(e.at) from outbox o join events e on e.id = o.event_id
where o.set_aside_code is null
"""
_PICTURES: Final = """
select count(*) from photos
where acknowledged_at is null and set_aside_code is null and erased_at is null
"""
