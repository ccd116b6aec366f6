"""The film that stands in for a camera: how the scene moves, and how it is written to a file."""

from __future__ import annotations

from math import cos, pi, sin
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from scripts.film.laptop import lay_laptop
from scripts.film.office import office
from scripts.film.stage import Eye, Floats, as_floats, blurred, resized

SIZE = 1280
"""Pixels on a side. Square, so that a crop to an upright or a lying viewfinder shows all of it."""

_MARGIN = 40
# Shares of the loop: it has come by, it begins to go.
_EMPTY, _HELD, _GOING = 0.16, 0.28, 0.92
_TINT = 12
"""Less difference than this is no laptop: light that bleeds, and shadow that stays on the desk."""
_NOISES = 4
_GRAIN = 1.2
_QUALITY = 84


def render(path: Path, *, seconds: float = 8.0, fps: int = 30) -> None:
    """Writes the film to `path` (.avi), whole or not at all.

    It ends as it begins, so that it loops.
    """
    frames = max(1, round(seconds * fps))
    part = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        _write(part, frames, fps)
        # The writer says nothing of a full disk or a missing folder, so what it wrote is counted.
        if _length(part) != frames:
            msg = f"{path} cannot be written as a film"
            raise OSError(msg)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def scene(*, with_laptop: bool = True) -> npt.NDArray[np.uint8]:
    """The whole picture as BGR, wider than a frame by a margin that the hand may use up."""
    size = SIZE + 2 * _MARGIN
    stage = office(size, Eye(centre_px=size / 2, zoom=SIZE * 0.60))
    if with_laptop:
        lay_laptop(stage)
    finished = _through_a_lens(stage.pixels)
    return np.ascontiguousarray(finished[..., ::-1]).astype(np.uint8)


def _write(path: Path, frames: int, fps: int) -> None:
    """Each frame is encoded here and only packed by FFmpeg.

    Its own encoders begin coarsely, which would show as a blink each time the film begins again.
    """
    codec = cv2.VideoWriter.fourcc(*"MJPG")
    packed = [cv2.VIDEOWRITER_PROP_RAW_VIDEO, 1]
    film = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, codec, fps, (SIZE, SIZE), packed)
    if not film.isOpened():
        return
    room, still, noises = scene(with_laptop=False), scene(), _noises()
    cover = _cover(room, still)
    for number in range(frames):
        share = number / frames
        shown = _come_in(room, still, cover, _away(share))
        view = cv2.warpAffine(shown, _held(share), (SIZE, SIZE))
        # Grain is centred on 128, hence the shift back.
        grainy = cv2.addWeighted(view, 1, noises[number % _NOISES], 1, -128)
        _, jpeg = cv2.imencode(".jpg", grainy, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        film.write(jpeg.reshape(1, -1))
    film.release()


def _length(path: Path) -> int:
    film = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    frames = int(film.get(cv2.CAP_PROP_FRAME_COUNT))
    film.release()
    return frames


def _through_a_lens(picture: Floats) -> Floats:
    """Bright parts bleed a little, corners darken."""
    size = picture.shape[0]
    quarter = resized(picture, (size // 4, size // 4))
    bleed = resized(blurred(np.clip(quarter - 150, 0, None), 8), (size, size))
    axis = np.linspace(-1, 1, size, dtype=np.float32)
    away = np.hypot(axis[:, None], axis[None, :])
    corner = 1 - 0.30 * np.clip(away - 0.55, 0, 1) ** 1.6
    return as_floats(np.clip((picture + 0.08 * bleed) * corner[..., None] + 0.5, 0, 255))


def _away(share: float) -> float:
    """How far the laptop is from its place at `share` of the loop: 1 out of view, 0 there."""
    if share < _EMPTY:
        return 1.0
    if share < _HELD:
        return ((_HELD - share) / (_HELD - _EMPTY)) ** 2
    return max(0.0, (share - _GOING) / (1 - _GOING)) ** 2


def _cover(room: npt.NDArray[np.uint8], still: npt.NDArray[np.uint8]) -> Floats:
    """Where the laptop is, 0 to 1, with a soft edge; what its shadow falls on is not of it."""
    differs = cv2.absdiff(room, still).max(axis=2) > _TINT
    solid = cv2.morphologyEx(differs.astype(np.uint8), cv2.MORPH_OPEN, np.ones((15, 15)))
    contours, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    laptop = np.zeros(solid.shape, np.float32)
    # Filled, as some of its own colours are those of the wall behind it.
    cv2.drawContours(laptop, [max(contours, key=cv2.contourArea)], -1, 1.0, cv2.FILLED)
    return blurred(laptop, 2)[..., None]


def _come_in(
    room: npt.NDArray[np.uint8], still: npt.NDArray[np.uint8], cover: Floats, away: float
) -> npt.NDArray[np.uint8]:
    """The laptop lifted in from below by so much of the picture's height."""
    down = round(away * room.shape[0])
    if down == 0:
        return still
    mixed = room.copy()
    if down < room.shape[0]:
        opaque, below = cover[:-down], mixed[down:]
        below[:] = (below * (1 - opaque) + still[:-down] * opaque).astype(np.uint8)
    return mixed


def _held(share: float) -> npt.NDArray[np.float64]:
    """How the hand has moved the picture at `share` (0 to 1) of the loop: sway, tremor, breath."""
    turn = 2 * pi * share
    x = 8.0 * sin(turn) + 2.4 * sin(3 * turn + 1.0) + 0.7 * sin(7 * turn)
    y = 5.5 * sin(2 * turn + 0.5) + 2.0 * sin(3 * turn) + 0.6 * sin(8 * turn + 2)
    angle = 0.0045 * sin(turn + 1.2) + 0.0012 * sin(4 * turn)
    zoom = 1 + 0.005 * sin(turn + 2.0)
    c, s, half = zoom * cos(angle), zoom * sin(angle), SIZE / 2
    centre = half + _MARGIN
    return np.array(
        [
            [c, -s, half + x - c * centre + s * centre],
            [s, c, half + y - s * centre - c * centre],
        ]
    )


def _noises() -> list[npt.NDArray[np.uint8]]:
    chance = np.random.default_rng(1)
    grains = chance.normal(128, _GRAIN, (_NOISES, SIZE, SIZE, 1)).round().astype(np.uint8)
    return [np.repeat(grain, 3, axis=2) for grain in grains]
