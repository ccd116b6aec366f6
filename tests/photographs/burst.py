"""Owns stories before the camera: what is held up comes, moves and rests. Frames of one scene.

Never says what ought to be made of them; each frame carries its own truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from math import atan2, hypot, pi, sin

import numpy as np

from tests.photographs.photograph import FULL_HD, Scene, nothing, scene, taken
from tests.photographs.poses import Pose
from tests.photographs.truth import Conditions, Photograph

FPS = 10.0
_EXPOSURE_S = 1 / 60
_COMES_S = 0.9
_READABLE_EM_PX = (14.5, 26.0)


class Story(StrEnum):
    """What happens. Only RESTS ends in a picture that ought to be taken."""

    RESTS = "rests"
    STAYS_FAR = "stays_far"
    TOO_NEAR = "too_near"
    NEVER_RESTS = "never_rests"
    DARK = "dark"
    GLARE = "glare"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One frame. `resting_s` counts from the instant the hand came to rest; below 0 before."""

    at_s: float
    resting_s: float
    photograph: Photograph


def burst(
    seed: int,
    story: Story,
    *,
    seconds: float = 4.5,
    fps: float = FPS,
    size: tuple[int, int] = FULL_HD,
) -> Iterator[Moment]:
    """The frames of `story`, in order, one every 1 / `fps` seconds."""
    for number in range(int(seconds * fps)):
        at_s = number / fps
        if story is Story.NOTHING:
            yield Moment(at_s, -1.0, nothing(seed, size, frame=number))
            continue
        if number == 0:
            hand = _Hand(seed, story, size)
        yield Moment(at_s, at_s - _COMES_S, hand.shown(at_s, number))


class _Hand:
    """Who holds it: where at each instant, and how steadily."""

    def __init__(self, seed: int, story: Story, size: tuple[int, int]) -> None:
        chance = np.random.default_rng([seed, 7])
        self._story = story
        self._scene = scene(seed, size)
        self._rest = _rest(chance, self._scene, story)
        self._seen = _seen(chance, story)
        self._sway = [
            (float(chance.uniform(0.0002, 0.0013)) / beat, beat, float(chance.uniform(0, 2 * pi)))
            for beat in (0.7, 1.3, 3.1, 0.9, 1.7, 3.7)
        ]
        self._from = (float(chance.uniform(-0.5, 0.5)), float(chance.uniform(0.7, 1.1)))

    def shown(self, at_s: float, number: int) -> Photograph:
        before, after = (self._pose(at_s + step) for step in (-_EXPOSURE_S / 2, _EXPOSURE_S / 2))
        width, height = self._scene.size
        across, down = (after.x - before.x) * width, (after.y - before.y) * height
        smear = hypot(hypot(across, down), abs(after.share - before.share) * width * 0.3)
        seen = replace(self._seen, motion_px=smear, motion_angle=atan2(down, across))
        return taken(self._scene, self._pose(at_s), seen, frame=number)

    def _pose(self, at_s: float) -> Pose:
        left = max(0.0, 1 - at_s / _COMES_S) ** 2
        sway_x = sum(wide * sin(2 * pi * beat * at_s + at) for wide, beat, at in self._sway[:3])
        sway_y = sum(wide * sin(2 * pi * beat * at_s + at) for wide, beat, at in self._sway[3:])
        if self._story is Story.NEVER_RESTS:
            sway_x += 0.05 * sin(2 * pi * 0.9 * at_s)
            sway_y += 0.03 * sin(2 * pi * 0.6 * at_s + 1)
        rest = self._rest
        return replace(
            rest,
            share=rest.share * (1 - 0.4 * left),
            x=rest.x + self._from[0] * left + sway_x,
            y=rest.y + self._from[1] * left + sway_y,
            roll=rest.roll + 0.5 * left,
        )


def _rest(chance: np.random.Generator, of: Scene, story: Story) -> Pose:
    em = min(line.em for line in of.panel.written if line.role in {"title", "body", "code"})
    fit = min(of.size[0] / of.body.panel[0], of.size[1] / of.body.panel[1])
    whole = em * fit  # Height of the letters where the screen just fills the picture.
    share = min(float(chance.uniform(*_READABLE_EM_PX)) / whole, 1.15)
    if story is Story.STAYS_FAR:
        share = min(0.42, float(chance.uniform(5.0, 9.0)) / whole)
    elif story is Story.TOO_NEAR:
        share = float(chance.uniform(2.2, 3.0))
    off = 0.03 if share < 1 else 0.01
    return Pose(
        share,
        x=float(chance.normal(0, off)),
        y=float(chance.normal(0, off * 0.8)),
        yaw=float(chance.normal(0, 0.10)),
        pitch=float(chance.normal(0, 0.08)),
        roll=float(chance.normal(0, 0.04)),
    )


def _seen(chance: np.random.Generator, story: Story) -> Conditions:
    """Small defects, as a good camera has them; the story adds its own."""
    plain = Conditions(
        hands=bool(chance.random() < 0.5),
        defocus_px=float(chance.uniform(0.0, 0.9)),
        noise=float(chance.uniform(1.0, 3.0)),
        moire=float(chance.uniform(0.3, 0.8)) if chance.random() < 0.25 else 0.0,
        uneven=float(chance.uniform(0.0, 0.35)),
        light=float(chance.uniform(0.75, 1.1)),
        jpeg=int(chance.integers(80, 95)),
    )
    if story is Story.DARK:
        return replace(plain, light=float(chance.uniform(0.04, 0.10)), noise=5.0)
    if story is Story.GLARE:
        return replace(plain, glare=float(chance.uniform(0.9, 1.3)))
    return plain
