"""Self-check of a station, the first thing to run on a support call. Changes nothing, names nobody.

Works beside a running kiosk: it reads the store as it is and does not lock the folder.
"""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Final

from kiosk.camera.one_shot import first_shot
from kiosk.camera.source import OFF, CameraSource
from kiosk.clock import Clock
from kiosk.directory.assets import read_assets
from kiosk.directory.csv_list import ReadList
from kiosk.directory.glyphs import is_drawable
from kiosk.directory.people import People, read_people
from kiosk.faults import (
    CameraFault,
    Fault,
    LinkRefused,
    ModelsFault,
    SettingsFault,
    StoreFault,
    TokenRefused,
    TokenStopped,
)
from kiosk.finding import Finding
from kiosk.machine.files import disk_space
from kiosk.settings import StationSettings
from kiosk.space import Needs
from kiosk.station.identity import TokenFile
from kiosk.station.server_time import MAX_DIFFERENCE
from kiosk.station.store.recovery import set_aside as damaged_files
from kiosk.station.store.set_aside import set_aside as refused_by_the_server
from kiosk.station.way_health import stuck_ways
from kiosk.sync.authorities import Authorities, read_authorities
from kiosk.sync.link_state import Way
from kiosk.sync.transport import HttpClient, HttpSyncClient
from kiosk.sync.way_words import stuck_words
from kiosk.vision.words.models import find_models

MOST_ROWS: Final = 5
"""Rows left out of one list that are named each."""
_DAMAGED: Final = "damaged; at its start the kiosk puts its newest good copy in its place"
_REVOKED: Final = "knows this kiosk's token no more; see `kiosk pair again`"
_SECRET_LENGTH: Final = 43
"""Letters of a token behind its last dot."""
_CUT: Final = "; its file looks cut off: copy the whole line again"
_STOPPED: Final = "stopped this kiosk's token, used on two machines; see `kiosk stations` there"
_PARTS: Final = ("walkup-kiosk", "PySide6-Essentials", "opencv-python-headless", "sqlite-utils")


def examine(settings: StationSettings, clock: Clock) -> Iterator[Finding]:
    """Yields every finding as soon as it is made."""
    store = Path(settings.data_dir) / "station.db"
    paired = TokenFile(Path(settings.server.token_file)).is_there()
    yield _versions()
    yield _store(store, is_new=not paired and not _ran_before(settings))
    yield from _aside(store)
    if store.exists():
        yield _backups(store.with_name("backups"), clock.now())
    yield from _outbox(store, clock.now())
    yield from _ways(Path(settings.data_dir), clock)
    yield _disk(Path(settings.data_dir))
    yield from _server(settings, clock)
    yield _camera(settings, clock)
    yield _reading(settings)
    yield from _lists(settings)


