"""Guided camera: gives guidance on its frames, and takes the sharpest of a burst, straightened.

It joins camera and vision. Analysis runs on threads of its own ("vision", "vision-take") on the
newest frame only, and never delays the preview.
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

ANALYSE_EVERY_S = 0.095
"""Ten analyses a second, however fast frames come."""
BURST = 8
BURST_S = 0.4
"""Duration of a burst; a slow camera gives fewer pictures in that time, and one is enough."""

_IDLE_S = 3_600.0


class PreviewCamera(Protocol):
    """The inner camera: as the Camera port without stills, with the newest picture in full size."""

    @property
    def stuck(self) -> bool:
        """Whether only a new process can help."""
        ...

    def open(self) -> None:
        """Starts previewing; returns at once."""
        ...

    def close(self, *, wait_s: float = ...) -> None:
        """Ends previewing."""
        ...

    def newest(self) -> Pixels | None:
        """The last picture, None if it is not fresh. It must not be written to."""
        ...

    def stop(self) -> None:
        """Closes permanently."""
        ...


class CameraFactory(Protocol):
    """Makes the inner camera with its listeners."""

    def __call__(
        self, *, on_frame: Callable[[Frame], None], on_state: Callable[[CameraState], None]
    ) -> PreviewCamera:
        """Both listeners are called on the camera's own threads."""
        ...


class GuidedCamera(Camera):
    """The Camera port over an inner camera. `on_guidance` is called on the vision thread."""

    def __init__(
        self,
        inner: CameraFactory,
        *,
        clock: Clock,
        on_frame: Callable[[Frame], None],
        on_state: Callable[[CameraState], None],
        on_guidance: Callable[[Guidance], None],
    ) -> None:
        self._clock = clock
        self._on_frame_listener = on_frame
        self._on_guidance = on_guidance
        self._newest: Frame | None = None
        self._frame_came = threading.Condition()
        self._frames = 0
        self._wanted = False
        self._guide: Guide | None = None
        self._camera = inner(on_frame=self._on_frame, on_state=on_state)
        self._analysis = Worker("vision", self._step, Backoff(0.5, 10.0, random.Random()))
        self._takes = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vision-take")
        self._started = False

    @property
    def stuck(self) -> bool:
        """Whether only a new process can help."""
        return self._camera.stuck

    def open(self) -> None:
        """Opens the inner camera and starts guidance."""
        self._guide = None
        self._wanted = True
        self._camera.open()
        if not self._started:
            self._started = True
            self._analysis.start()
        self._analysis.wake()

    def close(self, *, wait_s: float = CLOSE_WAIT_S) -> None:
        """Closes the inner camera and forgets its frames."""
        self._wanted = False
        self._camera.close(wait_s=wait_s)
        with self._frame_came:
            self._newest = None
            self._frame_came.notify_all()
        self._guide = None

    def take(self) -> Future[Shot]:
        """The sharpest of the next pictures; where its outline is sure straightened, and whole."""
        self._guide = None  # The next picture needs a hold of its own.
        try:
            return self._takes.submit(self._take)
        except RuntimeError:  # Stopped meanwhile.
            nothing: Future[Shot] = Future()
            nothing.set_exception(CameraFault("the camera is stopped"))
            return nothing

    def stop(self) -> None:
        """Ends guidance and stops the inner camera."""
        self._wanted = False
        self._analysis.stop()
        self._takes.shutdown(wait=False, cancel_futures=True)
        self._camera.stop()

    def _on_frame(self, frame: Frame) -> None:
        """On a camera thread."""
        with self._frame_came:
            self._newest = frame
            self._frames += 1
            self._frame_came.notify_all()
        self._on_frame_listener(frame)

    def _step(self) -> float:
        """One step of the vision thread: the newest frame, or nothing."""
        if not self._wanted:
            return _IDLE_S
        began_s = self._clock.monotonic_s()
        with self._frame_came:
            frame, self._newest = self._newest, None
        if frame is not None:
            self._guide_with(frame, began_s)
        return max(0.0, ANALYSE_EVERY_S - (self._clock.monotonic_s() - began_s))

    def _guide_with(self, frame: Frame, at_s: float) -> None:
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
        whole = still(picture)
        straight = _straight(picture)
        if straight is None:
            return whole
        pixels, flattening = straight
        return replace(still(pixels), whole=whole, flattening=flattening)

    def _burst(self) -> Iterator[Pixels]:
        """At most BURST different pictures, as they come within BURST_S."""
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
            with self._frame_came:
                self._frame_came.wait_for(partial(self._has_come_after, frames), left_s)

    def _has_come_after(self, frames: int) -> bool:
        return self._frames != frames or not self._wanted


def _straight(picture: Pixels) -> tuple[Pixels, tuple[float, ...]] | None:
    """The screen in `picture` seen straight on, and the homography; None without an outline."""
    import cv2

    from kiosk.vision.outline.straighten import flattening_in_fractions, outline_of, straighten

    try:
        outline = outline_of(picture)
        if outline is None:
            return None
        height, width = picture.shape[:2]
        return straighten(picture, outline), flattening_in_fractions(outline, width, height)
    except cv2.error:
        return None  # Straightening is optional; the picture is as good as it was.
