"""The room of the demonstration film: an office out of focus, a wooden desk, a mug.

The same room each time: its chance is seeded.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from scripts.film.stage import (
    Eye,
    Floats,
    Stage,
    as_floats,
    blurred,
    gradient,
    resized,
    rgb,
)

_SEED = 809
_GROUND = -0.022
_PLANKS = (0.0, 0.14, 0.29, 0.43, 0.58, 0.75, 1.0)

# Shares of the picture: left, top, right, bottom, colour. Drawn in this order, then out of focus.
_WALL = (
    (-0.05, -0.05, 0.335, 0.52, "#f6f8f3"),
    (-0.05, 0.30, 0.335, 0.52, "#dce8df"),
    (0.385, 0.235, 0.735, 0.60, "#b7c3bc"),
    (0.40, 0.33, 0.72, 0.342, "#96a59e"),
    (0.41, 0.262, 0.432, 0.33, "#a8705a"),
    (0.434, 0.252, 0.458, 0.33, "#6f8a86"),
    (0.460, 0.270, 0.477, 0.33, "#d7c8a6"),
    (0.480, 0.256, 0.508, 0.33, "#5f7d78"),
    (0.60, 0.275, 0.66, 0.33, "#d9cfbd"),
    (0.43, 0.375, 0.56, 0.46, "#8d9c98"),
    (0.44, 0.385, 0.55, 0.45, "#aebdbb"),
)
_FRAMES = (
    (0.104, -0.05, 0.124, 0.54, "#9aa7a1"),
    (0.322, -0.05, 0.352, 0.54, "#a2aea8"),
    (-0.05, 0.165, 0.335, 0.182, "#a9b4ae"),
)
_LAMPS = ((0.50, 0.10, 0.040), (0.632, 0.135, 0.029), (0.722, 0.158, 0.022))
_LEAVES = ("#7d9183", "#6b8374", "#5f7868", "#8fa294", "#567060", "#9aab9c")


def office(size: int, eye: Eye) -> Stage:
    """The room without the laptop, `size` pixels square."""
    stage = Stage(_background(size), eye)
    _lay_desk(stage)
    _lay_mug(stage)
    return stage


def _background(size: int) -> Floats:
    small = size // 2
    room = Image.fromarray(gradient((small, small), "#d5dcd7", "#9dafa9").astype(np.uint8))
    draw = ImageDraw.Draw(room)
    for left, top, right, bottom, colour in (*_WALL, *_FRAMES):
        box = (left * small, top * small, right * small, bottom * small)
        draw.rectangle(box, fill=rgb(colour))
    _draw_plant(draw, small)
    soft = blurred(as_floats(room), small * 0.017)
    soft = _with_lamps(soft)
    return resized(soft, (size, size))


def _draw_plant(draw: ImageDraw.ImageDraw, small: int) -> None:
    chance = np.random.default_rng(_SEED)
    pot = (0.825 * small, 0.45 * small, 0.965 * small, 0.62 * small)
    draw.rectangle(pot, fill=rgb("#c08a62"))
    for _ in range(46):
        angle = chance.uniform(-1.35, 1.35)
        reach = chance.uniform(0.10, 0.40) * (1 - 0.3 * abs(angle))
        tip = np.array([0.895 + reach * np.sin(angle), 0.46 - reach * np.cos(angle)])
        along = np.array([np.sin(angle), -np.cos(angle)]) * chance.uniform(0.05, 0.085)
        side = np.array([along[1], -along[0]]) * 0.30
        leaf = [tip - along, tip + side, tip + along, tip - side]
        corners = [(float(x) * small, float(y) * small) for x, y in leaf]
        draw.polygon(corners, fill=rgb(_LEAVES[int(chance.integers(len(_LEAVES)))]))


def _with_lamps(room: Floats) -> Floats:
    """Lamps far behind are discs of light, as a lens draws them."""
    small = room.shape[0]
    light = np.zeros((small, small), np.float32)
    for x, y, radius in _LAMPS:
        centre = (int(x * small), int(y * small))
        cv2.circle(light, centre, int(radius * small), 0.60, -1, cv2.LINE_AA)
        cv2.circle(light, centre, int(radius * small), 0.72, 3, cv2.LINE_AA)
    warm = np.array(rgb("#ffe6c0"), np.float32)
    near = blurred(light, small * 0.004)[..., None]
    halo = blurred(light, small * 0.03)[..., None] * 0.45
    room = room + (warm - room) * near
    return as_floats(room + (warm - room) * halo)


def _lay_desk(stage: Stage) -> None:
    wide, back, front = 2.0, -1.0, 2.4
    corners = (
        (-wide, _GROUND, back),
        (wide, _GROUND, back),
        (wide, _GROUND, front),
        (-wide, _GROUND, front),
    )
    wood = _wood(1500, 1700)
    height, width = wood.shape[:2]
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    flat = cv2.getPerspectiveTransform(frame, stage.eye.project(corners))
    size = (stage.size, stage.size)
    sharp = as_floats(cv2.warpPerspective(wood, flat, size))
    cover = as_floats(cv2.warpPerspective(np.ones((height, width), np.float32), flat, size))
    stage.blend(blurred(cover, stage.size * 0.0045), _lit(_focused(sharp)))


def _focused(desk: Floats) -> Floats:
    """Sharp where the laptop stands, softer towards the far edge and towards the camera."""
    size = desk.shape[0]
    down = np.linspace(0, 1, size, dtype=np.float32)[:, None, None]
    near = np.clip(1 - np.abs(down - 0.72) / 0.17, 0, 1) ** 0.7
    quarter = blurred(resized(desk, (size // 4, size // 4)), size * 0.0022)
    return as_floats(desk * near + resized(quarter, (size, size)) * (1 - near))


def _lit(desk: Floats) -> Floats:
    """Daylight from the left, and its sheen on the far part of the varnish."""
    size = desk.shape[0]
    down = np.linspace(0, 1, size, dtype=np.float32)[:, None, None]
    across = np.linspace(0, 1, size, dtype=np.float32)[None, :, None]
    fall = 1.17 - 0.22 * across - 0.40 * np.clip((down - 0.5) / 0.5, 0, 1)
    sheen = np.exp(-(((down - 0.51) / 0.085) ** 2)) * np.clip(1.1 - 0.9 * across, 0.12, 1)
    return as_floats(desk * fall + sheen * np.array((70, 66, 58), np.float32))


def _wood(width: int, height: int) -> Floats:
    chance = np.random.default_rng(_SEED)

    def grain(along: int, across: int) -> Floats:
        cells = chance.standard_normal((max(2, height // across), max(2, width // along)))
        return resized(as_floats(cells), (width, height))

    rows = np.arange(height, dtype=np.float32)[:, None]
    rings = np.sin((rows + 18 * grain(380, 70) + 8 * grain(190, 45)) / 12)
    fibre = 0.5 * grain(330, 30) + 0.4 * grain(170, 11) + 0.36 * grain(110, 4)
    fibre += 0.24 * grain(40, 2) + 0.28 * rings
    tone = np.zeros((height, 1), np.float32)
    for begin, end in pairwise(_PLANKS):
        first, last = int(begin * height), int(end * height)
        fibre[first:last] = np.roll(fibre[first:last], int(chance.integers(width)), axis=1)
        tone[first:last] = chance.uniform(-0.5, 0.5)
        tone[max(0, first - 2) : first + 1] = -5.0  # The joint between two planks.
    base = np.array(rgb("#9c7350"), np.float32)
    return as_floats(base + (fibre * 0.62 + tone)[..., None] * np.array((8.5, 7.5, 6.5)))


def _lay_mug(stage: Stage) -> None:
    foot = stage.eye.project([(0.685, _GROUND, -0.32)])[0]
    wide = int(stage.size * 0.078)
    under = np.zeros((stage.size, stage.size), np.float32)
    centre = (int(foot[0] + wide * 0.20), int(foot[1] + 2))
    cv2.ellipse(under, centre, (int(wide * 0.82), int(wide * 0.15)), 0, 0, 360, 0.55, -1)
    stage.blend(blurred(under, wide * 0.08), np.array((40, 28, 22), np.float32))
    mug = _mug(wide)
    left, top = int(foot[0]) - wide, int(foot[1]) - mug.shape[0] + wide // 4
    place = stage.pixels[top : top + mug.shape[0], left : left + mug.shape[1]]
    mug = mug[: place.shape[0], : place.shape[1]]
    place += (mug[..., :3] - place) * (mug[..., 3:] / 255)


def _mug(wide: int) -> Floats:
    """RGBA of the mug, out of focus; its foot is a quarter of its width above the lower edge."""
    finer = wide * 4
    size = (finer * 2, int(finer * 1.75))
    body, rim = Image.new("RGBA", size, (222, 146, 76, 0)), finer * 0.13
    draw = ImageDraw.Draw(body)
    left, right, top, foot = finer * 0.5, finer * 1.5, finer * 0.25, finer * 1.5
    handle = (right - finer * 0.2, top + finer * 0.24, right + finer * 0.36, top + finer * 0.86)
    draw.ellipse(handle, outline=rgb("#d08a4a"), width=int(finer * 0.115))
    draw.rectangle((left, top, right, foot - rim), fill=rgb("#efa860"))
    draw.ellipse((left, foot - 2 * rim, right, foot), fill=rgb("#efa860"))
    shaded = np.array(body, np.float32)
    across = (np.arange(size[0], dtype=np.float32) - left) / finer
    light = (
        0.66 + 0.44 * np.exp(-(((across - 0.27) / 0.24) ** 2)) - 0.20 * np.clip(across - 0.6, 0, 1)
    )
    shaded[..., :3] = np.clip(shaded[..., :3] * light[None, :, None], 0, 255)
    mug = Image.fromarray(shaded.astype(np.uint8))
    draw = ImageDraw.Draw(mug)
    draw.ellipse((left, top - rim, right, top + rim), fill=rgb("#fbc48c"))
    inset = finer * 0.05
    draw.ellipse(
        (left + inset, top - rim * 0.78, right - inset, top + rim * 0.78), fill=rgb("#8a5a36")
    )
    draw.ellipse(
        (left + inset * 1.4, top - rim * 0.35, right - inset * 1.4, top + rim * 0.72),
        fill=rgb("#4a2f21"),
    )
    soft = mug.filter(ImageFilter.GaussianBlur(finer * 0.022))
    return as_floats(soft.resize((size[0] // 4, size[1] // 4), Image.Resampling.BOX))
