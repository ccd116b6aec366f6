"""The demonstration: a folder, a site, and a server process beside the kiosk.

Nothing of a real station goes through here: what it starts are the very same programs.
"""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Final, Self

import msgspec
import requests

from kiosk.clock import Clock
from kiosk.faults import LinkFault, SettingsFault
from kiosk.resources import ASSETS
from kiosk.retry import Backoff, Worker
from kiosk.server.auth.members import Role
from kiosk.server.home import Home, open_home
from kiosk.settings import (
    DATABASE_VARIABLE,
    CameraPart,
    PeoplePart,
    ScreenPart,
    ServerPart,
    StationSettings,
    read_site,
)

FILM: Final = ASSETS / "film" / "laptop.avi"
"""Made by the build (hatch_build.py), for machines without a camera."""
MEMBERS: Final = ("Maya", "Ben", "Tomás")
LETTER: Final = "B"
_CODE_LASTS: Final = timedelta(days=30)
_START_LIMIT_S: Final = 30.0
_WATCH_S: Final = 1.0


class Demonstration:
    """A context manager: the server runs, and is started again if it dies, until the block ends."""

    def __init__(self, folder: Path, port: int, clock: Clock) -> None:
        self._folder = folder
        self._port = port
        self._clock = clock
        self._server: subprocess.Popen[bytes] | None = None
        self._watch = Worker("demo_server", self._look, Backoff(1.0, 10.0, random.Random()))
        self.url = f"http://127.0.0.1:{port}"
        self.pins: dict[str, str] = {}
        self.desk_url = ""

    def __enter__(self) -> Self:
        """Everything is made and the server answers when this returns."""
        self._check_port()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._write_site()
        settings = read_site(self._site_file)
        home = open_home(settings.site, Path(settings.data_dir), self._clock)
        try:
            self._prepare(home)
        finally:
            home.close()
        self._server = self._start()
        self._wait_until_it_answers()
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """The server ends with the demonstration."""
        self._watch.stop()
        if self._server is not None:
            self._server.terminate()
            self._server.wait(timeout=10)

    def station_settings(self, *, camera: str, full_screen: bool) -> StationSettings:
        """Settings of the demonstration's station; `camera` empty plays the film."""
        return StationSettings(
            server=ServerPart(self.url, str(self._token_file)),
            data_dir=str(self._folder / "station"),
            camera=CameraPart(camera or str(FILM)),
            people=PeoplePart(str(ASSETS / "demo" / "people.csv")),
            screen=ScreenPart(full_screen=full_screen, width=540, height=960),
        )

    @property
    def _site_file(self) -> Path:
        return self._folder / "site.toml"

    @property
    def _token_file(self) -> Path:
        return self._folder / "token"

    def _check_port(self) -> None:
        """Whoever answers there already is not our server."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self._port))
            except OSError as fault:
                raise SettingsFault(
                    f"--port: expected a free one, {self._port} is taken"
                ) from fault

    def _write_site(self) -> None:
        """The shipped site with this machine's address, so that the number's code leads there."""
        shipped = (ASSETS / "demo" / "site.toml").read_text(encoding="utf-8")
        local = f'public_url = "{self.url}"\ndata_dir = "server"\n'
        self._site_file.write_text(
            shipped.replace("picture_days", f"{local}picture_days", 1), encoding="utf-8"
        )

    def _prepare(self, home: Home) -> None:
        self._prepare_members(home)
        if not self._token_file.exists():
            self._token_file.touch(mode=0o600)
            self._token_file.write_text(home.devices.pair_station(LETTER), encoding="ascii")
        self.desk_url = f"{self.url}/desk/#pair={home.devices.pairing_code(_CODE_LASTS)}"

    def _prepare_members(self, home: Home) -> None:
        """PINs are kept beside the store here, and only here, so that each start can print them."""
        kept = self._folder / "pins.json"
        if kept.exists():
            self.pins = json.loads(kept.read_text(encoding="utf-8"))
            return
        for name in MEMBERS:
            added = home.members.add(name, Role.LEAD if name == MEMBERS[0] else Role.MEMBER)
            pin = added[1] if added else home.members.reset_pin(name)
            self.pins[name] = pin or ""
        kept.touch(mode=0o600)
        kept.write_bytes(msgspec.json.encode(self.pins))

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "kiosk", "serve", "--config", str(self._site_file)]
        log = (self._folder / "server.log").open("ab")
        with log:
            return subprocess.Popen(
                [*command, "--port", str(self._port)],
                env={**os.environ, DATABASE_VARIABLE: ""},  # its store is in its own folder
                stdin=subprocess.DEVNULL,
                stderr=log,
            )

    def _look(self) -> float:
        if self._server is not None and self._server.poll() is not None:
            self._server = self._start()
        return _WATCH_S

    def _wait_until_it_answers(self) -> None:
        ends_s = self._clock.monotonic_s() + _START_LIMIT_S
        pause = Event()
        while self._clock.monotonic_s() < ends_s:
            if self._server is not None and self._server.poll() is not None:
                log = self._folder / "server.log"
                raise LinkFault(f"the server ended at once; see {log}")
            if self._answers():
                return
            pause.wait(0.1)
        raise LinkFault("the server did not answer in time")

    def _answers(self) -> bool:
        try:
            answer = requests.get(f"{self.url}/api/openapi.json", timeout=2)
        except requests.RequestException:
            return False
        return answer.ok
