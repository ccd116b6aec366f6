"""The laptop of the demonstration film: its screen with the message, lid, keyboard and shadow.

Never moves: the film's motion is the camera's.
"""

from __future__ import annotations

from math import cos, pi, sin
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from scripts.film.stage import (
    Floats,
    Point,
    Stage,
    as_floats,
    gradient,
    rgb,
    rounded,
    with_alpha,
)

_FONTS = Path(__file__).parents[2] / "assets" / "fonts"

TITLE = "Can’t connect to Office VPN"
LINES = (
    "The network connection between your",
    "computer and the VPN server could not",
    "be established. Error 809",
)
BUTTON = "Close"

_LID = (1880, 1213)
_SCREEN = (1780, 1112)
_DECK = (1880, 1240)
_LID_HEIGHT = 0.645
_DEEP = 0.66
_THICK = 0.022
_TILT = 0.30

# Waves of the wallpaper: height, swing, phase, length, colour, strength.
_WAVES = (
    (0.52, 0.10, 0.2, 1.1, "#8fb9d3", 0.30),
    (0.64, 0.13, 1.9, 0.9, "#456f9c", 0.55),
    (0.80, 0.10, 3.6, 1.2, "#2a4a74", 0.65),
)
_APPS = ("#4aa3df", "#f2b65c", "#6cc08b", "#e9eef0", "#d9735b")
# Widths of keys, row by row from the back; the last row has the space bar.
_KEYS = (
    (1.0,) * 14,
    (*(1.0,) * 13, 1.5),
    (1.5, *(1.0,) * 13),
    (1.8, *(1.0,) * 11, 1.8),
    (2.3, *(1.0,) * 10, 2.3),
    (1.2, 1.2, 1.2, 1.2, 5.4, 1.2, 1.2, 1.2),
)


def lay_laptop(stage: Stage) -> None:
    """The open laptop with its shadow on the desk."""
    _lay_shadow(stage)
    edge = _DEEP - 0.004
    below = _DEEP - 0.012
    front = (
        (-0.498, 0.0, edge),
        (0.498, 0.0, edge),
        (0.492, -_THICK, below),
        (-0.492, -_THICK, below),
    )
    stage.lay(_front(), front)
    stage.lay(_deck(), ((-0.5, 0.0, 0.0), (0.5, 0.0, 0.0), (0.5, 0.0, _DEEP), (-0.5, 0.0, _DEEP)))
    hinge = ((-0.42, 0.016, 0.0), (0.42, 0.016, 0.0), (0.42, -0.002, 0.012), (-0.42, -0.002, 0.012))
    stage.lay(with_alpha(gradient((1500, 30), "#0e1214", "#2a3034")), hinge)
    top, foot = _on_lid(_LID_HEIGHT), _on_lid(0.0)
    lid = ((-0.5, *top), (0.5, *top), (0.5, *foot), (-0.5, *foot))
    stage.lay(_lid(), lid)


def _on_lid(height: float) -> tuple[float, float]:
    return height * cos(_TILT) + 0.012, -height * sin(_TILT)


def _lay_shadow(stage: Stage) -> None:
    """Light comes from the window at the left.

    A wide soft shadow, a near one, and the line of contact.
    """
    pixel = stage.size / 1440

    def ground(left: float, right: float, back: float, front: float) -> tuple[Point, ...]:
        y = -_THICK
        return (left, y, back), (right, y, back), (right, y, front), (left, y, front)

    stage.shade(ground(-0.46, 0.62, -0.25, 0.71), strength=0.46, blur_px=42 * pixel)
    stage.shade(ground(-0.49, 0.53, -0.05, 0.69), strength=0.50, blur_px=13 * pixel)
    stage.shade(ground(-0.495, 0.503, 0.4, 0.672), strength=0.65, blur_px=3 * pixel)


def _front() -> Floats:
    width, height = 1880, 44
    metal = gradient((width, height), "#e6eaec", "#82898d")
    # The notch for a finger.
    across = np.exp(-(((np.arange(width) - width / 2) / 150) ** 4))[None, :]
    down = np.clip(1 - np.arange(height) / 16, 0, 1)[:, None]
    metal *= as_floats(1 - 0.28 * across * down)[..., None]
    return with_alpha(metal, rounded((width, height), (0, -60, width - 1, height - 1), 30))


