"""Device: a camera source opened and read through OpenCV, without retries.

It blocks, so only a capture thread may call it; it imports OpenCV, so import it late.
"""

from __future__ import annotations

import math
import os
from typing import Protocol

import cv2
import numpy as np

from kiosk.camera.devices import find_camera
from kiosk.camera.frame import Pixels
from kiosk.camera.source import CameraSource, Mounting, SourceKind, UsbIdentity
from kiosk.faults import CameraFault

STREAM_OPEN_MS = 2000
STREAM_READ_MS = 1500
DEVICE_READ_S = 2
WANTED_SIZE = (1920, 1080)
WANTED_FPS = 30.0

_MIN_FILM_FPS, _MAX_FILM_FPS = 1.0, 120.0
_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}
_LEFT_TO_RIGHT = 1
"""Flip code of `cv2.flip`."""


class Device(Protocol):
    """An opened source. One thread opens, reads and releases it."""

    @property
    def pace_s(self) -> float:
        """Seconds between pictures that the caller must keep; 0 where the source sets the pace."""
        ...

    def read(self) -> Pixels | None:
        """The next picture (BGR or grey), newly allocated.

        None if there is none. May block for seconds.
        """
        ...

    def release(self) -> None:
        """Closes the source."""
        ...


def open_device(source: CameraSource) -> Device:
    """Opens `source`, which may take seconds; CameraFault when missing, busy or refused."""
    _configure_opencv()
    # A preview is too little work to split: with a second thread it costs half as much again.
    cv2.setNumThreads(1)
    device = _open(source)
    return device if source.mounting == Mounting() else TurnedDevice(device, source.mounting)


def _open(source: CameraSource) -> Device:
    match source.kind:
        case SourceKind.LOOKED_UP:
            wanted = source.place if isinstance(source.place, UsbIdentity) else None
            return CvDevice(_open_camera(find_camera(wanted)))
        case SourceKind.DEVICE:
            place = source.place if isinstance(source.place, int) else str(source.place)
            return CvDevice(_open_camera(place))
        case SourceKind.FILM:
            film = _opened(cv2.VideoCapture(str(source.place), cv2.CAP_FFMPEG))
            return CvDevice(film, pace_s=1 / _film_fps(film))
        case SourceKind.NONE:
            raise CameraFault("off")
        case SourceKind.STREAM:
            timeouts = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, STREAM_OPEN_MS]
            timeouts += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, STREAM_READ_MS]
            return CvDevice(_opened(cv2.VideoCapture(str(source.place), cv2.CAP_FFMPEG, timeouts)))


class CvDevice:
    """An OpenCV capture; one with a pace is a film, which is played in a loop."""

    def __init__(self, capture: cv2.VideoCapture, *, pace_s: float = 0.0) -> None:
        self._capture = capture
        self.pace_s = pace_s

    def read(self) -> Pixels | None:
        """The next picture, after a film's last one its first; None for a broken one or none."""
        try:
            picture = self._next()
            if picture is None and self.pace_s:
                self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
                picture = self._next()
        except cv2.error:
            return None
        return picture

    def release(self) -> None:
        """Closes the capture."""
        self._capture.release()

    def _next(self) -> Pixels | None:
        success, picture = self._capture.read()
        if not success or picture.size == 0 or picture.dtype != np.uint8:
            return None
        return np.asarray(picture, dtype=np.uint8)


class TurnedDevice:
    """A device whose pictures are turned as its camera is mounted, before anybody sees them."""

    def __init__(self, device: Device, mounting: Mounting) -> None:
        self._device = device
        self._mounting = mounting

    @property
    def pace_s(self) -> float:
        """That of the device."""
        return self._device.pace_s

    def read(self) -> Pixels | None:
        """The next picture, turned; None if there is none."""
        picture = self._device.read()
        return None if picture is None else turned(picture, self._mounting)

    def release(self) -> None:
        """Closes the device."""
        self._device.release()


def turned(picture: Pixels, mounting: Mounting) -> Pixels:
    """`picture` turned and mirrored as `mounting` says."""
    seen: cv2.typing.MatLike = picture
    if mounting.rotate:
        seen = cv2.rotate(seen, _TURNS[mounting.rotate])
    if mounting.mirror:
        seen = cv2.flip(seen, _LEFT_TO_RIGHT)
    return np.asarray(seen, np.uint8)


def _open_camera(place: int | str) -> cv2.VideoCapture:
    capture = _opened(cv2.VideoCapture(place, cv2.CAP_V4L2))
    # Set one by one and not required: a camera without MJPG or full HD still shows something.
    # The format goes first: over USB 2, full HD runs at 30 frames a second only compressed.
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, WANTED_SIZE[0])
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, WANTED_SIZE[1])
    capture.set(cv2.CAP_PROP_FPS, WANTED_FPS)
    return capture


def _opened(capture: cv2.VideoCapture) -> cv2.VideoCapture:
    if not capture.isOpened():
        capture.release()
        msg = "the camera is missing, busy or refuses"
        raise CameraFault(msg)
    return capture


def _film_fps(film: cv2.VideoCapture) -> float:
    fps = film.get(cv2.CAP_PROP_FPS)
    believable = math.isfinite(fps) and _MIN_FILM_FPS <= fps <= _MAX_FILM_FPS
    return fps if believable else WANTED_FPS


def _configure_opencv() -> None:
    """Keeps OpenCV's and FFmpeg's log lines out of the journal, and V4L2 reads under 10 s.

    OpenCV reads these variables at its first capture, so this need not run before the import.
    """
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", str(DEVICE_READ_S))
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
