"""`kiosk serve` as a process of its own: started, told to end, or killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import requests

from kiosk.clock import SystemClock
from kiosk.server.auth.members import Role
from kiosk.server.home import HomeMeans, open_home
from kiosk.settings import DATABASE_VARIABLE, read_site
from tests.doubles.ports import reserve_port
from tests.doubles.stores import Stores

ROOT = Path(__file__).parents[2]
START_LIMIT_S = 120
SETTINGS = """
id = "lab"
name = "The Lab"
[[stations]]
letter = "B"
[[stations]]
letter = "C"
[[stations]]
letter = "D"
[quotas]
visits_a_minute = 10000
visits_burst = 10000
visits_a_day = 1000000
"""


@dataclass
class Child:
    """A server of its own in `folder`; `log` is all it ever said."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None
    stations: dict[str, str] = field(default_factory=dict)
    member_id: str = ""
    pin: str = ""
    code: str = ""
    stores: Stores = field(default_factory=Stores)
    workers: int = 1

    def __post_init__(self) -> None:
        self.config = self.folder / "site.toml"
        self.config.write_text(SETTINGS, encoding="utf-8")
        self.port = reserve_port()
        self.url = f"http://127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        return self.folder / "server"

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def prepare(self) -> None:
        """Makes the store with three stations, a lead and a code for a tablet."""
        site, database = read_site(self.config).site, self.stores.address(self.data)
        home = open_home(site, self.data, SystemClock(), means=HomeMeans(database=database))
        self.stations = {letter: home.devices.pair_station(letter) for letter in "BCD"}
        self.code = home.devices.pairing_code(timedelta(minutes=10))
        added = home.members.add("Maya Lund", Role.LEAD)
        assert added is not None
        self.member_id, self.pin = added[0].id, added[1]
        home.close()

    def start(self) -> None:
        """Runs when it answers."""
        command = [sys.executable, "-m", "kiosk", "serve", "--config", str(self.config)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port), "--workers", str(self.workers)],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), **self._database()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        pause = Event()
        for _ in range(START_LIMIT_S * 20):
            assert self.process.poll() is None, self.log
            if self._answers():
                return
            pause.wait(0.05)
        raise AssertionError(self.log)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What somebody else reading the store sees."""
        with self.stores.opened(self.data) as store:
            found: list[tuple[Any, ...]] = store.execute(query).fetchall()
            return found

    def kill_a_worker(self) -> None:
        """One of several; its supervisor starts another."""
        assert self.process is not None
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        workers = listed.read_text(encoding="ascii").split()
        if workers:
            with suppress(ProcessLookupError):
                os.kill(int(workers[0]), signal.SIGKILL)

    def _database(self) -> dict[str, str]:
        return {DATABASE_VARIABLE: self.stores.address(self.data)}

    def kill(self) -> None:
        """As a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """As systemd would; the exit status."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(timeout=120)

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/api/v1/desk/session", timeout=2).ok
        except requests.RequestException:
            return False
