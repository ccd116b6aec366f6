"""Owns one generation of reading: a thread that opens the device, hands on pictures, releases it.

Never decides what a silence means and never opens a second time: that is the camera's business.
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
"""So many reads without a picture end a generation; fewer are torn pictures, which are skipped."""

_LATE_S = 0.25


class Reader:
    """Reads until retired, or until the source gives nothing more.

    `show` gets each picture on the reader's thread. `stirred` is called from there too: at the end,
    at the next picture whenever `awaited` was set, and when `blind` has changed.
    """

    def __init__(
        self,
        open_device: Callable[[], Device],
        *,
        show: Callable[[Pixels], None],
        stirred: Callable[[], None],
        clock: Clock,
    ) -> None:
        self._open_device = open_device
        self._show = show
        self._stirred = stirred
        self._clock = clock
        self._retired = threading.Event()
        self._ended = threading.Event()
        # Re-entrant, because whoever is handed a picture may close the camera there and then.
        self._handing = threading.RLock()
        self._newest: Pixels | None = None
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self._heard_at: float | None = None
        self._eyesight: BlankFrameDetector | None = None
        self.shown = False
        self.blind: BlankReason | None = None
        self.awaited = True

    @property
    def ended(self) -> bool:
        """True once the device is released and the thread has nothing left to do."""
        return self._ended.is_set()

    def silent_s(self, now: float) -> float:
        """Seconds since the last picture, or since the device was first asked for one."""
        return 0.0 if self._heard_at is None else now - self._heard_at

    @property
    def newest(self) -> Pixels | None:
        """The last picture in full size; None before the first and after retirement."""
        return self._newest

    def start(self) -> None:
        """Begins the thread."""
        self._thread.start()

    def retire(self) -> None:
        """Asks the reader to end, and returns at once; a picture in hand may still go out."""
        self._retired.set()
        self._newest = None

    def wait_gone(self, timeout_s: float) -> None:
        """After `retire`: waits for the device's release; no picture is handed on from then on.

        That promise asks of `show` not to block for longer than `timeout_s`.
        """
        if self._thread is threading.current_thread():
            return
        self._ended.wait(timeout_s)
        # A reader stuck in the device does not hold this; one in the middle of handing on does.
        if self._handing.acquire(timeout=max(timeout_s, _LATE_S)):
            self._handing.release()

    def _run(self) -> None:
        try:
            self._open_and_read()
        except CameraFault:
            pass  # No picture is the fault's whole message, and the end below says just that.
        finally:
            self._newest = None
            self._ended.set()
            self._stirred()

    def _open_and_read(self) -> None:
        # Late, or the first screen would wait for it; before the silence counts, as from a cold
        # disk it takes seconds and is no fault of the camera.
        import kiosk.camera.device  # noqa: F401  loaded here, off the caller's thread
        from kiosk.camera.blank_frames import BlankFrameDetector

        self._eyesight = BlankFrameDetector()
        self._heard_at = self._clock.monotonic_s()
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
            self._hand_on(picture)
            if device.pace_s:
                due_at = self._keep_pace(due_at + device.pace_s)

    def _hand_on(self, picture: Pixels) -> None:
        with self._handing:
            if self._retired.is_set():
                return
            before, self._newest = self._newest, picture
            self._heard_at = self._clock.monotonic_s()
            self.shown = True
            self._show(picture)
            turned = self._turned_blind(picture, before, self._heard_at)
        if self.awaited or turned:
            self.awaited = False
            self._stirred()

    def _turned_blind(self, picture: Pixels, before: Pixels | None, now: float) -> bool:
        """Judges the picture; True when the verdict is another than before."""
        assert self._eyesight is not None
        was, self.blind = self.blind, self._eyesight.judge(picture, before, now)
        return self.blind is not was

    def _keep_pace(self, due_at: float) -> float:
        now = self._clock.monotonic_s()
        if now > due_at + _LATE_S:
            return now  # Too late to catch up: go on from here rather than rush.
        self._retired.wait(max(0.0, due_at - now))
        return due_at
