"""Camera supervision: opens the device while it is wanted, replaces it when it hangs, and reports.

Callers are never blocked. `camera-watch` decides and reports; each `camera` thread reads. A thread
that hangs in a read cannot be ended, so it is abandoned: it delivers nothing more, another one
takes its place, and it releases the device when its read returns.
"""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.camera.frame import Frame, Pixels, Shot
from kiosk.camera.port import CLOSE_WAIT_S, CameraState
from kiosk.camera.reader import CaptureThread
from kiosk.clock import Clock
from kiosk.faults import CameraFault
from kiosk.journal import LogEvent, log
from kiosk.retry import Backoff

if TYPE_CHECKING:
    from kiosk.camera.device import Device


@dataclass(frozen=True, slots=True)
class CameraTimeouts:
    """How long silence is tolerated, in seconds.

    Longer at the start, as many cameras take over a second to the first picture. Retry wait and
    start together stay under 10 s: within that, a camera that came back is shown.
    """

    start_lost_s: float = 1.6
    start_abandon_s: float = 4.0
    lost_s: float = 1.0
    abandon_s: float = 3.0
    retry_first_s: float = 1.0
    retry_cap_s: float = 5.0
    release_s: float = 1.0
    stuck_max: int = 5
    """Abandoned threads that may hang at once; then none is started until one of them ends."""


@dataclass(frozen=True, slots=True)
class CameraListeners:
    """Callbacks for frames and states, called on the camera's threads; they must not block.

    Every frame is offered; a listener slower than the camera should keep the newest only.
    """

    on_frame: Callable[[Frame], None]
    on_state: Callable[[CameraState], None]


