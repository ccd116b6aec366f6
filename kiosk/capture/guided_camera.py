"""Owns a camera that looks at what it sees: it guides, and takes the best of a burst, straightened.

Joins camera and vision; neither knows the other. Looking has threads of its own ("vision"), is fed
with the newest frame only, and never holds up the preview.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from kiosk.camera.frame import Frame, Pixels, Shot
from kiosk.camera.port import CLOSE_WAIT_S, Camera, CameraState
from kiosk.clock import Clock
from kiosk.faults import CameraFault
from kiosk.retry import Backoff, Worker
from kiosk.vision.hint import Guidance

if TYPE_CHECKING:
    from kiosk.vision.guidance.guide import Guide

LOOK_EVERY_S = 0.095
"""Ten looks a second, however fast frames come."""
BURST = 8
BURST_S = 0.4
"""A slow camera gives fewer pictures in that time; one is enough."""

_IDLE_S = 3_600.0


class PreviewCamera(Protocol):
    """The camera beneath: the port, and the newest picture in full size."""

    @property
    def stuck(self) -> bool:
        """See the port."""
        ...

    def open(self) -> None:
        """See the port."""
        ...

    def close(self, *, wait_s: float = ...) -> None:
        """See the port."""
        ...

    def newest(self) -> Pixels | None:
        """The picture last read, None if there is no fresh one. Not to be written to."""
        ...

    def stop(self) -> None:
        """See the port."""
        ...


class CameraFactory(Protocol):
    """Makes the camera beneath and tells it who listens."""

    def __call__(
        self, *, on_frame: Callable[[Frame], None], on_state: Callable[[CameraState], None]
    ) -> PreviewCamera:
        """Both listeners are called on the camera's own threads."""
        ...


class GuidedCamera(Camera):
    """The port over another camera. `on_guidance` is called on the vision thread."""

    def __init__(
        self,
        beneath: CameraFactory,
        *,
        clock: Clock,
        on_frame: Callable[[Frame], None],
        on_state: Callable[[CameraState], None],
        on_guidance: Callable[[Guidance], None],
    ) -> None:
        self._clock = clock
        self._hand_on = on_frame
        self._on_guidance = on_guidance
        self._newest: Frame | None = None
        self._came = threading.Condition()
        self._frames = 0
        self._wanted = False
        self._guide: Guide | None = None
        self._camera = beneath(on_frame=self._on_frame, on_state=on_state)
        self._looking = Worker("vision", self._look, Backoff(0.5, 10.0, random.Random()))
        self._taking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vision-take")
        self._started = False

    @property
    def stuck(self) -> bool:
        """See the port."""
        return self._camera.stuck

    def open(self) -> None:
        """See the port."""
        self._guide = None
        self._wanted = True
        self._camera.open()
        if not self._started:
            self._started = True
            self._looking.start()
        self._looking.wake()

    def close(self, *, wait_s: float = CLOSE_WAIT_S) -> None:
        """See the port; what was seen is forgotten."""
        self._wanted = False
        self._camera.close(wait_s=wait_s)
        with self._came:
            self._newest = None
            self._came.notify_all()
        self._guide = None

    def take(self) -> Future[Shot]:
        """The sharpest of the next pictures; where its outline is sure straightened, and whole."""
        self._guide = None  # The next picture wants a hold of its own.
        try:
            return self._taking.submit(self._take)
        except RuntimeError:  # Stopped meanwhile.
            nothing: Future[Shot] = Future()
            nothing.set_exception(CameraFault("the camera is stopped"))
            return nothing

    def stop(self) -> None:
        """See the port."""
        self._wanted = False
        self._looking.stop()
        self._taking.shutdown(wait=False, cancel_futures=True)
        self._camera.stop()

    def _on_frame(self, frame: Frame) -> None:
        """On a camera thread."""
        with self._came:
            self._newest = frame
            self._frames += 1
            self._came.notify_all()
        self._hand_on(frame)

    def _look(self) -> float:
        """One step of the vision thread: the newest frame, or nothing."""
        if not self._wanted:
            return _IDLE_S
        began_s = self._clock.monotonic_s()
        with self._came:
            frame, self._newest = self._newest, None
        if frame is not None:
            self._guide_by(frame, began_s)
        return max(0.0, LOOK_EVERY_S - (self._clock.monotonic_s() - began_s))

    def _guide_by(self, frame: Frame, at_s: float) -> None:
        from kiosk.vision.guidance.guide import Guide  # late: it imports OpenCV

        guide = self._guide = self._guide or Guide()
        full = self._camera.newest()
        enlarged = full.shape[1] / frame.bgra.shape[1] if full is not None else 1.0
        guidance = guide.look(frame.bgra, at_s, enlarged=enlarged)
        if self._wanted:
            self._on_guidance(guidance)

    def _take(self) -> Shot:
        from kiosk.camera.pixels import still
        from kiosk.vision.guidance.sharpness import sharpest

        picture = sharpest(self._burst())
        if picture is None:
            msg = "there is no picture to take"
            raise CameraFault(msg)
        straight = _straight(picture)
        return (
            still(picture)
            if straight is picture
            else replace(still(straight), whole=still(picture))
        )

    def _burst(self) -> Iterator[Pixels]:
        """Pictures as they come, each once."""
        ends_s = self._clock.monotonic_s() + BURST_S
        before = None
        for _ in range(BURST):
            frames = self._frames
            picture = self._camera.newest()
            if picture is not None and picture is not before:
                yield picture
            before = picture
            left_s = ends_s - self._clock.monotonic_s()
            if left_s <= 0 or not self._wanted:
                return
            with self._came:
                self._came.wait_for(partial(self._has_come_after, frames), left_s)

    def _has_come_after(self, frames: int) -> bool:
        return self._frames != frames or not self._wanted


def _straight(picture: Pixels) -> Pixels:
    import cv2

    from kiosk.vision.outline.straighten import outline_of, straighten

    try:
        return straighten(picture, outline_of(picture))
    except cv2.error:
        return picture  # A crop is a help; without it the picture is as good as it was.
