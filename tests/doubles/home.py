"""A real home on a disk, asked over HTTP without a socket; it may die and be restored."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import Connection

from kiosk.domain.queue import line
from kiosk.domain.visit import Visit
from kiosk.server.app import create_app, open_home
from kiosk.server.visit_rows import load_open, load_visit
from tests.doubles.clock import FakeClock
from tests.doubles.fuse import Fuse
from tests.doubles.in_process import Answer, answer_of
from tests.doubles.words import SITE

PAGES = Path(__file__).parents[2] / "ui" / "web"


class LiveHome:
    """The home of the site of `words`, opened on a copy of a store made once.

    `fuse` burns in its transactions: whoever lights it starts the home again when it has died.
    """

    def __init__(self, made: Path, folder: Path, clock: FakeClock) -> None:
        shutil.copytree(made, folder)
        self.folder = folder
        self.fuse = Fuse()
        self._clock = clock
        self._open()

    @staticmethod
    def make(folder: Path, letters: str) -> dict[str, str]:
        """A store in which nothing has happened, to be copied; its stations' tokens."""
        home = open_home(SITE, folder, FakeClock())
        tokens = {letter: home.devices.pair_station(letter) for letter in letters}
        home.database.close()
        return tokens

    def _open(self) -> None:
        self.home = open_home(SITE, self.folder, self._clock)
        self._make_mortal()
        self.home.album.sweep()
        self.desk = self.home.desk
        self.epoch = self.home.database.epoch
        self._app = create_app(self.home, PAGES)
        self._reader = sqlite3.connect(self.folder / "server.db")

    def _make_mortal(self) -> None:
        database: Any = self.home.database
        write = self.home.database.write

        def mortal() -> AbstractContextManager[Connection]:
            return self.fuse.around(write)

        database.write = mortal

    def close(self) -> None:
        self._reader.close()
        self.home.database.close()

    def start_again(self) -> None:
        """It died, or was stopped, and comes back."""
        self.fuse.put_out()
        self.close()
        self._open()

    def back_up(self, to: Path) -> None:
        """A copy as a backup takes it: one file, while everything goes on."""
        self._reader.execute("vacuum into ?", (str(to),))

    def restore(self, backup: Path, epoch: str) -> None:
        """The store is the backup's from now on, under a new epoch."""
        self.close()
        for path in self.folder.glob("server.db*"):
            path.unlink()
        shutil.copyfile(backup, self.folder / "server.db")
        with closing(sqlite3.connect(self.folder / "server.db")) as db:
            db.execute("update meta set value = ? where key = 'epoch'", (epoch,))
            db.commit()
        self._open()

    def ask(self, request: requests.PreparedRequest) -> Answer:
        """What it says to a request; `Died` when its fuse burnt through meanwhile."""
        answer = answer_of(self._app, request)
        assert answer.status < 500, f"the home itself failed: {answer.status} {answer.body!r}"
        return answer

    def visit(self, visit_id: str) -> Visit | None:
        with self.home.database.read() as connection:
            return load_visit(connection, visit_id)

    def line(self) -> list[Visit]:
        """Who waits, first to be called first."""
        with self.home.database.read() as connection:
            return [place.visit for place in line(load_open(connection, SITE.site_id))]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What somebody else reading the file would see."""
        return self._reader.execute(query).fetchall()

    def head(self) -> int:
        [(seq,)] = self.rows("select seq from sites")
        return int(seq)
