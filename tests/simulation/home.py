"""The home of the simulation: asked over HTTP without a socket, and it may die."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import Connection

from kiosk.server.app import create_app
from kiosk.server.home import HomeMeans, open_home
from kiosk.server.sites import Sites
from tests.doubles.clock import FakeClock
from tests.doubles.fuse import Fuse
from tests.doubles.home import LiveHome
from tests.doubles.in_process import Answer, answer_of
from tests.doubles.stores import Stores
from tests.doubles.words import SITE

PAGES = Path(__file__).parents[2] / "ui" / "web"


class MortalHome(LiveHome):
    """`fuse` burns in its transactions: whoever lights it starts the home again afterwards."""

    def __init__(
        self, made: Path, folder: Path, clock: FakeClock, stores: Stores | None = None
    ) -> None:
        self.folder = folder
        self.fuse = Fuse()
        super().__init__(made, folder, clock, stores)

    @staticmethod
    def make_with_stations(
        folder: Path, letters: str, stores: Stores | None = None
    ) -> dict[str, str]:
        """A store in which nothing has happened, to be copied; its stations' tokens."""
        stores = stores or Stores()
        means = HomeMeans(database=stores.address(folder))
        home = open_home(SITE, folder, FakeClock(), means=means)
        tokens = {letter: home.devices.pair_station(letter) for letter in letters}
        home.close()
        stores.keep(folder)
        return tokens

    def _open(self) -> None:
        super()._open()
        database: Any = self.home.store._database
        write = database.write

        def mortal(site_id: str | None = None) -> AbstractContextManager[Connection]:
            return self.fuse.around(partial(write, site_id))

        database.write = mortal
        self.home.picture_store.sweep()
        self._app = create_app(Sites([self.home]), PAGES)

    def start_again(self) -> None:
        """It died, or was stopped, and comes back."""
        self.fuse.put_out()
        self.close()
        self._open()

    def ask(self, request: requests.PreparedRequest) -> Answer:
        """What it says to a request; `Died` when its fuse burnt through meanwhile."""
        answer = answer_of(self._app, request)
        assert answer.status < 500, f"the home itself failed: {answer.status} {answer.body!r}"
        return answer

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What somebody else reading the file would see."""
        found: list[tuple[Any, ...]] = self._reader.execute(query).fetchall()
        return found
