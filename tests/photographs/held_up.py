"""Pictures and films of a card with a printed code that is held up. Drawn, not photographed."""

from __future__ import annotations

from math import pi, sin
from pathlib import Path

import cv2
import numpy as np
import zxingcpp

from kiosk.vision.arrays import Pixels

SIZE = (1280, 720)
FPS = 15
_CODE_PX = 260


def card(text: str, *, kind: str = "QRCode", code_px: int = _CODE_PX) -> Pixels:
    """A white card with the code on it, as large as the code needs."""
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    modules = np.asarray(made.to_image(scale=4), np.uint8)
    share = code_px / modules.shape[1]
    size = (code_px, max(80, round(modules.shape[0] * share)))
    code = cv2.resize(modules, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.copyMakeBorder(code, 60, 90, 40, 40, cv2.BORDER_CONSTANT, value=250))


def held_up(shown: Pixels | None, *, along: float = 0.0) -> Pixels:
    """A room with `shown` in a hand that sways; `along` is 0 to 1 of a sway. Without: the room."""
    width, height = SIZE
    shade = np.linspace(120, 150, height, dtype=np.float32)[:, None]
    room = np.repeat(shade, width, axis=1).astype(np.uint8)
    if shown is not None:
        rows, columns = shown.shape
        x = (width - columns) // 2 + round(24 * sin(2 * pi * along))
        y = max(0, (height - rows) // 2 + round(10 * sin(4 * pi * along)))
        room[y : y + rows, x : x + columns] = shown[: height - y]
    chance = np.random.default_rng(round(along * 1_000))
    grain = chance.normal(0, 2.0, room.shape)
    grainy = np.clip(cv2.GaussianBlur(room, (0, 0), 0.8) + grain, 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(grainy, cv2.COLOR_GRAY2BGR), np.uint8)


def film_of(path: Path, shown: Pixels | None, *, frames: int = 2 * FPS) -> Path:
    """A film at `path` (.avi) in which `shown` is held up all the time."""
    codec = cv2.VideoWriter.fourcc(*"MJPG")
    film = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, codec, FPS, SIZE)
    assert film.isOpened()
    for number in range(frames):
        film.write(held_up(shown, along=number / frames))
    film.release()
    return path
