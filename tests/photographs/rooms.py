"""Backgrounds behind the device: walls, shelves, windows, posters, whoever holds it.

Much of it has four corners and is no screen: that is what it is there for.
"""

from __future__ import annotations

import cv2
import numpy as np

from tests.photographs.truth import Floats, Pixels, Quad

Chance = np.random.Generator

KINDS = ("wall", "office", "shelves", "window", "person", "person", "desk")
_SKIN = ((140, 172, 224), (98, 134, 198), (66, 92, 150), (46, 62, 104), (160, 190, 236))


def room(chance: Chance, size: tuple[int, int], kind: str = "") -> Pixels:
    """A background of `size` (w, h), BGR."""
    kind = kind or str(chance.choice(KINDS))
    small = (size[0] // 2, size[1] // 2)
    picture = _wall(chance, small)
    drawn = {
        "office": _office,
        "shelves": _shelves,
        "window": _window,
        "person": _person,
        "desk": _desk,
    }.get(kind)
    if drawn is not None:
        drawn(chance, picture)
    soft = cv2.GaussianBlur(picture, (0, 0), float(chance.uniform(0.6, 7)))
    large = cv2.resize(soft, size, interpolation=cv2.INTER_LINEAR)
    return np.clip(large, 0, 255).astype(np.uint8)


def hold(chance: Chance, picture: Pixels, device: Quad) -> None:
    """Hands at the left and right edge of `device`, drawn over it."""
    skin = _SKIN[int(chance.integers(len(_SKIN)))]
    for first, last, inwards in ((0, 3, 1), (1, 2, -1)):
        edge = device[last] - device[first]
        at = device[first] + edge * float(chance.uniform(0.45, 0.85))
        long = float(np.linalg.norm(edge))
        wide = max(6, int(long * 0.075))
        for number in range(4):
            tip = at + edge * (number - 1.5) * 0.055
            end = tip + np.array([inwards * long * float(chance.uniform(0.015, 0.045)), 0])
            begin = tip - np.array([inwards * long * 0.12, 0])
            shade = tuple(max(0, part - 9 * number) for part in skin)
            cv2.line(picture, _whole(begin), _whole(end), shade, wide, cv2.LINE_AA)


def _whole(point: Floats) -> tuple[int, int]:
    return int(np.clip(point[0], -9999, 9999)), int(np.clip(point[1], -9999, 9999))


def _colour(chance: Chance, low: int, high: int) -> tuple[float, float, float]:
    shade = float(chance.integers(low, high))
    tint = chance.uniform(-18, 18, 3)
    return shade + float(tint[0]), shade + float(tint[1]), shade + float(tint[2])


def _wall(chance: Chance, size: tuple[int, int]) -> Floats:
    picture = np.empty((size[1], size[0], 3), np.float32)
    picture[:] = _colour(chance, 40, 225)
    coarse = chance.normal(0, 9, (9, 16, 1)).astype(np.float32)
    cloud = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)[..., None]
    fine = chance.normal(0, 3, (size[1], size[0], 1)).astype(np.float32)
    return np.asarray(picture + cloud + fine, np.float32)


def _boxes(chance: Chance, picture: Floats, count: int, low: int, high: int) -> None:
    height, width = picture.shape[:2]
    for _ in range(count):
        x, y = int(chance.integers(-50, width)), int(chance.integers(-50, height))
        wide, high_px = int(chance.integers(20, width // 2)), int(chance.integers(20, height // 2))
        cv2.rectangle(picture, (x, y), (x + wide, y + high_px), _colour(chance, low, high), -1)


def _office(chance: Chance, picture: Floats) -> None:
    _boxes(chance, picture, int(chance.integers(4, 14)), 30, 235)
    height, width = picture.shape[:2]
    for _ in range(int(chance.integers(0, 4))):
        centre = (int(chance.integers(width)), int(chance.integers(height // 3)))
        cv2.ellipse(picture, centre, (60, 12), 0, 0, 360, (250, 252, 252), -1)


def _shelves(chance: Chance, picture: Floats) -> None:
    height, width = picture.shape[:2]
    shelf = int(chance.integers(60, 130))
    for foot in range(shelf, height + shelf, shelf):
        x = 0
        while x < width:
            wide = int(chance.integers(6, 22))
            top = foot - int(chance.integers(shelf // 2, shelf - 6))
            cv2.rectangle(picture, (x, top), (x + wide, foot), _colour(chance, 20, 220), -1)
            x += wide + int(chance.integers(0, 5))
        cv2.rectangle(picture, (0, foot), (width, foot + 7), _colour(chance, 60, 160), -1)


def _window(chance: Chance, picture: Floats) -> None:
    """A bright one, or a poster: both have four corners."""
    height, width = picture.shape[:2]
    x, y = int(chance.integers(-40, width // 2)), int(chance.integers(-40, height // 3))
    wide, high = int(width * chance.uniform(0.2, 0.6)), int(height * chance.uniform(0.3, 0.8))
    light = float(chance.integers(190, 256))
    cv2.rectangle(picture, (x, y), (x + wide, y + high), (light, light, light - 8), -1)
    cv2.rectangle(picture, (x, y), (x + wide, y + high), _colour(chance, 60, 200), 9)
    cv2.line(picture, (x + wide // 2, y), (x + wide // 2, y + high), (120, 124, 128), 6)


def _person(chance: Chance, picture: Floats) -> None:
    """Somebody stands behind what is held up."""
    height, width = picture.shape[:2]
    _boxes(chance, picture, int(chance.integers(0, 5)), 60, 220)
    middle = int(width * chance.uniform(0.35, 0.65))
    shirt = _colour(chance, 20, 220)
    cv2.ellipse(picture, (middle, height), (width // 4, int(height * 0.72)), 0, 0, 360, shirt, -1)
    skin = _SKIN[int(chance.integers(len(_SKIN)))]
    cv2.ellipse(picture, (middle, int(height * 0.16)), (62, 84), 0, 0, 360, skin, -1)
    hair = _colour(chance, 15, 90)
    cv2.ellipse(picture, (middle, int(height * 0.08)), (66, 60), 0, 180, 360, hair, -1)
    if chance.random() < 0.5:
        for y in range(height // 3, height, 14):
            cv2.line(picture, (0, y), (0, y), shirt, 1)


def _desk(chance: Chance, picture: Floats) -> None:
    height, width = picture.shape[:2]
    top = int(height * chance.uniform(0.4, 0.75))
    _boxes(chance, picture[:top], int(chance.integers(2, 7)), 50, 230)
    wood = _colour(chance, 60, 180)
    cv2.rectangle(picture, (0, top), (width, height), (wood[0] - 25, wood[1], wood[2] + 25), -1)
    for _ in range(30):
        y = int(chance.integers(top, height))
        cv2.line(picture, (0, y), (width, y), (wood[0] - 32, wood[1] - 6, wood[2] + 18), 1)
    paper = np.array([[0, 0], [90, 10], [80, 70], [-12, 58]], np.int32)
    place = np.array([int(chance.integers(width)), int(chance.integers(top, height))])
    cv2.fillPoly(picture, [paper + place], (236, 238, 238))
