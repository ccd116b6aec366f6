"""Owns the look for printed codes while the camera is open: three times a second, one at a time.

Stands between the eyes and the camera beneath them. Has a thread of its own ("tags"), keeps no
picture, decodes none, and says of a code to nobody but its listener what it says.
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

LOOK_EVERY_S: Final = 0.33
NO_ANSWER_AFTER_S: Final = 30.0
"""Longer than any question may take: who was asked has ended."""
_AGAIN_FIRST_S, _AGAIN_CAP_S = 1.0, 30.0
"""What breaks the reading process is likely still in view: it is given time to go."""
_IDLE_S: Final = 3_600.0


class CodeReader(Protocol):
    """The part of the reader that is asked."""

    def read_tags(self, jpeg: bytes) -> Future[Reading]:
        """See `kiosk.vision.port.Reader`."""
        ...


@dataclass(frozen=True, slots=True)
class CodeListener:
    """Who is told, on the thread "tags": of codes in view, or that none will ever be read."""

    on_tags: Callable[[tuple[Tag, ...]], None]
    on_off: Callable[[], None]


class LiveCodeScanner:
    """Watches while a camera is open and there is somebody to ask."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._reader: CodeReader | None = None
        self._audience: CodeListener | None = None
        self._camera: PreviewCamera | None = None
        self._opening = 0
        backoff = Backoff(_AGAIN_FIRST_S, _AGAIN_CAP_S, random.Random())
        self._worker = Worker("tags", self._look, backoff)
        self._started = False

    def wrap(self, beneath: CameraFactory) -> CameraFactory:
        """`beneath`, watched while it is open."""
        return partial(_ScannedCamera, self, beneath)

    def use_reader(self, reader: CodeReader, audience: CodeListener) -> None:
        """From now on `reader` is asked, and `audience` told."""
        self._reader, self._audience = reader, audience
        self._worker.wake()

    def begin(self, camera: PreviewCamera) -> None:
        """`camera` is open now."""
        if self._camera is camera:
            return
        self._camera = camera
        self._opening += 1
        if not self._started:
            self._started = True
            self._worker.start()
        self._worker.wake()

    def end(self) -> None:
        """It is no longer; what was asked about it is told to nobody."""
        self._camera = None
        self._opening += 1

    def stop(self) -> None:
        """Ends watching for good."""
        self.end()
        if self._started:
            self._worker.stop()

    def _look(self) -> float:
        """One step of the thread: the newest picture, or nothing."""
        camera, reader, audience = self._camera, self._reader, self._audience
        if camera is None or reader is None or audience is None:
            return _IDLE_S
        opening, began_s = self._opening, self._clock.monotonic_s()
        picture = camera.newest()
        if picture is not None:
            try:
                tags = _asked(reader, picture)
            except ModelsFault:
                self._reader = None
                audience.on_off()
                return _IDLE_S
            if tags and opening == self._opening:
                audience.on_tags(tags)
        return max(0.0, LOOK_EVERY_S - (self._clock.monotonic_s() - began_s))


def _asked(reader: CodeReader, picture: Pixels) -> tuple[Tag, ...]:
    from kiosk.vision.codes.live import encode_for_scan  # late: it imports OpenCV

    answer = reader.read_tags(encode_for_scan(picture))
    try:
        return answer.result(NO_ANSWER_AFTER_S).tags
    except TimeoutError as fault:
        answer.cancel()
        raise ReadingFault("nobody answered") from fault


class _ScannedCamera:
    """The camera beneath; see `PreviewCamera`."""

    def __init__(
        self,
        watch: LiveCodeScanner,
        beneath: CameraFactory,
        *,
        on_frame: Callable[[Frame], None],
        on_state: Callable[[CameraState], None],
    ) -> None:
        self._watch = watch
        self._camera = beneath(on_frame=on_frame, on_state=on_state)

    @property
    def stuck(self) -> bool:
        return self._camera.stuck

    def open(self) -> None:
        self._camera.open()
        self._watch.begin(self._camera)

    def close(self, *, wait_s: float = CLOSE_WAIT_S) -> None:
        self._watch.end()
        self._camera.close(wait_s=wait_s)

    def newest(self) -> Pixels | None:
        return self._camera.newest()

    def stop(self) -> None:
        self._watch.stop()
        self._camera.stop()
