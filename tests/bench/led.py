"""The processes that are measured: a kiosk with meters, and programs that print one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2

from kiosk.clock import SystemClock
from kiosk.station.store.store import Store
from scripts import film
from tests.bench.screen_names import VISIT
from tests.doubles.words import state_of_site
from tests.journeys.actors import HomeProcess, Kiosk

SIZE = (1080, 1920)
LIMIT_S = 600

_ENVIRONMENT = {
    "QT_QPA_PLATFORM": "offscreen",
    "QT_QUICK_BACKEND": "software",
    "QSG_RENDER_LOOP": "basic",
}
FILM_FPS = 30
_FRAMES = 120
_FULL_HD = (1920, 1080)


class MeteredKiosk(Kiosk):
    """The journeys' kiosk with the meters of tests/bench/inside.py."""

    program = "tests.bench.inside"

    def __init__(
        self, folder: Path, home: HomeProcess, film: Path, size: tuple[int, int] = SIZE
    ) -> None:
        super().__init__(folder, home, film, size)
        self.home = home

    @property
    def pid(self) -> int:
        """The process."""
        assert self._process is not None
        return self._process.pid

    def ask(self, do: str, **more: Any) -> dict[str, Any]:
        """One command to the meter; its answer."""
        return self._ask(do=do, **more)

    def visit(self, steps: tuple[str, ...] = VISIT, leak: int = 0) -> None:
        """Touches one thing after the other."""
        answer = self.ask("visit", steps=list(steps), leak=leak)
        assert answer["done"], f"no “{answer['missing']}” on the screen: {self.words()}"

    def ready(self) -> None:
        """Waits for the welcome screen of an open site."""
        self.see("Touch here to start")


@contextmanager
def kiosk_at_work(work: Path, source: Path, *, still: bool = True) -> Iterator[MeteredKiosk]:
    """A kiosk and its home, both running. With `still` every change of screen is immediate."""
    with home_at_work(work) as home:
        kiosk = MeteredKiosk(work / "kiosk", home, source)
        os.environ["KIOSK_MOTION"] = "reduced" if still else "full"
        kiosk.start()
        try:
            kiosk.ready()
            yield kiosk
        finally:
            kiosk.stop()


@contextmanager
def home_at_work(work: Path) -> Iterator[HomeProcess]:
    """A server process."""
    home = HomeProcess(work / "home")
    home.start()
    try:
        yield home
    finally:
        home.stop()


def met_home(folder: Path) -> None:
    """The store of a kiosk in `folder` that has heard from its home."""
    store = Store(folder / "station" / "station.db", SystemClock())
    store.visits.remember(state_of_site())
    store.close()


def tell(program: str, *words: str) -> dict[str, Any]:
    """The line that a program of this folder tells, with the seconds since its spawn added."""
    since = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{program}", *words],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **_ENVIRONMENT},
        timeout=LIMIT_S,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**answer, "since_s": since}


def full_hd(path: Path) -> Path:
    """A film of 1920 × 1080 at 30 frames a second, Motion JPEG as a webcam sends it.

    Its words are too far away for the eyes, however slowly it runs: nearer, the picture would take
    itself.
    """
    far = cv2.resize(film.scene(), (700, 700), interpolation=cv2.INTER_AREA)
    scene = cv2.copyMakeBorder(far, 650, 650, 650, 650, cv2.BORDER_REPLICATE)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), FILM_FPS, _FULL_HD)
    width, height = _FULL_HD
    for number in range(_FRAMES):
        x, y = number % 60, 400 + number % 37
        writer.write(scene[y : y + height, x : x + width])
    writer.release()
    return path
