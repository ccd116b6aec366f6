"""A camera beneath the eyes that hands on the pictures it was given."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from kiosk.camera.frame import Frame, Pixels
from kiosk.camera.port import CameraState


class FakeBeneath:
    """Hands on what it is told to; `newest` is the last of it, or what `coming` still holds."""

    def __init__(self) -> None:
        self.stuck = False
        self.is_open = False
        self.stopped = False
        self.coming: list[Pixels] = []
        self._newest: Pixels | None = None
        self._seq = 0
        self._on_frame: Callable[[Frame], None] = lambda _frame: None

    def __call__(
        self, *, on_frame: Callable[[Frame], None], on_state: Callable[[CameraState], None]
    ) -> FakeBeneath:
        self._on_frame = on_frame
        return self

    def open(self) -> None:
        self.is_open = True

    def close(self, *, wait_s: float = 0.0) -> None:
        self.is_open = False
        self._newest = None

    def stop(self) -> None:
        self.stopped = True

    def newest(self) -> Pixels | None:
        if self.coming:
            self._newest = self.coming.pop(0)
            self.show(self._newest)
        return self._newest

    def forget(self) -> None:
        """No picture is fresh any more."""
        self._newest = None

    def show(self, picture: Pixels) -> None:
        self._newest = picture
        self._seq += 1
        grey = picture.ndim == 2
        code = cv2.COLOR_GRAY2BGRA if grey else cv2.COLOR_BGR2BGRA
        bgra = np.asarray(cv2.cvtColor(picture, code), np.uint8)
        self._on_frame(Frame(self._seq, bgra))
