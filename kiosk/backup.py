"""Backup and restore of a data folder: database, pictures, and a manifest of SHA-256 hashes.

A backup runs beside a working kiosk or server. A restore overwrites nothing: it moves what it
replaces to a folder of its own.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

import msgspec

from kiosk.clock import Clock
from kiosk.faults import BackupFault, SettingsFault, StoreFault
from kiosk.machine import sqlite_copy
from kiosk.machine.files import PART, copy_whole, flush, make_private
from kiosk.machine.folder_lock import exclusive
from kiosk.server.store.copies.store import copy_store, has_home, opened, replace_store
from kiosk.server.store.dialect import store_of
from kiosk.server.store.processes.folder_claim import refuse_to_begin_anew
from kiosk.server.store.restored_backup import BACKED_UP_AT, note_backup, start_new_epoch
from kiosk.station.store.store import Store

MANIFEST: Final = "manifest.json"
_PICTURES: Final = "pictures"


class Kind(StrEnum):
    """Whose data folder it is."""

    STATION = "station"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Data:
    """The data of a station or a home: its folder, and the database with a home's store.

    `database` "": the store is in the folder.
    """

    kind: Kind
    folder: Path
    database: str = ""

    @property
    def place(self) -> str:
        """Where the store is, as people read it; never a password."""
        return store_of(self.folder, self.database).place if self.database else str(self.folder)


class Manifest(msgspec.Struct, frozen=True):
    """Contents of a backup: `files` maps names to SHA-256; `counts` has how many of what.

    Pictures are those that are here: a station's until its home has them, a home's once it has.
    """

    kind: Kind
    made_at: datetime
    counts: Mapping[str, int]
    files: Mapping[str, str]


def back_up(data: Data, to: Path, clock: Clock) -> Manifest:
    """Backs `data` up to `to`, atomically; StoreFault when it cannot be done.

    A home's store that is in a database becomes a file in the backup, so that every backup can be
    restored to either engine. SettingsFault when `to` exists.
    """
    if to.exists():
        raise SettingsFault(f"{to}: expected a name that nothing has yet")
    kind, part = data.kind, to.with_name(to.name + PART)
    with _faults(f"{to}"):
        shutil.rmtree(part, ignore_errors=True)
        _make_folders(part)
        database = part / _DATABASE[kind]
        if data.database:
            copy_store(store_of(data.folder, data.database), store_of(part))
        else:
            sqlite_copy.copy_database(data.folder / _DATABASE[kind], database)
        names = [database.name, *_copy_pictures(kind, database, data.folder, part)]
        manifest = Manifest(
            kind=kind,
            made_at=clock.now(),
            counts=_counts(kind, database),
            files={name: _sha256(part / name) for name in names},
        )
        make_private(part / MANIFEST)
        (part / MANIFEST).write_bytes(msgspec.json.encode(manifest))
        flush(part / MANIFEST)
        flush(part)
        part.rename(to)
        flush(to.parent)
    if kind is Kind.HOME:
        # The backup is whole; a data folder that this account may only read does not unmake it.
        with suppress(sqlite3.Error):
            _note_backup(data, manifest.made_at)
    return manifest


def _note_backup(data: Data, at: datetime) -> None:
    """For `kiosk doctor`. What is in the backup itself names the one before it."""
    if data.database:
        with (
            opened(store_of(data.folder, data.database)) as database,
            database.write() as connection,
        ):
            note_backup(connection, at)
        return
    # Without SQLAlchemy, which would change the schema of an older store.
    with closing(sqlite_copy.connect(data.folder / _DATABASE[data.kind])) as db, db:
        row = (BACKED_UP_AT, at.isoformat())
        db.execute("insert or replace into meta (key, value) values (?, ?)", row)


def verify(kind: Kind, source: Path) -> Manifest:
    """The manifest of `source` after checking every file; BackupFault names what is wrong."""
    try:
        manifest = msgspec.json.decode((source / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as fault:
        raise BackupFault(f"{source}: no backup: {MANIFEST} cannot be read") from fault
    if manifest.kind is not kind:
        raise BackupFault(f"{source}: a backup of a {manifest.kind}, not of a {kind}")
    for name, expected in manifest.files.items():
        if not _is_inside(name) or _sha256_or_none(source / name) != expected:
            raise BackupFault(f"{source}: {name} is missing or not what was backed up")
    database = source / _DATABASE[kind]
    if database.name not in manifest.files or not sqlite_copy.is_sound(database):
        raise BackupFault(f"{source}: {database.name} is damaged")
    return manifest


def restore(source: Path, data: Data, clock: Clock, *, replace: bool) -> Manifest:
    """Restores `source` to `data`; what was there is moved to `replaced-…` inside of it.

    SettingsFault when a process uses the folder, or holds a store and `replace` is not set.
    """
    kind, folder = data.kind, data.folder
    manifest = verify(kind, source)
    with exclusive(folder), _faults(f"{folder}"):
        existing = [folder / name for name in _STORE[kind] if (folder / name).exists()]
        if kind is Kind.HOME and not data.database:
            refuse_to_begin_anew(folder)
        if _is_full(data, existing) and not replace:
            raise SettingsFault(f"{data.place}: expected no store yet; --replace sets it aside")
        ready = folder / f"restoring{PART}"
        shutil.rmtree(ready, ignore_errors=True)
        _make_folders(ready)
        for name in manifest.files:
            (ready / name).parent.mkdir(mode=0o700, exist_ok=True)
            copy_whole(source / name, ready / name)
        if kind is Kind.HOME:
            _note_backup(Data(kind, ready), manifest.made_at)
        _prepare(kind, ready, clock)
        replaced = folder / f"replaced-{clock.now():%Y%m%dT%H%M%SZ}"
        _move_away(existing, replaced)
        for path in sorted(ready.iterdir()):  # pictures before the database that names them
            if path.name == _PICTURES or not data.database:
                path.rename(folder / path.name)
        if data.database:
            _fill_database(data, ready, replaced)
        flush(folder)
        ready.rmdir()
    return manifest


def _is_full(data: Data, existing: list[Path]) -> bool:
    if any(path.suffix == ".db" for path in existing):
        return True
    return bool(data.database) and has_home(store_of(data.folder, data.database))


def _fill_database(data: Data, ready: Path, replaced: Path) -> None:
    """The store in `ready` becomes the one in the database, whose own is kept in `replaced`."""
    target = store_of(data.folder, data.database)
    if has_home(target):
        copy_store(target, store_of(replaced))
    replace_store(data.folder, store_of(ready), target)
    for path in ready.glob("server.db*"):
        path.unlink()


def _make_folders(folder: Path) -> None:
    """One by one: with `parents`, `mkdir` applies the mode to the last folder only."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    (folder / _PICTURES).mkdir(mode=0o700)


