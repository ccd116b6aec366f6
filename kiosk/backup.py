"""Backup and restore of a data folder: database, pictures, and a manifest of SHA-256 hashes.

A backup runs beside a working kiosk or server. A restore overwrites nothing: it moves what it
replaces to a folder of its own.
"""

from __future__ import annotations

import hashlib
import os
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
from kiosk.server.store.copies.store import (
    copy_store,
    has_home,
    in_words,
    opened,
    replace_store,
    require_answer,
)
from kiosk.server.store.dialect import store_of
from kiosk.server.store.engine import SchemaAge, schema_age
from kiosk.server.store.processes.folder_claim import refuse_file_beside, refuse_to_begin_anew
from kiosk.server.store.restored_backup import BACKED_UP_AT, note_backup, start_new_epoch
from kiosk.station.store.database import is_of_newer_program
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
    restored to either engine. SettingsFault when `to` exists, or where there is no store.
    """
    if os.path.lexists(to):
        raise SettingsFault(f"{to}: expected a name that nothing has yet")
    if to.parent.exists() and not to.parent.is_dir():
        raise SettingsFault(f"{to}: expected a folder before the last slash, got a file")
    _require_store(data)
    kind, part = data.kind, to.with_name(to.name + PART)
    with in_words(f"{to}"), _finished(part):
        _make_folders(part)
        database = part / _DATABASE[kind]
        with in_words(f"{data.place} to {to}"):
            if data.database:
                copy_store(store_of(data.folder, data.database), store_of(part))
            else:
                sqlite_copy.copy_database(data.folder / _DATABASE[kind], database)
        if _is_of_newer_program(kind, part) is None:
            expected = f"expected the store of a {kind}"
            raise SettingsFault(f"{data.place}: {expected}: {database.name} is something else")
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
        with suppress(sqlite3.Error, StoreFault):
            _note_backup(data, manifest.made_at)
    return manifest


def _require_store(data: Data) -> None:
    """SettingsFault where no station or home has a store."""
    expected = f"expected the store of a {data.kind}"
    if data.database:
        if not has_home(store_of(data.folder, data.database)):
            raise SettingsFault(f"{data.place}: {expected}: this database has none")
        return
    file = data.folder / _DATABASE[data.kind]
    if not file.is_file() or not file.stat().st_size:
        raise SettingsFault(f"{data.place}: data_dir: {expected}: no {file.name} with one is in it")


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
    """The manifest of `source` after checking every file; BackupFault names what is damaged.

    SettingsFault when it is no backup, one of something else, or one that a newer program made.
    """
    manifest = _manifest_of(source)
    if manifest.kind is not kind:
        expected = f"expected the backup of a {kind}, this is one of a {manifest.kind}"
        raise SettingsFault(f"{source}: {expected}")
    for name, expected in manifest.files.items():
        if not _is_inside(name) or _sha256_or_none(source / name) != expected:
            raise BackupFault(f"{source}: {name} is missing or not what was backed up")
    database = source / _DATABASE[kind]
    if database.name not in manifest.files or not sqlite_copy.is_sound(database):
        raise BackupFault(f"{source}: {database.name} is damaged")
    _require_version(kind, source)
    return manifest


def _manifest_of(source: Path) -> Manifest:
    if not (source / MANIFEST).exists():
        raise SettingsFault(f"{source}: expected the folder of a backup: no {MANIFEST} is in it")
    try:
        return msgspec.json.decode((source / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as fault:
        raise BackupFault(f"{source}: {MANIFEST} cannot be read: it is damaged") from fault


def _is_of_newer_program(kind: Kind, folder: Path) -> bool | None:
    """Whether a newer program had the store in `folder`; None when it is the store of no `kind`."""
    if kind is Kind.STATION:
        return is_of_newer_program(folder / _DATABASE[kind])
    revision = store_of(folder).revision()
    return None if revision is None else schema_age(revision) is SchemaAge.NEWER


def _require_version(kind: Kind, source: Path) -> None:
    with in_words(f"{source}"):
        is_newer = _is_of_newer_program(kind, source)
    if is_newer is None:
        raise BackupFault(f"{source}: {_DATABASE[kind]} is not the store of a {kind}")
    if is_newer:
        expected = "expected a backup of this version or an older one, this one is of a newer"
        raise SettingsFault(f"{source}: {expected}: restore it with the newer program")


def restore(source: Path, data: Data, clock: Clock, *, replace: bool) -> Manifest:
    """Restores `source` to `data`; what was there is moved to `replaced-…` inside of it.

    SettingsFault when a process uses the folder, or holds a store and `replace` is not set. A
    database is filled before a file is moved: what fails there has changed nothing.
    """
    kind, folder = data.kind, data.folder
    manifest = verify(kind, source)
    _require_place(data, source)
    ready = folder / f"restoring{PART}"
    with exclusive(folder), in_words(f"{folder}"), _finished(ready):
        existing = [folder / name for name in _STORE[kind] if (folder / name).exists()]
        if kind is Kind.HOME and not data.database:
            refuse_to_begin_anew(folder)
        if _is_full(data, existing) and not replace:
            raise SettingsFault(f"{data.place}: expected no store yet; --replace sets it aside")
        _make_folders(ready)
        for name in manifest.files:
            (ready / name).parent.mkdir(mode=0o700, exist_ok=True)
            copy_whole(source / name, ready / name)
        if kind is Kind.HOME:
            _note_backup(Data(kind, ready), manifest.made_at)
        _prepare(kind, ready, clock)
        replaced = folder / f"replaced-{clock.now():%Y%m%dT%H%M%SZ}"
        if data.database:
            _fill_database(data, ready, replaced)
        _move_away(existing, replaced)
        for path in sorted(ready.iterdir()):  # pictures before the database that names them
            path.rename(folder / path.name)
        flush(folder)
        ready.rmdir()
    return manifest


def _require_place(data: Data, source: Path) -> None:
    """SettingsFault for a database that does not answer, or beside which a home's file lies.

    Also for one that has other sites than the backup: a restore replaces all that is in it.
    """
    if not data.database:
        return
    store = store_of(data.folder, data.database)
    require_answer(store)
    refuse_file_beside(data.folder)
    others = set(store.site_ids() if store.is_made() else ()) - set(store_of(source).site_ids())
    if others:
        held = " and ".join(sorted(others))
        how = "restore this one to its folder, or to a database of its own"
        raise SettingsFault(f"{store.place}: holds {held} too, which the backup has not: {how}")


def _is_full(data: Data, existing: list[Path]) -> bool:
    if any(path.suffix == ".db" for path in existing):
        return True
    return bool(data.database) and has_home(store_of(data.folder, data.database))


def _fill_database(data: Data, ready: Path, replaced: Path) -> None:
    """The store in `ready` becomes the one in the database, whose own is kept in `replaced`."""
    target = store_of(data.folder, data.database)
    is_new = not replaced.exists()
    try:
        if has_home(target):
            copy_store(target, store_of(replaced))
        replace_store(data.folder, store_of(ready), target)
    except BaseException:
        if is_new:  # the database still has what was to be kept there
            shutil.rmtree(replaced, ignore_errors=True)
        raise
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
        try:
            with closing(Store(ready / _DATABASE[kind], clock)) as store:
                store.prepare_restored(0, lambda photo: _picture(ready, photo).exists())
        except StoreFault as fault:  # for the log, without words
            words = sqlite_copy.words_of(fault.__cause__ or fault)
            raise StoreFault(f"{ready}: {words}") from fault
    else:
        with opened(store_of(ready)) as database:
            start_new_epoch(database, clock.now())
    for path in ready.glob("*.db-*"):
        raise StoreFault(f"{path.name} was left beside the store")


def _move_away(existing: list[Path], folder: Path) -> None:
    if existing:
        folder.mkdir(mode=0o700, exist_ok=True)
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
def _finished(part: Path) -> Iterator[None]:
    """Nothing is left of the folder `part` unless the block comes to its end."""
    shutil.rmtree(part, ignore_errors=True)
    try:
        yield
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


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
