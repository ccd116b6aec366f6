"""Owns the copies of the station's store kept on its own disk: a few, the newest first.

They help against a damaged file, not against a lost disk. Never touches the store itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kiosk.machine import sqlite_copy
from kiosk.machine.files import PART
from kiosk.station.store.database import store_faults

KEPT: Final = 4
"""How many copies are kept."""
_NAME = re.compile(r"station-(\d+)\.db")


class Backups:
    """The folder of copies. `make` and `renew` may run on any one thread at a time."""

    def __init__(self, store: Path, folder: Path) -> None:
        self._store = store
        self._folder = folder
        with store_faults():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for stray in folder.glob(f"*{PART}*"):
                stray.unlink()

    def newest_first(self) -> Sequence[Path]:
        """The copies, numbered as they were made: a clock may have said anything."""
        found = [(match, path) for path in self._folder.iterdir() if (match := _counted(path))]
        return [path for _, path in sorted(found, reverse=True)]

    def make(self) -> Path:
        """One more copy, on the disk when this returns; the oldest beyond `KEPT` goes.

        StoreDamaged when the store is, StoreFault when the disk takes no more.
        """
        with store_faults():
            before = self.newest_first()
            number = (_counted(before[0]) if before else 0) + 1
            made = self._folder / f"station-{number:06}.db"
            sqlite_copy.copy_database(self._store, made)
            for old in before[KEPT - 1 :]:
                old.unlink()
        return made

    def renew(self) -> None:
        """One copy as the store is now, and none from before: what was emptied lies in none."""
        made = self.make()
        with store_faults():
            for path in self.newest_first():
                if path != made:
                    path.unlink()


def _counted(path: Path) -> int:
    match = _NAME.fullmatch(path.name)
    return int(match[1]) if match else 0
