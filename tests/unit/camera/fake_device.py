"""A hand-written camera device: gives grey pictures, hangs, freezes or refuses when told to."""

from __future__ import annotations

import threading

import numpy as np

from kiosk.camera.frame import Pixels
from kiosk.faults import CameraFault

PATIENT_S = 30.0


class FakePlug:
    """Where a device is plugged in. One plug hands out many devices, one for each opening."""

    def __init__(self, *, picture: Pixels | None = None) -> None:
        self.picture = np.full((72, 128, 3), 90, np.uint8) if picture is None else picture
        self.there = True
        self.exclusive = False
        self.wanted = True
        self.unwanted_openings = 0
        self.openings = 0
        self.open_now = 0
        self.hanging = threading.Event()
        self.held = threading.Event()
        self.torn = 0
        self.frozen = False
        self._reads = 0
        self._free = threading.Event()
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
            self.held.set()
            self._free.wait(PATIENT_S)
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

    def was_opened(self, times: int, within_s: float) -> bool:
        """Waits until there were so many openings."""
        with self._lock:
            return self._lock.wait_for(lambda: self.openings >= times, within_s)

    def was_released(self, within_s: float) -> bool:
        """Waits until nobody has it open."""
        with self._lock:
            return self._lock.wait_for(lambda: self.open_now == 0, within_s)

    def closed(self) -> None:
        with self._lock:
            self.open_now -= 1
            self._lock.notify_all()


class FakeDevice:
    """One opening of a plug; gives a picture every 2 ms."""

    pace_s = 0.002

    def __init__(self, plug: FakePlug) -> None:
        self._plug = plug

    def read(self) -> Pixels | None:
        return self._plug.read()

    def release(self) -> None:
        self._plug.closed()
