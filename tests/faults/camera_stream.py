"""A camera on the loopback that streams Motion JPEG, and fails in many ways when told to."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2
import numpy as np

from kiosk.camera.camera import OpenCvCamera
from kiosk.camera.source import CameraSource
from kiosk.clock import Clock
from tests.doubles.waiting import HANG_S
from tests.unit.camera.listener import Listener

FPS = 30
_SIZES = [(640, 360), (641, 361), (1280, 720), (97, 145), (320, 240)]


class Mood(Enum):
    """What the camera does to whoever asks, from now on."""

    SENDING = auto()
    HANGING = auto()
    """Open streams stay open and say nothing more; new callers get no answer."""
    STRANDING = auto()
    """Open streams are silent for good; new callers are served, as after a camera's reboot."""
    CLOSING = auto()
    """Open streams end, and so does each new one before its first picture."""
    CUTTING = auto()
    """Open streams end in the middle of a picture, and so does each new one in its first."""
    REFUSING = auto()
    """Open streams end; new callers get a 503."""
    BLACK = auto()
    """Pictures as of a covered lens."""
    FROZEN = auto()
    """The same picture, byte for byte, again and again."""
    TORN = auto()
    """Every other picture is cut short or mangled."""
    GARBLED = auto()
    """Nothing that is sent is a picture."""
    RESIZED = auto()
    """Each picture has another size than the one before, odd ones among them."""


_OPEN = frozenset(Mood) - {Mood.CLOSING, Mood.REFUSING}


class CameraStream:
    """Use as a context manager; `url` is what `camera.source` would say."""

    def __init__(self) -> None:
        self.mood = Mood.SENDING
        self.strandings = 0
        self.changed = threading.Condition()
        self._chance = random.Random(8)
        self._pictures = [_jpeg(shade) for shade in range(60, 200, 10)]
        self._black = [_jpeg(shade) for shade in (1, 2, 3)]
        self._sizes = [_jpeg(90, size) for size in _SIZES]
        self._server = _Server(("127.0.0.1", 0), _Answer)
        self._server.stream = self
        self.url = f"http://127.0.0.1:{self._server.server_port}/video.mjpg"

    def __enter__(self) -> CameraStream:
        serve = partial(self._server.serve_forever, poll_interval=0.02)
        threading.Thread(target=serve, name="stream", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.become(Mood.CLOSING)
        self._server.shutdown()
        self._server.server_close()

    def become(self, mood: Mood) -> None:
        """Takes effect at once, for open streams too."""
        with self.changed:
            self.strandings += mood is Mood.STRANDING
            self.mood = mood
            self.changed.notify_all()

    def picture(self, number: int) -> bytes:
        """The bytes of a picture as the mood will have them."""
        whole = self._pictures[number % len(self._pictures)]
        match self.mood:
            case Mood.BLACK:
                return self._black[number % len(self._black)]
            case Mood.FROZEN:
                return self._pictures[0]
            case Mood.TORN:
                return self._mangled(whole) if number % 2 else whole
            case Mood.GARBLED:
                return self._chance.randbytes(len(whole))
            case Mood.RESIZED:
                return self._sizes[number % len(self._sizes)]
            case _:
                return whole

    def _mangled(self, jpeg: bytes) -> bytes:
        torn = bytearray(jpeg[: self._chance.randrange(2, len(jpeg))])
        for _ in range(self._chance.randrange(8)):
            torn[self._chance.randrange(len(torn))] = self._chance.randrange(256)
        return bytes(torn)

    def wait_while(self, fine: Callable[[], bool], timeout_s: float) -> None:
        """Waits until `fine` no longer holds, for `timeout_s` at most."""
        with self.changed:
            self.changed.wait_for(lambda: not fine(), timeout_s)


def camera_of(stream: CameraStream, listener: Listener, clock: Clock) -> OpenCvCamera:
    """The product's camera before the stream."""
    return OpenCvCamera(
        CameraSource.parse(stream.url),
        clock=clock,
        on_frame=listener.on_frame,
        on_state=listener.on_state,
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    stream: CameraStream


class _Answer(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        stream = self.server.stream
        stream.wait_while(lambda: stream.mood is Mood.HANGING, HANG_S)
        if stream.mood is Mood.REFUSING:
            self.send_error(503)
            return
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=picture")
        self.end_headers()
        try:
            self._send(stream)
        except OSError:
            return  # The kiosk went away, as it may.

    def _send(self, stream: CameraStream) -> None:
        strandings, sent = stream.strandings, 0
        while stream.mood in _OPEN:
            jpeg = stream.picture(sent)
            head = f"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            if stream.mood is Mood.CUTTING:
                self.wfile.write(head.encode() + jpeg[: len(jpeg) // 2])
                return
            self.wfile.write(head.encode() + jpeg + b"\r\n")
            sent += 1
            stream.wait_while(lambda: stream.strandings == strandings, 1 / FPS)
            if stream.strandings != strandings:
                stream.wait_while(lambda: stream.mood is not Mood.CLOSING, HANG_S)
                return
            stream.wait_while(lambda: stream.mood is Mood.HANGING, HANG_S)

    def log_message(self, *_: object) -> None:
        pass


def _jpeg(shade: int, size: tuple[int, int] = (640, 360)) -> bytes:
    picture = np.full((size[1], size[0], 3), shade, np.uint8)
    return cv2.imencode(".jpg", picture)[1].tobytes()
