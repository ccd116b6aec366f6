"""Move of homes from their files to one database, and back; the pictures stay where they are.

All sites move or none. Into a database they go in one transaction, each copied, proven and tied to
its folder; only then are the files set aside. Back, every file is made and proven under another
name before the first one takes its place. So a move that is interrupted has changed nothing, or can
be seen to be done. The epoch changes: stations offer again what they have, and whatever the move
missed comes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias

from sqlalchemy import Connection

from kiosk.faults import SettingsFault, StoreFault
from kiosk.machine.files import PART, flush
from kiosk.machine.folder_lock import exclusive
from kiosk.server.store.copies.rows import copy_site, site_ids
from kiosk.server.store.copies.store import in_words, opened, require_answer
from kiosk.server.store.copies.store_words import parted, read_words, united, write_words
from kiosk.server.store.dialect import Backend, store_of
from kiosk.server.store.processes.folder_claim import tie, untie
from kiosk.server.store.restored_backup import change_epoch

_FILE: Final = "server.db"

ToldOf: TypeAlias = Callable[[str, int, int], None]
"""Called with a site, how many of its rows are copied so far, and how many there are."""


@dataclass(frozen=True, slots=True)
class Moving:
    """A home that moves: its site, its folder, and the database with its store, "" for the file."""

    site_id: str
    folder: Path
    database: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A home that has moved: rows by table, and the folder with its file, if it was in one.

    A database that was left holds all it held; whoever made it may drop it.
    """

    site_id: str
    counts: Mapping[str, int]
    set_aside: Path | None


def move_homes(homes: Sequence[Moving], to: str, at: datetime, told: ToldOf) -> Sequence[Moved]:
    """Moves the stores of all these homes to the database `to`, or with "" each to its folder.

    SettingsFault when a server runs, when there is nothing to move, or when a home is there
    already.
    """
    for home in homes:
        _require_way(home, to)
    with ExitStack() as held:
        for home in homes:
            held.enter_context(exclusive(home.folder))
        if to:
            for home in homes:
                _require_own(home)
            new = store_of(homes[0].folder, to)
            counts = _to_database(homes, new, told)
            return [Moved(it.site_id, counts[it.site_id], _set_aside(it, at)) for it in homes]
        counts = _to_files(homes, told)
        return [Moved(it.site_id, counts[it.site_id], None) for it in homes]


def _require_way(home: Moving, to: str) -> None:
    """SettingsFault unless the home has a store, elsewhere than `to`, and both places answer."""
    if not home.database and not to:
        expected = "expected a store in a database: it is in the file already"
        raise SettingsFault(f"{home.folder}: {expected}")
    if home.database and to:
        expected = "expected --to file: the store is in a database (database, site.toml)"
        raise SettingsFault(expected)
    old, new = store_of(home.folder, home.database), store_of(home.folder, to)
    require_answer(old)
    require_answer(new)
    if not old.is_made():
        raise SettingsFault(f"{old.place}: expected the store of a home")


def _to_database(
    homes: Sequence[Moving], new: Backend, told: ToldOf
) -> Mapping[str, Mapping[str, int]]:
    counts, words = {}, []
    with in_words(new.place), opened(new) as after, after.write() as target:
        _require_room(new, target, homes)
        for home in homes:
            with _read(home) as source:
                counts[home.site_id] = _copy(home, source, target, told)
                words.append(read_words(source))
        write_words(target, united(words))
        change_epoch(target)
        for home in homes:
            tie(home.folder, target, home.site_id)
    return counts


def _require_room(new: Backend, target: Connection, homes: Sequence[Moving]) -> None:
    found = site_ids(target)
    if not found:
        return
    doubled = [home.site_id for home in homes if home.site_id in found]
    expected = f"expected an empty database, this one holds {' and '.join(doubled or found)}"
    how = "name it in site.toml (database) if it was moved before, else make another one"
    raise SettingsFault(f"{new.place}: {expected}: {how}")


