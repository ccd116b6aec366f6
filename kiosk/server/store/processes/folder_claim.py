"""The tie between a site in a database and the folder with the pictures of its home.

Both keep the same random id. Without it a server with another folder would find none of the
pictures, and one with a folder of another home would delete that home's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import uuid6
from sqlalchemy import Connection, delete, select

from kiosk.faults import SettingsFault
from kiosk.machine.files import flush, make_private
from kiosk.server.store.dialect import upsert
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.tables import meta

FILE: Final = "home-id"
_KEY: Final = "home_id "
_STORE: Final = "server.db"
_OWN: Final = (_STORE, "pictures")


def refuse_to_begin_anew(folder: Path) -> None:
    """SettingsFault where a new file would be made although this home's store is in a database."""
    if (folder / FILE).exists() and not (folder / _STORE).exists():
        expected = "expected database = … in site.toml: the store of this home is in a database"
        raise SettingsFault(f"{folder}: {expected}, not in this folder")


def refuse_file_beside(folder: Path) -> None:
    """SettingsFault where a home's file lies although its store is in a database."""
    if (folder / _STORE).exists():
        expected = f"expected no {_STORE} beside a store in a database"
        how = f"take the line database = … out of site.toml, or move {_STORE} away"
        raise SettingsFault(f"{folder}: data_dir: {expected}: {how}")


def claim(folder: Path, database: ServerDatabase, site_id: str) -> None:
    """Ties a new home's database and folder; SettingsFault when they belong to different homes."""
    refuse_file_beside(folder)
    file, key = folder / FILE, f"{_KEY}{site_id}"
    with database.write() as connection:
        rows = connection.execute(select(meta).where(meta.c.key.startswith(_KEY)))
        ids: dict[str, str] = {row.key: row.value for row in rows}
        known = ids.get(key)
        found = file.read_text(encoding="ascii").strip() if file.exists() else None
        if known is not None:
            if found != known:
                expected = f"expected the folder of the home in the database ({FILE} {known})"
                raise SettingsFault(f"{folder}: data_dir: {expected}: mount it here, or copy it")
            return
        if found not in ids.values() and any(_holds(folder / name) for name in _OWN):
            expected = "expected a folder without the pictures of another home"
            why = "as this database has none of this site yet"
            raise SettingsFault(f"{folder}: data_dir: {expected}, {why}")
        tie(folder, connection, site_id)


def tie(folder: Path, connection: Connection, site_id: str) -> None:
    """Has the database and the folder keep one id: the folder's, the database's, or a new one."""
    file, key = folder / FILE, f"{_KEY}{site_id}"
    known = connection.scalar(select(meta.c.value).where(meta.c.key == key))
    found = file.read_text(encoding="ascii").strip() if file.exists() else None
    home_id = found or known or str(uuid6.uuid7())
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_private(file)
    file.write_text(home_id, encoding="ascii")
    flush(file)
    flush(folder)
    connection.execute(upsert(meta, {"key": key}, {"value": home_id}))


def untie(folder: Path, connection: Connection, site_id: str) -> None:
    """Has the database be no folder's any more: a server that is started on it is refused."""
    (folder / FILE).unlink(missing_ok=True)
    flush(folder)
    connection.execute(delete(meta).where(meta.c.key == f"{_KEY}{site_id}"))


def _holds(path: Path) -> bool:
    """Whether there is such a file, or a folder with something in it."""
    return any(path.iterdir()) if path.is_dir() else path.exists()
