"""A camera on the loopback that streams Motion JPEG, and hangs, closes or refuses when told to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2
import numpy as np

FPS = 30
PATIENT_S = 60.0


class Mood(Enum):
    """What the camera does to whoever asks, from now on."""

    SENDING = auto()
    HANGING = auto()
    """Open streams stay open and say nothing more; new callers get no answer."""
    STRANDING = auto()
    """Open streams are silent for good; new callers are served, as after a camera's reboot."""
    CLOSING = auto()
    """Open streams end, and so does each new one before its first picture."""
    REFUSING = auto()
    """Open streams end; new callers get a 503."""


class CameraStream:
    """Use as a context manager; `url` is what `camera.source` would say."""

    def __init__(self) -> None:
        self.mood = Mood.SENDING
        self.strandings = 0
        self.changed = threading.Condition()
        self.pictures = [_jpeg(shade) for shade in range(60, 200, 10)]
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

    def wait_while(self, fine: Callable[[], bool], timeout_s: float) -> None:
        """Waits until `fine` no longer holds, for `timeout_s` at most."""
        with self.changed:
            self.changed.wait_for(lambda: not fine(), timeout_s)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    stream: CameraStream


class _Answer(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        stream = self.server.stream
        stream.wait_while(lambda: stream.mood is Mood.HANGING, PATIENT_S)
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
        while stream.mood in (Mood.SENDING, Mood.HANGING, Mood.STRANDING):
            jpeg = stream.pictures[sent % len(stream.pictures)]
            head = f"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            self.wfile.write(head.encode() + jpeg + b"\r\n")
            sent += 1
            stream.wait_while(lambda: stream.strandings == strandings, 1 / FPS)
            if stream.strandings != strandings:
                stream.wait_while(lambda: stream.mood is not Mood.CLOSING, PATIENT_S)
                return
            stream.wait_while(lambda: stream.mood is Mood.HANGING, PATIENT_S)

    def log_message(self, *_: object) -> None:
        pass


def _jpeg(shade: int) -> bytes:
    picture = np.full((360, 640, 3), shade, np.uint8)
    return cv2.imencode(".jpg", picture)[1].tobytes()
