"""A hand-written camera device: gives grey pictures, hangs, freezes or refuses when told to.

Its time is the test's: each picture takes `FRAME_S` of a clock that stands still otherwise. So a
thread that a busy machine keeps waiting is never taken for a silent camera.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from kiosk.camera.frame import Pixels
from kiosk.faults import CameraFault
from tests.doubles.clock import FakeClock
from tests.doubles.waiting import HANG_S

FRAME_S = 0.002
STEP_S = 0.01


class FakePlug:
    """Where a device is plugged in. One plug hands out many devices, one for each opening."""

    def __init__(self, *, picture: Pixels | None = None) -> None:
        self.clock = FakeClock()
        self.picture = np.full((72, 128, 3), 90, np.uint8) if picture is None else picture
        self.there = True
        self.exclusive = False
        self.wanted = True
        self.unwanted_openings = 0
        self.openings = 0
        self.open_now = 0
        self.hanging = threading.Event()
        self.held = threading.Event()
        self.hung = 0
        self.torn = 0
        self.frozen = False
        self._reads = 0
        self._free = threading.Event()
        self._pause = threading.Event()
        self._lock = threading.Condition()

    def open_device(self) -> FakeDevice:
        with self._lock:
            self.openings += 1
            self._lock.notify_all()
            self.unwanted_openings += not self.wanted
            if not self.there or (self.exclusive and self.open_now):
                msg = "nothing is plugged in, or it is busy"
                raise CameraFault(msg)
            self.open_now += 1
        return FakeDevice(self)

    def hang(self) -> None:
        """From now on reads do not come back."""
        self._free = threading.Event()
        self.held.clear()
        self.hanging.set()

    def free(self) -> None:
        """Hanging reads come back, with the picture they were to bring; later ones do not hang."""
        self.hanging.clear()
        self._free.set()

    def read(self) -> Pixels | None:
        if self.hanging.is_set():
            self._hang()
        self._pause.wait(FRAME_S)
        self.clock.pass_s(FRAME_S)
        if not self.there:
            return None
        if self.torn:
            self.torn -= 1
            return None
        picture = self.picture.copy()
        if not self.frozen:  # A real sensor never gives the same picture twice.
            self._reads += 1
            picture.flat[0] = self._reads % 2
        return picture

    def _hang(self) -> None:
        with self._lock:
            self.hung += 1
        self.held.set()
        self._free.wait(HANG_S)
        with self._lock:
            self.hung -= 1

    def time_passes(self) -> None:
        """A step of time in which no picture can come: every reader hangs, or there is none."""
        with self._lock:
            if self.hung == self.open_now:
                self.clock.pass_s(STEP_S)

    def was_opened(self, times: int) -> bool:
        """Waits until there were so many openings."""
        return self._becomes(lambda: self.openings >= times)

    def was_released(self) -> bool:
        """Waits until nobody has it open."""
        return self._becomes(lambda: self.open_now == 0)

    def _becomes(self, true: Callable[[], bool]) -> bool:
        for _ in range(int(HANG_S / STEP_S)):
            with self._lock:
                if self._lock.wait_for(true, STEP_S):
                    return True
            self.time_passes()
        return False

    def closed(self) -> None:
        with self._lock:
            self.open_now -= 1
            self._lock.notify_all()


class FakeDevice:
    """One opening of a plug, which keeps the pace."""

    pace_s = 0.0

    def __init__(self, plug: FakePlug) -> None:
        self._plug = plug

    def read(self) -> Pixels | None:
        return self._plug.read()

    def release(self) -> None:
        self._plug.closed()