def _deck() -> Floats:
    width, height = _DECK
    metal = gradient(_DECK, "#b4babe", "#dadee0", slant=0.25)
    # The screen's blue light falls on the metal near the hinge.
    near = np.exp(-np.arange(height, dtype=np.float32) / 150)[:, None, None]
    metal -= near * np.array((38, 24, 8), np.float32)
    picture = Image.fromarray(metal.astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    well = (130, 90, width - 130, 690)
    draw.rounded_rectangle(well, 24, fill=rgb("#53585c"))
    _draw_keys(draw, well)
    pad = (590, 765, width - 590, height - 60)
    draw.rounded_rectangle(pad, 22, fill=rgb("#c3c8cb"), outline=rgb("#a0a6aa"), width=4)
    return with_alpha(as_floats(picture), rounded(_DECK, (0, -60, width - 1, height - 1), 18))


def _draw_keys(draw: ImageDraw.ImageDraw, well: tuple[int, int, int, int]) -> None:
    rim, gap = 15, 9
    high = (well[3] - well[1] - 2 * rim - gap * (len(_KEYS) - 1)) / len(_KEYS)
    for number, row in enumerate(_KEYS):
        unit = (well[2] - well[0] - 2 * rim - gap * (len(row) - 1)) / sum(row)
        x, y = float(well[0] + rim), well[1] + rim + number * (high + gap)
        for share in row:
            wide = unit * share
            draw.rounded_rectangle((x, y, x + wide, y + high), 11, fill=rgb("#1d2023"))
            draw.rounded_rectangle(
                (x + 2, y + 2, x + wide - 2, y + high - 8), 9, fill=rgb("#2c3034")
            )
            x += wide + gap


def _lid() -> Floats:
    width, height = _LID
    metal = gradient(_LID, "#c9cfd2", "#7f878b", slant=0.7)
    glass = rounded(_LID, (5, 5, width - 6, height - 6), 42)[..., None]
    face = metal * (1 - glass) + gradient(_LID, "#1b2125", "#12171a") * glass
    left, top = (width - _SCREEN[0]) // 2, 58
    shown = face[top : top + _SCREEN[1], left : left + _SCREEN[0]]
    lit = rounded(_SCREEN, (0, 0, _SCREEN[0] - 1, _SCREEN[1] - 1), 14)[..., None]
    shown[:] = shown * (1 - lit) + _screen() * lit
    picture = Image.fromarray(face.astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    middle = width // 2
    draw.ellipse((middle - 9, 22, middle + 9, 40), fill=rgb("#1e2026"))
    draw.ellipse((middle - 4, 27, middle + 4, 35), fill=rgb("#303a4a"))
    return with_alpha(as_floats(picture), rounded(_LID, (0, 0, width - 1, height - 1), 46))


def _screen() -> Floats:
    picture = Image.fromarray(_wallpaper().astype(np.uint8)).convert("RGBA")
    picture.alpha_composite(_task_bar())
    _draw_message(picture)
    lit = as_floats(picture.convert("RGB"))
    # The window's reflection: one faint slanting band on the glass.
    width, height = _SCREEN
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    down = np.linspace(0, 0.55, height, dtype=np.float32)[:, None]
    band = np.clip(1 - np.abs(across + down - 0.16) / 0.26, 0, 1) ** 1.5 * 0.085
    return as_floats(lit + (255 - lit) * band[..., None])


def _wallpaper() -> Floats:
    width, height = _SCREEN
    paper = gradient(_SCREEN, "#6d9cc0", "#2c4f79", slant=0.6)
    across = np.linspace(0, 1, width, dtype=np.float32)
    down = np.arange(height, dtype=np.float32)[:, None]
    for base, swing, phase, length, colour, strength in _WAVES:
        crest = (base + swing * np.sin(phase + length * pi * across)) * height
        under = np.clip((down - crest) / 2 + 0.5, 0, 1) * strength
        under *= np.clip(1 - (down - crest) / (height * 0.55), 0.25, 1)
        paper += (np.array(rgb(colour), np.float32) - paper) * under[..., None]
    return paper


def _task_bar() -> Image.Image:
    width, height = _SCREEN
    bar = Image.new("RGBA", _SCREEN, (0, 0, 0, 0))
    draw = ImageDraw.Draw(bar)
    draw.rectangle((0, height - 66, width, height), fill=(22, 34, 48, 190))
    for place, colour in enumerate(_APPS):
        x, y = width // 2 + (place - len(_APPS) // 2) * 78 - 22, height - 55
        draw.rounded_rectangle((x, y, x + 44, y + 44), 11, fill=rgb(colour))
        draw.rounded_rectangle((x + 12, y + 12, x + 32, y + 32), 6, fill=(255, 255, 255, 120))
    return bar


def _draw_message(picture: Image.Image) -> None:
    """The dialog: words, and a button in its lower right corner."""
    width, height = 1320, 530
    left, top = (_SCREEN[0] - width) // 2, (_SCREEN[1] - 66 - height) // 2 - 6
    right, bottom = left + width, top + height
    shadow = Image.new("RGBA", _SCREEN, (0, 0, 0, 0))
    box = (left + 4, top + 22, right - 4, bottom + 26)
    ImageDraw.Draw(shadow).rounded_rectangle(box, 26, fill=(8, 16, 28, 150))
    picture.alpha_composite(shadow.filter(ImageFilter.GaussianBlur(30)))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((left, top, right, bottom), 22, fill=rgb("#fdfdfd"))
    draw.text((left + 60, top + 52), TITLE, font=_font("SemiBold", 77), fill=rgb("#181e22"))
    for number, line in enumerate(LINES):
        place = (left + 60, top + 170 + number * 76)
        draw.text(place, line, font=_font("Regular", 60), fill=rgb("#30393d"))
    button = (right - 310, bottom - 138, right - 60, bottom - 46)
    draw.rounded_rectangle(button, 12, fill=rgb("#2d6fb6"))
    middle = ((button[0] + button[2]) / 2, (button[1] + button[3]) / 2)
    draw.text(middle, BUTTON, font=_font("Medium", 50), fill=rgb("#ffffff"), anchor="mm")


def _font(style: str, size_px: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    made = _FONTS / f"Inter-{style}.ttf"
    if not made.is_file():
        return ImageFont.load_default(size_px)  # A checkout whose fonts were not made yet.
    return ImageFont.truetype(made, size_px)
