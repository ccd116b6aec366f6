"""Live code scanner: looks for printed codes three times a second while the camera is open.

It wraps the inner camera of a GuidedCamera. Its thread ("tags") sends one picture at a time to the
reading process, keeps none, and gives what codes say to its listener only.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

from kiosk.camera.frame import Frame, Pixels
from kiosk.camera.port import CLOSE_WAIT_S, CameraState
from kiosk.capture.guided_camera import CameraFactory, PreviewCamera
from kiosk.clock import Clock
from kiosk.faults import ModelsFault, ReadingFault
from kiosk.retry import Backoff, Worker
from kiosk.vision.reading import Reading, Tag

SCAN_EVERY_S: Final = 0.33
NO_ANSWER_AFTER_S: Final = 30.0
"""Longer than any scan may take: the reader has ended."""
_RETRY_FIRST_S, _RETRY_CAP_S = 1.0, 30.0
"""What broke the reading process is likely still in view: it gets time to leave."""
_IDLE_S: Final = 3_600.0


class CodeReader(Protocol):
    """The part of the Reader port that a scan needs."""

    def read_tags(self, jpeg: bytes) -> Future[Reading]:
        """The printed codes on a picture (kiosk/vision/port.py)."""
        ...


@dataclass(frozen=True, slots=True)
class CodeListener:
    """Callbacks on the thread "tags": codes are in view; none will ever be read."""

    on_tags: Callable[[tuple[Tag, ...]], None]
    on_off: Callable[[], None]


class LiveCodeScanner:
    """Scans while a camera is open and there is a reader."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._reader: CodeReader | None = None
        self._listener: CodeListener | None = None
        self._camera: PreviewCamera | None = None
        self._opening = 0
        backoff = Backoff(_RETRY_FIRST_S, _RETRY_CAP_S, random.Random())
        self._worker = Worker("tags", self._step, backoff)
        self._started = False

    def wrap(self, inner: CameraFactory) -> CameraFactory:
        """A factory of cameras of `inner` that are scanned while they are open."""
        return partial(_ScannedCamera, self, inner)

    def use_reader(self, reader: CodeReader, listener: CodeListener) -> None:
        """Scans with `reader` from now on, and reports to `listener`."""
        self._reader, self._listener = reader, listener
        self._worker.wake()

    def begin(self, camera: PreviewCamera) -> None:
        """Starts scanning `camera`, which has been opened."""
        if self._camera is camera:
            return
        self._camera = camera
        self._opening += 1
        if not self._started:
            self._started = True
            self._worker.start()
        self._worker.wake()

    def end(self) -> None:
        """Stops scanning; the answer to a scan under way is dropped."""
        self._camera = None
        self._opening += 1

    def stop(self) -> None:
        """Ends the thread."""
        self.end()
        if self._started:
            self._worker.stop()

    def _step(self) -> float:
        """One step of the thread: the newest picture, or nothing."""
        camera, reader, listener = self._camera, self._reader, self._listener
        if camera is None or reader is None or listener is None:
            return _IDLE_S
        opening, began_s = self._opening, self._clock.monotonic_s()
        picture = camera.newest()
        if picture is not None:
            try:
                tags = _scan(reader, picture)
            except ModelsFault:
                self._reader = None
                listener.on_off()
                return _IDLE_S
            if tags and opening == self._opening:
                listener.on_tags(tags)
        return max(0.0, SCAN_EVERY_S - (self._clock.monotonic_s() - began_s))


def _scan(reader: CodeReader, picture: Pixels) -> tuple[Tag, ...]:
    from kiosk.vision.codes.preview_encoding import encode_for_scan  # late: it imports OpenCV

    answer = reader.read_tags(encode_for_scan(picture))
    try:
        return answer.result(NO_ANSWER_AFTER_S).tags
    except TimeoutError as fault:
        answer.cancel()
        raise ReadingFault("the reader did not answer") from fault


class _ScannedCamera:
    """A PreviewCamera that starts and stops the scanner as it opens and closes."""

    def __init__(
        self,
        scanner: LiveCodeScanner,
        inner: CameraFactory,
        *,
        on_frame: Callable[[Frame], None],
        on_state: Callable[[CameraState], None],
    ) -> None:
        self._scanner = scanner
        self._camera = inner(on_frame=on_frame, on_state=on_state)

    @property
    def stuck(self) -> bool:
        return self._camera.stuck

    def open(self) -> None:
        self._camera.open()
        self._scanner.begin(self._camera)

    def close(self, *, wait_s: float = CLOSE_WAIT_S) -> None:
        self._scanner.end()
        self._camera.close(wait_s=wait_s)

    def newest(self) -> Pixels | None:
        return self._camera.newest()

    def stop(self) -> None:
        self._scanner.stop()
        self._camera.stop()
