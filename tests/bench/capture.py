"""Capture without a screen, the floor of the preview: prints the CPU each frame took.

With a third argument, `looked-at`, the eyes are open as in the product.
"""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from threading import Event

from kiosk.camera.camera import OpenCvCamera
from kiosk.camera.frame import Frame
from kiosk.camera.source import CameraSource
from kiosk.capture.guided_camera import GuidedCamera
from kiosk.clock import SystemClock
from ui.touch.memory import reuse_picture_memory

_PREVIEW = (1280, 720)
_SETTLING = 30


class _Counter:
    def __init__(self, frames: int) -> None:
        self._end = _SETTLING + frames
        self._began_s = 0.0
        self.spent_s = 0.0
        self.done = Event()

    def count(self, frame: Frame) -> None:
        if frame.seq == _SETTLING:
            self._began_s = time.process_time()
        elif frame.seq == self._end:
            self.spent_s = time.process_time() - self._began_s
            self.done.set()


def main() -> int:
    """Reads so many frames (second argument) of a source (first)."""
    reuse_picture_memory()  # as the product does
    frames = int(sys.argv[2])
    counter = _Counter(frames)
    clock = SystemClock()
    bare = partial(OpenCvCamera, CameraSource.parse(sys.argv[1]), preview=_PREVIEW, clock=clock)
    seeing = partial(GuidedCamera, bare, clock=clock, on_guidance=lambda _: None)
    camera = (seeing if sys.argv[3:] == ["looked-at"] else bare)(
        on_frame=counter.count, on_state=lambda _: None
    )
    camera.open()
    done = counter.done.wait(frames)
    camera.stop()
    sys.stdout.write(json.dumps({"cpu_ms": counter.spent_s / frames * 1_000}) + "\n")
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
