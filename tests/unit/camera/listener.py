"""A fake camera listener: records what it gets and lets a test wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.camera.camera import CameraState
from kiosk.camera.frame import Frame
from kiosk.camera.supervision import CameraListeners
from tests.doubles.waiting import HANG_S

STEP_S = 0.01


class Listener:
    """Counts frames and lists states; `forbidden` counts frames that came when none was allowed.

    `time_passes` is called again and again while a test waits.
    """

    def __init__(self, time_passes: Callable[[], None] = lambda: None) -> None:
        self._time_passes = time_passes
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

    def wait_state(self, state: CameraState) -> None:
        """Returns once the last state told is `state`; fails the test when it does not come."""
        self._wait(lambda: self.states[-1:] == [state], f"no {state}")

    def wait_frames(self, more: int) -> None:
        """Returns once `more` further frames came."""
        goal = self.count + more
        self._wait(lambda: self.count >= goal, "too few frames")

    def _wait(self, done: Callable[[], bool], otherwise: str) -> None:
        for _ in range(int(HANG_S / STEP_S)):
            with self._changed:
                if self._changed.wait_for(done, STEP_S):
                    return
            self._time_passes()
        message = f"{otherwise}; states were {self.states}"
        raise AssertionError(message)