def _require_own(home: Moving) -> None:
    """The file has this site alone. It is brought up to date before the database waits for it."""
    with in_words(f"{home.folder}"), _read(home) as source:
        held = site_ids(source)
    if held != [home.site_id]:
        expected = f"expected the store of {home.site_id} alone"
        holds = " and ".join(held) or "no site"
        raise SettingsFault(f"{home.folder}: {expected}, this one holds {holds}")


def _to_files(homes: Sequence[Moving], told: ToldOf) -> Mapping[str, Mapping[str, int]]:
    """The databases are given up once all files are whole and in their places."""
    for home in homes:
        if (home.folder / _FILE).exists():
            raise SettingsFault(f"{home.folder}: expected no {_FILE} yet: a home is there already")
    counts: dict[str, Mapping[str, int]] = {}
    with ExitStack() as parts:
        for home in homes:
            parts.enter_context(_unfinished(home))
            with in_words(f"{home.folder}"), _read(home) as source:
                held = site_ids(source)
                _require_all(home, homes, held)
                with opened(store_of(_part(home))) as after, after.write() as target:
                    counts[home.site_id] = _copy(home, source, target, told)
                    write_words(target, parted(read_words(source), home.site_id, held))
                    change_epoch(target)
            _require_one_file(home)
        _put_in_place(homes)
    for home in homes:
        store = store_of(home.folder, home.database)
        with in_words(store.place), opened(store) as left, left.write() as connection:
            untie(home.folder, connection, home.site_id)
    return counts


def _require_all(home: Moving, homes: Sequence[Moving], held: Sequence[str]) -> None:
    """A database that goes on with some of its sites would keep the words of those that left."""
    place = store_of(home.folder, home.database).place
    if home.site_id not in held:
        raise SettingsFault(f"{place}: expected the store of {home.site_id}, there is none in it")
    missing = sorted(set(held) - {other.site_id for other in homes})
    if missing:
        how = "give --config the folder with the files of all its sites"
        raise SettingsFault(f"{place}: holds {' and '.join(missing)} too: {how}")


def _require_one_file(home: Moving) -> None:
    if any(_part(home).glob("*.db-*")):
        # Whoever takes the file alone would leave behind what is still in its log.
        raise StoreFault(f"{home.folder}: the copy is not whole in its one file")


def _put_in_place(homes: Sequence[Moving]) -> None:
    """All files, or none: what is in its place already is taken back when another cannot be."""
    done: list[Moving] = []
    try:
        for home in homes:
            (_part(home) / _FILE).rename(home.folder / _FILE)
            done.append(home)
            flush(home.folder)
    except OSError as fault:
        for home in done:
            (home.folder / _FILE).rename(_part(home) / _FILE)
        raise StoreFault(f"{home.folder}: {fault.strerror}") from fault


@contextmanager
def _read(home: Moving) -> Iterator[Connection]:
    with opened(store_of(home.folder, home.database)) as before, before.read() as source:
        yield source


def _copy(home: Moving, source: Connection, target: Connection, told: ToldOf) -> Mapping[str, int]:
    """A fault names the site."""
    site_id = home.site_id
    try:
        return copy_site(source, target, site_id, lambda done, whole: told(site_id, done, whole))
    except StoreFault as fault:
        raise StoreFault(f"{site_id}: {fault}") from fault


def _set_aside(home: Moving, at: datetime) -> Path:
    folder = home.folder / f"moved-{at:%Y%m%dT%H%M%SZ}"
    folder.mkdir(mode=0o700)
    for path in sorted(home.folder.glob(f"{_FILE}*")):
        path.rename(folder / path.name)
    flush(folder)
    flush(home.folder)
    return folder


def _part(home: Moving) -> Path:
    return home.folder / f"moving{PART}"


@contextmanager
def _unfinished(home: Moving) -> Iterator[None]:
    """The folder of a file that is being made is gone at the end, whatever is in it then."""
    _remove(_part(home))
    try:
        yield
    finally:
        _remove(_part(home))


def _remove(part: Path) -> None:
    """A store that was never finished."""
    for path in part.glob("*"):
        path.unlink()
    if part.exists():
        part.rmdir()
