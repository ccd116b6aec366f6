"""A photograph from a seed: scene, pose and conditions are drawn by chance, then the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from tests.photographs.defects import glare_mask, shown_by, through_subpixels, warped
from tests.photographs.devices import BODIES, Body, body, corners, panel_size
from tests.photographs.poses import Homography, Pose, deck_corners, homography, moved
from tests.photographs.rooms import hold, room
from tests.photographs.scenes import Panel, panel
from tests.photographs.truth import Conditions, Floats, Line, Photograph, Pixels, Quad

FULL_HD = (1920, 1080)
_GLARE_SEED = 1_000_003
_LAMP = 350.0
"""A lamp in the glass outshines the white of any screen."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everything that stays while the visitor moves."""

    seed: int
    size: tuple[int, int]
    panel: Panel
    body: Body
    room: Pixels
    open_by: float


def scene(seed: int, size: tuple[int, int] = FULL_HD, *, kind: str = "", of: str = "") -> Scene:
    """What `seed` draws; `kind` of screen and the device it is `of` may be given."""
    chance = np.random.default_rng([seed, 1])
    device = of or str(chance.choice(BODIES))
    shown = panel(chance, panel_size(chance, device), kind=kind)
    lit = float(chance.uniform(0.82, 1.0))
    picture = (shown.picture * lit).astype(np.uint8)
    return Scene(
        seed,
        size,
        shown,
        body(chance, device, picture),
        room(chance, size),
        float(chance.uniform(1.6, 2.0)),
    )


def pose(seed: int) -> Pose:
    """How a visitor might hold it: mostly well, sometimes too far, too near or to one side."""
    chance = np.random.default_rng([seed, 2])
    share = float(
        chance.choice(
            [chance.uniform(0.25, 0.55), *chance.uniform(0.55, 0.98, 5), chance.uniform(0.98, 1.5)]
        )
    )
    return Pose(
        share,
        x=float(chance.normal(0, 0.03)),
        y=float(chance.normal(0, 0.025)),
        yaw=float(chance.normal(0, 0.13)),
        pitch=float(chance.normal(0, 0.10)),
        roll=float(chance.normal(0, 0.05)),
    )


def conditions(seed: int) -> Conditions:
    """A mix: each defect is absent more often than not."""
    chance = np.random.default_rng([seed, 3])

    def sometimes(often: float, low: float, high: float) -> float:
        return float(chance.uniform(low, high)) if chance.random() < often else 0.0

    light = sometimes(0.15, 0.1, 0.45) or float(chance.uniform(0.8, 1.1))
    return Conditions(
        turned=bool(chance.random() < 0.03),
        hands=bool(chance.random() < 0.35),
        defocus_px=sometimes(0.25, 0.4, 4.0),
        motion_px=sometimes(0.25, 1.5, 16.0),
        motion_angle=float(chance.uniform(0, 3.14)),
        noise=float(chance.uniform(0.8, 3.0)) * (1 if light > 0.5 else 2.2),
        moire=sometimes(0.3, 0.3, 1.0),
        glare=sometimes(0.25, 0.3, 1.2),
        uneven=sometimes(0.4, 0.1, 0.5),
        light=light,
        jpeg=int(chance.integers(72, 95)),
    )


CLEAN = Conditions()


def photograph(seed: int, size: tuple[int, int] = FULL_HD, *, clean: bool = False) -> Photograph:
    """The photograph of `seed`, with every defect drawn too unless `clean`."""
    held = pose(seed)
    seen = CLEAN if clean else conditions(seed)
    return taken(scene(seed, size), held, seen)


def taken(of: Scene, held: Pose, seen: Conditions, *, frame: int = 0) -> Photograph:
    """`of` as the camera sees it; `frame` tells the pictures of a burst apart by their noise."""
    by, mask = _seen_through(of, held, seen)
    known = _known(of, by, mask, seen)
    assert known.device is not None
    picture = of.room.copy()
    _lay_deck(picture, of, _turned(held, seen))
    cover = warped(of.body.mask, by, of.size)[..., None].astype(np.float32) / 255
    front = _front(of, by, seen.moire)
    mixed = picture * (1 - cover) + front * cover
    if seen.hands:
        hands = np.clip(mixed, 0, 255).astype(np.uint8)
        hold(np.random.default_rng([of.seed, 4]), hands, known.device)
        mixed = hands.astype(np.float32)
    if seen.glare:
        mixed += (_LAMP - mixed) * mask[..., None]
    pixels = shown_by(
        np.asarray(mixed, np.float32), seen, np.random.default_rng([of.seed, 5, frame])
    )
    return replace(known, pixels=pixels)


