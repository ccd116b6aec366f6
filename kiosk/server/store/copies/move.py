"""Move of a home's store from its file to a database, and back; the pictures stay where they are.

The new store is copied, proven and tied to the folder in one transaction. Only then is the old one
set aside, so that a move that is interrupted has changed nothing, or can be seen to be done. The
epoch changes: stations offer again what they have, and whatever the move missed comes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.faults import SettingsFault
from kiosk.machine.files import PART, flush
from kiosk.machine.folder_lock import exclusive
from kiosk.server.store.copies.rows import Told, only_site
from kiosk.server.store.copies.store import fill_store, in_words, opened, require_answer
from kiosk.server.store.dialect import Backend, store_of
from kiosk.server.store.processes.folder_claim import tie, untie
from kiosk.server.store.restored_backup import change_epoch

_FILE: Final = "server.db"


@dataclass(frozen=True, slots=True)
class Moved:
    """A finished move: rows by table, and the folder with the file that was moved, if it was one.

    A database that was left holds all it held; whoever made it may drop it.
    """

    counts: Mapping[str, int]
    set_aside: Path | None


def move_home(data: Path, database: str, to: str, at: datetime, told: Told) -> Moved:
    """Moves the store of the home in `data` from `database` to `to`; "" is the file in `data`.

    `told` is called with the rows copied so far and with all there are. SettingsFault when a server
    runs, when there is nothing to move, or when a home is there already.
    """
    if not database and not to:
        raise SettingsFault(f"{data}: expected a store in a database: it is in the file already")
    if database and to:
        raise SettingsFault("expected --to file: the store is in a database (database, site.toml)")
    old, new = store_of(data, database), store_of(data, to)
    for one in (old, new):
        require_answer(one)
    if not old.is_made():
        raise SettingsFault(f"{old.place}: expected the store of a home")
    with exclusive(data), in_words(f"{data}"):
        if to:
            counts = _to_database(data, old, new, told)
            return Moved(counts, _set_aside(data, at))
        return Moved(_to_file(data, old, told), None)


def _to_database(data: Path, old: Backend, new: Backend, told: Told) -> Mapping[str, int]:
    with fill_store(old, new, told) as (target, counts):
        change_epoch(target)
        tie(data, target, only_site(target))
    return counts


def _to_file(data: Path, old: Backend, told: Told) -> Mapping[str, int]:
    """The file is made under another name, and the database given up once it is whole."""
    if (data / _FILE).exists():
        raise SettingsFault(f"{data}: expected no {_FILE} yet: a home is there already")
    part = data / f"moving{PART}"
    _remove(part)
    with fill_store(old, store_of(part), told) as (target, counts):
        change_epoch(target)
    (part / _FILE).rename(data / _FILE)
    flush(data)
    _remove(part)
    with opened(old) as database, database.write() as connection:
        untie(data, connection, only_site(connection))
    return counts


def _set_aside(data: Path, at: datetime) -> Path:
    folder = data / f"moved-{at:%Y%m%dT%H%M%SZ}"
    folder.mkdir(mode=0o700)
    for path in sorted(data.glob(f"{_FILE}*")):
        path.rename(folder / path.name)
    flush(folder)
    flush(data)
    return folder


def _remove(part: Path) -> None:
    """A store that was never finished."""
    for path in part.glob("*"):
        path.unlink()
    if part.exists():
        part.rmdir()
