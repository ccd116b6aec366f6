"""Capture thread: opens the device once, delivers its pictures, releases it.

What silence means, and whether to open again, is decided by its supervisor
(kiosk/camera/supervision.py).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.camera.frame import Pixels
from kiosk.clock import Clock
from kiosk.faults import CameraFault

if TYPE_CHECKING:
    from kiosk.camera.blank_frames import BlankFrameDetector, BlankReason
    from kiosk.camera.device import Device

TORN_IN_A_ROW = 10
"""Reads in a row without a valid picture that end the thread; fewer are skipped."""

_LATE_S = 0.25


class CaptureThread:
    """Reads until retired, or until the source gives nothing more.

    `show` gets each picture on this thread. `on_change` is called from it too: at the end, at the
    next picture after `notify_next` was set, and when `blind` has changed.
    """

    def __init__(
        self,
        open_device: Callable[[], Device],
        *,
        show: Callable[[Pixels], None],
        on_change: Callable[[], None],
        clock: Clock,
    ) -> None:
        self._open_device = open_device
        self._show = show
        self._has_changed = on_change
        self._clock = clock
        self._retired = threading.Event()
        self._ended = threading.Event()
        # Re-entrant, because whoever gets a picture may close the camera in the same call.
        self._delivery_lock = threading.RLock()
        self._newest: Pixels | None = None
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self._last_at_s: float | None = None
        self._blank_detector: BlankFrameDetector | None = None
        self.shown = False
        self.blind: BlankReason | None = None
        self.notify_next = True

    @property
    def ended(self) -> bool:
        """True once the device is released and the thread is done."""
        return self._ended.is_set()

    def silent_s(self, now: float) -> float:
        """Seconds since the last picture, or since the device was first asked for one."""
        return 0.0 if self._last_at_s is None else now - self._last_at_s

    @property
    def newest(self) -> Pixels | None:
        """The last picture in full size; None before the first and after retirement."""
        return self._newest

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def retire(self) -> None:
        """Asks the thread to end and returns at once; one more picture may be delivered."""
        self._retired.set()
        self._newest = None

    def wait_gone(self, timeout_s: float) -> None:
        """After `retire`: waits for the device's release; no picture is delivered from then on.

        This holds if `show` does not block for longer than `timeout_s`.
        """
        if self._thread is threading.current_thread():
            return
        self._ended.wait(timeout_s)
        # A thread stuck in the device does not hold this lock; one that is delivering does.
        if self._delivery_lock.acquire(timeout=max(timeout_s, _LATE_S)):
            self._delivery_lock.release()

    def _run(self) -> None:
        try:
            self._open_and_read()
        except CameraFault:
            pass  # The end, reported below, says all that the fault says.
        finally:
            self._newest = None
            self._ended.set()
            self._has_changed()

    def _open_and_read(self) -> None:
        # Late, or the first screen would wait for it; before silence is measured, as from a cold
        # disk it takes seconds and is not the camera's fault.
        import kiosk.camera.device  # noqa: F401  loaded here, off the caller's thread
        from kiosk.camera.blank_frames import BlankFrameDetector

        self._blank_detector = BlankFrameDetector()
        self._last_at_s = self._clock.monotonic_s()
        if self._retired.is_set():
            return
        device = self._open_device()
        try:
            self._read(device)
        finally:
            device.release()

    def _read(self, device: Device) -> None:
        from kiosk.camera.pixels import is_whole

        due_at = self._clock.monotonic_s()
        torn = 0
        while torn < TORN_IN_A_ROW and not self._retired.is_set():
            picture = device.read()
            if picture is None or not is_whole(picture):
                torn += 1
                continue
            torn = 0
            self._deliver(picture)
            if device.pace_s:
                due_at = self._keep_pace(due_at + device.pace_s)

    def _deliver(self, picture: Pixels) -> None:
        with self._delivery_lock:
            if self._retired.is_set():
                return
            before, self._newest = self._newest, picture
            self._last_at_s = self._clock.monotonic_s()
            self.shown = True
            self._show(picture)
            turned = self._turned_blind(picture, before, self._last_at_s)
        if self.notify_next or turned:
            self.notify_next = False
            self._has_changed()

    def _turned_blind(self, picture: Pixels, before: Pixels | None, now: float) -> bool:
        """Checks the picture for blankness; True when the result has changed."""
        assert self._blank_detector is not None
        was, self.blind = self.blind, self._blank_detector.judge(picture, before, now)
        return self.blind is not was

    def _keep_pace(self, due_at: float) -> float:
        now = self._clock.monotonic_s()
        if now > due_at + _LATE_S:
            return now  # Too late to catch up: continue from now.
        self._retired.wait(max(0.0, due_at - now))
        return due_at
