"""Whole kiosks before the home of the server's tests, for faults between the two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Event

from kiosk.clock import Clock
from kiosk.domain.snapshot import StationSnapshot
from kiosk.settings import ServerPart, StationSettings
from kiosk.station.bootstrap import open_station
from kiosk.station.station import Station

PATIENCE_S = 120.0


class KioskFolder:
    """A kiosk's folder: its token, its settings, and the station that runs in it."""

    def __init__(self, folder: Path, url: str, clock: Clock) -> None:
        folder.mkdir()
        self.token = folder / "token"
        self.settings = StationSettings(ServerPart(url, str(self.token)), str(folder / "data"))
        self._clock = clock

    def holds(self, token: str) -> None:
        """Somebody carries a token to it."""
        self.token.write_text(token, encoding="ascii")

    def runs(self) -> AbstractContextManager[Station]:
        """The station, until the block ends."""
        return self._runs()

    @contextmanager
    def _runs(self) -> Iterator[Station]:
        with open_station(self.settings, self._clock) as station:
            yield station


def hears(station: Station, true: Callable[[StationSnapshot], bool]) -> None:
    """Waits until the station's welcome is so."""
    heard = Event()
    station.on_snapshot(lambda snapshot: heard.set() if true(snapshot) else None)
    if not true(station.snapshot()):
        assert heard.wait(PATIENCE_S), station.snapshot()