class SupervisedCamera:
    """The Camera port (kiosk/camera/port.py) over the devices that `open_device` opens.

    States are reported in order by one thread; a report may come a moment after `close` returned.
    """

    def __init__(
        self,
        open_device: Callable[[], Device],
        listeners: CameraListeners,
        *,
        preview: tuple[int, int],
        clock: Clock,
        timeouts: CameraTimeouts = CameraTimeouts(),
    ) -> None:
        self._open_device = open_device
        self._listeners = listeners
        self._preview = preview
        self._clock = clock
        self._timeouts = timeouts
        self._backoff = Backoff(timeouts.retry_first_s, timeouts.retry_cap_s, random.Random())
        self._seq = itertools.count(1)
        self._stills = ThreadPoolExecutor(max_workers=1, thread_name_prefix="camera-still")
        self._changed = threading.Condition()
        self._has_changed = False
        self._wanted = False
        self._stopped = False
        self._lost = False
        self._announced = False
        self._reader: CaptureThread | None = None
        self._retiring: list[CaptureThread] = []
        self._start_at_s = 0.0
        self._released_at_s = 0.0
        self._state = CameraState.CLOSED
        self._watcher: threading.Thread | None = None

    def open(self) -> None:
        """Starts previewing; after `stop` it does nothing."""
        with self._changed:
            if self._wanted or self._stopped:
                return
            self._wanted = True
            self._lost = False
            self._announced = False
            self._start_at_s = self._clock.monotonic_s()
            self._backoff.reset()
            if self._watcher is None:
                self._watcher = threading.Thread(
                    target=self._watch, name="camera-watch", daemon=True
                )
                self._watcher.start()
            self._notify()

    def close(self, *, wait_s: float = CLOSE_WAIT_S) -> None:
        """Ends previewing and waits at most `wait_s` for the device's release."""
        with self._changed:
            self._wanted = False
            reader = self._reader
            if reader is not None:
                self._retire(reader)
                self._released_at_s = self._clock.monotonic_s() + self._timeouts.release_s
            self._notify()
        if reader is not None:
            reader.wait_gone(wait_s)

    @property
    def stuck(self) -> bool:
        """Whether so many reads hang that no other is started."""
        with self._changed:
            return self._is_stuck()

    def newest(self) -> Pixels | None:
        """The last picture in full size, None if it is not fresh. It must not be written to."""
        with self._changed:
            reader = self._reader
            return reader.newest if reader is not None and self._is_fresh(reader) else None

    def take(self) -> Future[Shot]:
        """The newest picture as a still; CameraFault if there is none."""
        with self._changed:
            picture = self.newest()
            if picture is not None and not self._stopped:
                return self._stills.submit(_still, picture)
        nothing: Future[Shot] = Future()
        nothing.set_exception(CameraFault("there is no picture to take"))
        return nothing

    def stop(self) -> None:
        """Closes permanently."""
        with self._changed:
            self._stopped = True
            watcher = self._watcher
        self.close()
        self._stills.shutdown(wait=False)
        if watcher is not None and watcher is not threading.current_thread():
            watcher.join(CLOSE_WAIT_S)

    def _watch(self) -> None:
        wait_s: float | None = 0.0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._has_changed, wait_s)
                self._has_changed = False
                state, wait_s = self._step(self._clock.monotonic_s())
                ended = self._stopped and not self._wanted
            self._report(state)
            if ended:
                return

    def _step(self, now: float) -> tuple[CameraState, float | None]:
        """Does what is due; returns the state at `now` and the seconds until the next step."""
        if not self._wanted:
            return CameraState.CLOSED, None
        if not self._announced:
            # Each opening is reported as a start, however quick the first picture is.
            self._announced = True
            return CameraState.STARTING, 0.0
        if self._reader is None:
            wait_s = self._wait_to_start(now)
            if wait_s > 0:
                # Else a screen that opens it again would see STARTING for ever.
                self._lost = self._lost or self._is_stuck()
                return self._without_picture(), wait_s
            self._reader = self._started_reader()
        return self._check_reader(self._reader, now)

    def _check_reader(self, reader: CaptureThread, now: float) -> tuple[CameraState, float]:
        lost_s, abandon_s = self._bounds(reader)
        silent_s = reader.silent_s(now)
        if reader.ended or silent_s >= abandon_s:
            return self._lose(reader, now)
        if silent_s >= lost_s:
            self._lost = True
            reader.notify_next = True
            return CameraState.LOST, abandon_s - silent_s
        if reader.shown:
            self._lost = False
            self._backoff.reset()
            return CameraState.BLIND if reader.blind else CameraState.SHOWING, lost_s - silent_s
        return self._without_picture(), lost_s - silent_s

    def _lose(self, reader: CaptureThread, now: float) -> tuple[CameraState, float]:
        hung = not reader.ended
        self._retire(reader)
        self._lost = True
        wait_s = self._backoff.next_s()
        self._start_at_s = now + wait_s
        if hung:
            log(LogEvent.CAMERA_ABANDONED, stuck=len(self._hanging()))
        return CameraState.LOST, wait_s

    def _started_reader(self) -> CaptureThread:
        reader = CaptureThread(
            self._open_device, show=self._show, on_change=self._on_change, clock=self._clock
        )
        reader.start()
        return reader

    def _wait_to_start(self, now: float) -> float:
        """Seconds until a thread may start; one just closed gets time to release the device."""
        if self._is_stuck():
            return self._timeouts.retry_cap_s
        settled_at = self._released_at_s if self._retiring else now
        return max(self._start_at_s, settled_at) - now

    def _retire(self, reader: CaptureThread) -> None:
        reader.retire()
        self._reader = None
        self._retiring.append(reader)

    def _hanging(self) -> list[CaptureThread]:
        self._retiring = [reader for reader in self._retiring if not reader.ended]
        return self._retiring

    def _is_stuck(self) -> bool:
        return len(self._hanging()) >= self._timeouts.stuck_max

    def _bounds(self, reader: CaptureThread) -> tuple[float, float]:
        p = self._timeouts
        return (p.lost_s, p.abandon_s) if reader.shown else (p.start_lost_s, p.start_abandon_s)

    def _without_picture(self) -> CameraState:
        return CameraState.LOST if self._lost else CameraState.STARTING

    def _is_fresh(self, reader: CaptureThread) -> bool:
        return reader.silent_s(self._clock.monotonic_s()) < self._timeouts.lost_s

    def _report(self, state: CameraState) -> None:
        before, self._state = self._state, state
        if state is before:
            return
        self._log_change(before, state)
        self._listeners.on_state(state)

    def _log_change(self, before: CameraState, state: CameraState) -> None:
        if state in {CameraState.LOST, CameraState.BLIND}:
            log(LogEvent.CAMERA_LOST, now=state.value, after=before.value)
        elif state is CameraState.SHOWING:
            back = before in {CameraState.LOST, CameraState.BLIND}
            log(LogEvent.CAMERA_BACK if back else LogEvent.CAMERA_OPENED)

    def _show(self, picture: Pixels) -> None:
        from kiosk.camera.pixels import preview  # late: it imports OpenCV

        self._listeners.on_frame(Frame(next(self._seq), preview(picture, self._preview)))

    def _on_change(self) -> None:
        with self._changed:
            self._notify()

    def _notify(self) -> None:
        self._has_changed = True
        self._changed.notify_all()


def _still(picture: Pixels) -> Shot:
    from kiosk.camera.pixels import still  # late: it imports OpenCV

    return still(picture)
