"""A fake camera listener: records what it gets and lets a test wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.camera.camera import CameraState
from kiosk.camera.frame import Frame
from kiosk.camera.supervision import CameraListeners
from kiosk.clock import SystemClock


class Listener:
    """Counts frames and lists states; `forbidden` counts frames that came when none was allowed."""

    def __init__(self) -> None:
        self.clock = SystemClock()
        self.states: list[CameraState] = []
        self.count = 0
        self.newest: Frame | None = None
        self.allowed = True
        self.forbidden = 0
        self._changed = threading.Condition()

    def on_frame(self, frame: Frame) -> None:
        with self._changed:
            self.count += 1
            self.newest = frame
            self.forbidden += not self.allowed
            self._changed.notify_all()

    def on_state(self, state: CameraState) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def listeners(self) -> CameraListeners:
        return CameraListeners(self.on_frame, self.on_state)

    def wait_state(self, state: CameraState, within_s: float = 5.0) -> float:
        """Seconds until the last state told is `state`; fails the test when it does not come."""
        return self._wait(lambda: self.states[-1:] == [state], within_s, f"no {state}")

    def wait_frames(self, more: int, within_s: float = 5.0) -> float:
        """Seconds until `more` further frames came."""
        goal = self.count + more
        return self._wait(lambda: self.count >= goal, within_s, "too few frames")

    def _wait(self, done: Callable[[], bool], within_s: float, otherwise: str) -> float:
        since = self.clock.monotonic_s()
        with self._changed:
            came = self._changed.wait_for(done, within_s)
        assert came, f"{otherwise} within {within_s} s; states were {self.states}"
        return self.clock.monotonic_s() - since