def _versions() -> Finding:
    parts = [f"{part} {version(part)}" for part in _PARTS]
    parts += [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    return Finding("versions", well=True, seen=", ".join(parts))


def _store(path: Path, *, is_new: bool) -> Finding:
    if not path.exists():
        first = ", made once this kiosk is paired" if is_new else ""
        return Finding("store", well=is_new, seen=f"not there yet{first}: {path}")
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


def _ways(folder: Path, clock: Clock) -> Iterator[Finding]:
    """What the running kiosk noted of each way to its server: one line for each that is stuck."""
    stuck = stuck_ways(folder, clock)
    for trouble in stuck:
        yield Finding(trouble.way, well=False, seen=stuck_words(trouble, clock.now(), "here"))
    if not stuck:
        ways = ", ".join(way.value for way in Way)
        yield Finding("ways", well=True, seen=f"none of {ways} is stuck")


def _disk(folder: Path) -> Finding:
    room = disk_space(folder)
    seen = f"{room.free // 1_000_000} of {room.total // 1_000_000} MB free"
    return Finding("disk", Needs().allow_pictures(room), seen)


def _server(settings: StationSettings, clock: Clock) -> Iterator[Finding]:
    try:
        if settings.server.ca_file:
            yield _authorities(read_authorities(Path(settings.server.ca_file)), clock.now())
        token_file = TokenFile(Path(settings.server.token_file))
        if not token_file.is_there():
            yield _without_token(settings, clock)
            return
        token, _ = token_file.read()
    except SettingsFault as fault:
        yield Finding("server", well=False, seen=str(fault))
        return
    if token_file.is_open_to_all():
        yield Finding(
            "token", well=False, seen=f"every account may read it: chmod 600 {token_file}"
        )
    client = HttpSyncClient(settings.server.url, token, clock, ca_file=settings.server.ca_file)
    with closing(client):
        try:
            state = client.pull(0, None, 0)
        except Fault as fault:
            yield Finding("server", well=False, seen=_said_no(fault, token))
            return
    yield Finding("server", well=True, seen=f"answers for {state.site.id}, {len(state.line)} wait")
    if state.now is not None:
        yield _clock(clock.now() - state.now)


def _said_no(fault: Fault, token: str) -> str:
    match fault:
        case LinkRefused():
            return f"says no: {fault}"
        case TokenStopped():
            return _STOPPED
        case TokenRefused():
            short = len(token.rsplit(".", 1)[-1]) < _SECRET_LENGTH
            return f"{_REVOKED}{_CUT if short else ''}"
        case _:
            return f"does not answer: {fault}"


def _without_token(settings: StationSettings, clock: Clock) -> Finding:
    """Before the pairing all is well as long as the server can be reached."""
    client = HttpClient(settings.server.url.rstrip("/"), {}, clock, ca_file=settings.server.ca_file)
    with closing(client):
        try:
            client.call("GET", "/api/openapi.json")
        except Fault as fault:
            return Finding("server", well=False, seen=f"does not answer: {fault}")
    waits = "answers; no token yet: a lead approves the code that this kiosk shows"
    return Finding("server", well=not _ran_before(settings), seen=waits)


def _ran_before(settings: StationSettings) -> bool:
    token = TokenFile(Path(settings.server.token_file))
    return token.is_old_there() or (Path(settings.data_dir) / "station.db").exists()


def _authorities(found: Authorities, now: datetime) -> Finding:
    count = f"{found.count} certificate{'s' if found.count != 1 else ''}"
    if found.holds_key:
        return Finding("authority", well=False, seen=f"{count} and a private key: take that out")
    if found.expires_at is not None and found.expires_at < now:
        return Finding("authority", well=False, seen=f"expired on {found.expires_at:%Y-%m-%d}")
    return Finding("authority", well=True, seen=count)


def _clock(ahead: timedelta) -> Finding:
    off = f"{abs(ahead).total_seconds():.0f} s {'ahead of' if ahead > timedelta() else 'behind'}"
    trusted = abs(ahead) <= MAX_DIFFERENCE
    words = "" if trusted else "; nothing is deleted for its age until they agree"
    return Finding("clock", trusted, f"{off} the home's{words}")


def _camera(settings: StationSettings, clock: Clock) -> Finding:
    if settings.camera.source == OFF:
        return Finding("camera", well=True, seen="off, as the settings say")
    try:
        shot = first_shot(CameraSource.of(settings.camera), clock, settle_s=0)
    except CameraFault as fault:
        return Finding("camera", well=False, seen=str(fault))
    aim = "aim it by `kiosk camera picture`"
    return Finding("camera", well=True, seen=f"shows {shot.width} x {shot.height}; {aim}")


def _reading(settings: StationSettings) -> Finding:
    if not settings.reading.on:
        return Finding("reading", well=True, seen="switched off in station.toml")
    try:
        models = find_models()
    except ModelsFault as fault:
        return Finding("reading", well=False, seen=str(fault))
    return Finding("reading", well=True, seen=f"models whole in {models.detector.parent}")


def _lists(settings: StationSettings) -> Iterator[Finding]:
    lists: list[tuple[str, str | None, Callable[[Path], ReadList[object]]]] = [
        ("badges", settings.people.list, read_people),
        ("tags", settings.reading.assets, read_assets),
    ]
    for what, path, read in lists:
        if path:
            yield from _list(what, Path(path), read, used=settings.reading.on)


def _list(
    what: str, path: Path, read: Callable[[Path], ReadList[object]], *, used: bool
) -> Iterator[Finding]:
    try:
        found = read(path)
    except SettingsFault as fault:
        yield Finding(what, well=False, seen=str(fault))
        return
    out = len(found.left_out)
    seen = [f"{found.rows} listed, {out} {'row' if out == 1 else 'rows'} left out"]
    seen += [found.note] if found.note else []
    seen += _undrawable(found.content)
    seen += [] if used else ["reading is switched off: none is looked up"]
    yield Finding(what, used and not out, "; ".join(seen))
    for complaint in found.left_out[:MOST_ROWS]:
        yield Finding(what, well=False, seen=complaint)
    if out > MOST_ROWS:
        yield Finding(what, well=False, seen=f"and {out - MOST_ROWS} more rows")


def _undrawable(listed: object) -> list[str]:
    names = [it.first_name for it in listed.by_badge.values()] if isinstance(listed, People) else []
    count = sum(not is_drawable(name) for name in names)
    return [f"{count} greeted without the name: no font here has its letters"] if count else []


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
