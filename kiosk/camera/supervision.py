"""Owns when the device is open and what is said of it. Never blocks its caller, never imports Qt.

A thread of its own ("camera-watch") decides and reports; each reader ("camera") reads. A reader
that hangs cannot be ended from outside, so it is abandoned: it hands on nothing more, a new one
takes its place, and it releases the device when its read comes back.
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
from kiosk.camera.reader import Reader
from kiosk.clock import Clock
from kiosk.faults import CameraFault
from kiosk.journal import LogEvent, log
from kiosk.retry import Backoff

if TYPE_CHECKING:
    from kiosk.camera.device import Device


@dataclass(frozen=True, slots=True)
class CameraTimeouts:
    """How long silence is borne, in seconds.

    A start is borne longer than a pause, as many cameras take over a second to the first picture.
    Wait and start together stay under 10 s: within that, a camera that came back is shown.
    """

    start_lost_s: float = 1.6
    start_abandon_s: float = 4.0
    lost_s: float = 1.0
    abandon_s: float = 3.0
    again_first_s: float = 1.0
    again_cap_s: float = 5.0
    settle_s: float = 1.0
    stuck_max: int = 5
    """So many abandoned readers may hang at once; then none is begun until one of them ends."""


@dataclass(frozen=True, slots=True)
class CameraListeners:
    """Who is told. Both are called on the camera's threads and must not block.

    Every frame is offered; who is slower than the camera keeps the newest and drops the rest.
    """

    on_frame: Callable[[Frame], None]
    on_state: Callable[[CameraState], None]


class SupervisedCamera:
    """Keeps a reader reading while the camera is wanted, and tells the audience how it fares.

    States are reported in order by one thread; a report may come a moment after `close` returned.
    """

    def __init__(
        self,
        open_device: Callable[[], Device],
        audience: CameraListeners,
        *,
        preview: tuple[int, int],
        clock: Clock,
        patience: CameraTimeouts = CameraTimeouts(),
    ) -> None:
        self._open_device = open_device
        self._audience = audience
        self._preview = preview
        self._clock = clock
        self._patience = patience
        self._backoff = Backoff(patience.again_first_s, patience.again_cap_s, random.Random())
        self._seq = itertools.count(1)
        self._stills = ThreadPoolExecutor(max_workers=1, thread_name_prefix="camera-still")
        self._changed = threading.Condition()
        self._stirred = False
        self._wanted = False
        self._stopped = False
        self._lost = False
        self._announced = False
        self._reader: Reader | None = None
        self._leaving: list[Reader] = []
        self._begin_at = 0.0
        self._settled_at = 0.0
        self._state = CameraState.CLOSED
        self._watcher: threading.Thread | None = None

    def open(self) -> None:
        """See the port. After `stop` it does nothing."""
        with self._changed:
            if self._wanted or self._stopped:
                return
            self._wanted = True
            self._lost = False
            self._announced = False
            self._begin_at = self._clock.monotonic_s()
            self._backoff.reset()
            if self._watcher is None:
                self._watcher = threading.Thread(
                    target=self._watch, name="camera-watch", daemon=True
                )
                self._watcher.start()
            self._stir()

    def close(self, *, wait_s: float = CLOSE_WAIT_S) -> None:
        """See the port."""
        with self._changed:
            self._wanted = False
            reader = self._reader
            if reader is not None:
                self._let_go(reader)
                self._settled_at = self._clock.monotonic_s() + self._patience.settle_s
            self._stir()
        if reader is not None:
            reader.wait_gone(wait_s)

    @property
    def stuck(self) -> bool:
        """See the port."""
        with self._changed:
            return self._is_stuck()

    def newest(self) -> Pixels | None:
        """The picture last read, in full size; None if none is fresh. Never written to again."""
        with self._changed:
            reader = self._reader
            return reader.newest if reader is not None and self._is_fresh(reader) else None

    def take(self) -> Future[Shot]:
        """See the port."""
        with self._changed:
            picture = self.newest()
            if picture is not None and not self._stopped:
                return self._stills.submit(_still, picture)
        nothing: Future[Shot] = Future()
        nothing.set_exception(CameraFault("there is no picture to take"))
        return nothing

    def stop(self) -> None:
        """See the port."""
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
                self._changed.wait_for(lambda: self._stirred, wait_s)
                self._stirred = False
                state, wait_s = self._look(self._clock.monotonic_s())
                ended = self._stopped and not self._wanted
            self._report(state)
            if ended:
                return

    def _look(self, now: float) -> tuple[CameraState, float | None]:
        """Does what is due; the state at `now`, and the seconds until something may be due."""
        if not self._wanted:
            return CameraState.CLOSED, None
        if not self._announced:
            # Each opening is told as a start, however quick the first picture.
            self._announced = True
            return CameraState.STARTING, 0.0
        if self._reader is None:
            wait_s = self._wait_to_begin(now)
            if wait_s > 0:
                # A screen that asks anew must not be told for ever that the camera is starting.
                self._lost = self._lost or self._is_stuck()
                return self._unseen(), wait_s
            self._reader = self._begun()
        return self._look_at(self._reader, now)

    def _look_at(self, reader: Reader, now: float) -> tuple[CameraState, float]:
        lost_s, abandon_s = self._bounds(reader)
        silent_s = reader.silent_s(now)
        if reader.ended or silent_s >= abandon_s:
            return self._lose(reader, now)
        if silent_s >= lost_s:
            self._lost = True
            reader.awaited = True
            return CameraState.LOST, abandon_s - silent_s
        if reader.shown:
            self._lost = False
            self._backoff.reset()
            return CameraState.BLIND if reader.blind else CameraState.SHOWING, lost_s - silent_s
        return self._unseen(), lost_s - silent_s

    def _lose(self, reader: Reader, now: float) -> tuple[CameraState, float]:
        hung = not reader.ended
        self._let_go(reader)
        self._lost = True
        wait_s = self._backoff.next_s()
        self._begin_at = now + wait_s
        if hung:
            log(LogEvent.CAMERA_ABANDONED, stuck=len(self._still_leaving()))
        return CameraState.LOST, wait_s

    def _begun(self) -> Reader:
        reader = Reader(
            self._open_device, show=self._show, stirred=self._on_stirred, clock=self._clock
        )
        reader.start()
        return reader

    def _wait_to_begin(self, now: float) -> float:
        """Seconds until a reader may begin. One just closed is given time to let the device go."""
        if self._is_stuck():
            return self._patience.again_cap_s
        settled_at = self._settled_at if self._leaving else now
        return max(self._begin_at, settled_at) - now

    def _let_go(self, reader: Reader) -> None:
        reader.retire()
        self._reader = None
        self._leaving.append(reader)

    def _still_leaving(self) -> list[Reader]:
        self._leaving = [reader for reader in self._leaving if not reader.ended]
        return self._leaving

    def _is_stuck(self) -> bool:
        return len(self._still_leaving()) >= self._patience.stuck_max

    def _bounds(self, reader: Reader) -> tuple[float, float]:
        p = self._patience
        return (p.lost_s, p.abandon_s) if reader.shown else (p.start_lost_s, p.start_abandon_s)

    def _unseen(self) -> CameraState:
        return CameraState.LOST if self._lost else CameraState.STARTING

    def _is_fresh(self, reader: Reader) -> bool:
        return reader.silent_s(self._clock.monotonic_s()) < self._patience.lost_s

    def _report(self, state: CameraState) -> None:
        before, self._state = self._state, state
        if state is before:
            return
        if state in {CameraState.LOST, CameraState.BLIND}:
            log(LogEvent.CAMERA_LOST, now=state.value, after=before.value)
        elif state is CameraState.SHOWING:
            back = before in {CameraState.LOST, CameraState.BLIND}
            log(LogEvent.CAMERA_BACK if back else LogEvent.CAMERA_OPENED)
        self._audience.on_state(state)

    def _show(self, picture: Pixels) -> None:
        from kiosk.camera.pixels import preview  # late: it imports OpenCV

        self._audience.on_frame(Frame(next(self._seq), preview(picture, self._preview)))

    def _on_stirred(self) -> None:
        with self._changed:
            self._stir()

    def _stir(self) -> None:
        self._stirred = True
        self._changed.notify_all()


def _still(picture: Pixels) -> Shot:
    from kiosk.camera.pixels import still  # late: it imports OpenCV

    return still(picture)
