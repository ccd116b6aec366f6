"""Backups of the store on the station's own disk. Never touches the store itself.

They help against a damaged file, not against a lost disk.
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
"""How many backups are kept."""
_NAME = re.compile(r"station-(\d+)\.db")


class Backups:
    """The folder of backups. `make` and `renew` may run on any one thread at a time."""

    def __init__(self, store: Path, folder: Path) -> None:
        self._store = store
        self._folder = folder
        with store_faults():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for stray in folder.glob(f"*{PART}*"):
                stray.unlink()

    def newest_first(self) -> Sequence[Path]:
        """The backups by their running number: a clock may have said anything."""
        found = [(number, path) for path in self._folder.iterdir() if (number := _number_of(path))]
        return [path for _, path in sorted(found, reverse=True)]

    def make(self) -> Path:
        """Makes one more backup, on disk when this returns, and deletes the oldest beyond `KEPT`.

        StoreDamaged when the store is damaged, StoreFault when the disk is full.
        """
        with store_faults():
            before = self.newest_first()
            number = (_number_of(before[0]) if before else 0) + 1
            made = self._folder / f"station-{number:06}.db"
            sqlite_copy.copy_database(self._store, made)
            for old in before[KEPT - 1 :]:
                old.unlink()
        return made

    def renew(self) -> None:
        """Makes one backup and deletes all older ones, so that none holds deleted text."""
        made = self.make()
        with store_faults():
            for path in self.newest_first():
                if path != made:
                    path.unlink()


def _number_of(path: Path) -> int:
    match = _NAME.fullmatch(path.name)
    return int(match[1]) if match else 0