def undrawn(of: Scene, held: Pose, seen: Conditions) -> Photograph:
    """What is known of a photograph before it is drawn; its picture is the empty room."""
    return _known(of, *_seen_through(of, held, seen), seen)


def _seen_through(of: Scene, held: Pose, seen: Conditions) -> tuple[Homography, Floats]:
    """From the body to the photograph, and the light that the glass throws back there."""
    by = homography(of.body, _turned(held, seen), of.size)
    return by, _glare(of, moved(of.body.body_corners(), by), seen.glare)


def _turned(held: Pose, seen: Conditions) -> Pose:
    return replace(held, roll=held.roll + np.pi) if seen.turned else held


def _known(of: Scene, by: Homography, glare: Floats, seen: Conditions) -> Photograph:
    return Photograph(
        of.room,
        of.panel.kind,
        f"{of.body.kind}, {of.body.rim} rim",
        of.panel.dark,
        _lines(of, by, glare),
        of.panel.codes,
        moved(of.body.screen_corners(), by),
        moved(of.body.body_corners(), by),
        seen,
    )


def nothing(seed: int, size: tuple[int, int] = FULL_HD, *, frame: int = 0) -> Photograph:
    """A room with nothing held up in it."""
    behind = room(np.random.default_rng([seed, 6]), size).astype(np.float32)
    seen = Conditions(noise=2.0)
    pixels = shown_by(behind, seen, np.random.default_rng([seed, 5, frame]))
    return Photograph(pixels, "nothing", "none", False, (), (), None, None, seen)


def _front(of: Scene, by: Homography, moire: float) -> Floats:
    clean = warped(of.body.picture, by, of.size).astype(np.float32)
    if not moire:
        return clean
    striped = through_subpixels(of.body.picture, by, of.size).astype(np.float32)
    return clean + (striped - clean) * moire


def _lay_deck(picture: Pixels, of: Scene, held: Pose) -> None:
    if of.body.deck is None:
        return
    deck = deck_corners(of.body, held, of.size, of.open_by)
    cv2.fillConvexPoly(picture, deck.round().astype(np.int32), of.body.deck, cv2.LINE_AA)
    for row in range(5):
        near, far = 0.12 + 0.1 * row, 0.2 + 0.1 * row
        for key in range(13):
            left, right = 0.05 + 0.07 * key, 0.11 + 0.07 * key
            cap = np.array(
                [
                    _within(deck, x, y)
                    for x, y in ((left, near), (right, near), (right, far), (left, far))
                ]
            )
            shade = tuple(max(12, part - 60) for part in of.body.deck)
            cv2.fillConvexPoly(picture, cap.round().astype(np.int32), shade, cv2.LINE_AA)


def _within(quad: Quad, x: float, y: float) -> Floats:
    top = quad[0] + (quad[1] - quad[0]) * x
    foot = quad[3] + (quad[2] - quad[3]) * x
    return np.asarray(top + (foot - top) * y, np.float32)


def _glare(of: Scene, device: Quad, strength: float) -> Floats:
    if not strength:
        return np.zeros((of.size[1], of.size[0]), np.float32)
    chance = np.random.default_rng([of.seed, _GLARE_SEED])
    return glare_mask(chance, device, of.size, strength)


def _lines(of: Scene, by: Homography, glare: Floats) -> tuple[Line, ...]:
    left, top = of.body.screen
    lines = []
    for written in of.panel.written:
        x0, y0, x1, y1 = written.box
        quad = moved(corners(x0 + left, y0 + top, x1 - x0, y1 - y0), by)
        middle = (x0 + x1) / 2 + left
        em = np.array([(middle, y0 + top), (middle, y0 + top + written.em)], np.float32)
        foot = moved(em, by)
        tall = float(np.linalg.norm(foot[1] - foot[0]))
        lines.append(Line(written.text, written.role, quad, tall, _worst(glare, quad)))
    return tuple(lines)


def _worst(glare: Floats, quad: Quad) -> float:
    height, width = glare.shape
    low = np.clip(np.floor(quad.min(axis=0)), 0, [width, height]).astype(int)
    high = np.clip(np.ceil(quad.max(axis=0)), 0, [width, height]).astype(int)
    part = glare[low[1] : high[1], low[0] : high[0]]
    return float(np.percentile(part, 97)) if part.size else 0.0