def _prepare(kind: Kind, ready: Path, clock: Clock) -> None:
    """Adjusts the old store before it takes its place: numbers and epoch are not to be trusted."""
    if kind is Kind.STATION:
        with closing(Store(ready / _DATABASE[kind], clock)) as store:
            store.prepare_restored(0, lambda photo: _picture(ready, photo).exists())
    else:
        with opened(store_of(ready)) as database:
            start_new_epoch(database, clock.now())
    for path in ready.glob("*.db-*"):
        raise StoreFault(f"{path.name} was left beside the store")


def _move_away(existing: list[Path], folder: Path) -> None:
    if existing:
        folder.mkdir(mode=0o700)
        for path in existing:
            path.rename(folder / path.name)
        flush(folder)


def _copy_pictures(kind: Kind, database: Path, data: Path, part: Path) -> Iterator[str]:
    with closing(sqlite_copy.connect(database, "ro")) as db:
        kept = [str(row[0]) for row in db.execute(_LIVE_PICTURES[kind])]
    for photo in sorted(set(kept)):
        for path in sorted(_picture(data, photo).parent.glob(f"{photo}.*")):
            name = path.relative_to(data).as_posix()
            (part / name).parent.mkdir(mode=0o700, exist_ok=True)
            try:
                copy_whole(path, part / name)
            except FileNotFoundError:
                continue  # sent or purged meanwhile; the restored store finds it gone
            yield name


def _counts(kind: Kind, database: Path) -> dict[str, int]:
    with closing(sqlite_copy.connect(database, "ro")) as db:
        counted = {"events": "events", "visits": "visits", "pictures": f"({_LIVE_PICTURES[kind]})"}
        return {
            what: int(db.execute(f"select count(*) from {where}").fetchone()[0])
            for what, where in counted.items()
        }


def _picture(data: Path, photo: str) -> Path:
    return data / _PICTURES / photo[:2] / f"{photo}.jpg"


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sha256_or_none(path: Path) -> str | None:
    try:
        return _sha256(path)
    except OSError:
        return None


@contextmanager
def _faults(where: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as fault:
        reason = getattr(fault, "strerror", None) or type(fault).__name__
        raise StoreFault(f"{where}: {reason}") from fault


_DATABASE: Final = MappingProxyType({Kind.STATION: "station.db", Kind.HOME: "server.db"})
_STORE: Final = MappingProxyType(
    {
        kind: (name, f"{name}-wal", f"{name}-shm", _PICTURES, "backups")
        for kind, name in _DATABASE.items()
    }
)
"""Entries of a data folder that belong together and are replaced together."""
_LIVE_PICTURES: Final = MappingProxyType(
    {
        Kind.STATION: "select photo from photos"
        " where acknowledged_at is null and erased_at is null",
        Kind.HOME: "select photo from pictures where received_at is not null and erased_at is null",
    }
)
