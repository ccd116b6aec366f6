"""Films of what is held up to the camera: it comes, moves and rests. Frames of one scene.

Never says what ought to be made of them; each frame carries its own truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from math import atan2, cos, hypot, pi, sin

import numpy as np

from tests.photographs.photograph import FULL_HD, Scene, conditions, nothing, pose, scene, taken
from tests.photographs.poses import Pose
from tests.photographs.truth import Conditions, Photograph

FPS = 10.0
_EXPOSURE_S = 1 / 60
_COMES_S = 0.9
_READABLE_EM_PX = (14.5, 26.0)


class Story(StrEnum):
    """What happens. Only RESTS ends in a picture that ought to be taken.

    MIXED is a single photograph in time: its pose, its defects, and a hand that shakes so much that
    its frames are as smeared on average as the photograph is. It does not come, it is there.
    """

    RESTS = "rests"
    STAYS_FAR = "stays_far"
    TOO_NEAR = "too_near"
    NEVER_RESTS = "never_rests"
    DARK = "dark"
    GLARE = "glare"
    NOTHING = "nothing"
    MIXED = "mixed"


_Swings = list[tuple[float, float, float]]
"""How far, as a share of the picture; how often a second; from where, in radians."""


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
        mixed = story is Story.MIXED
        self._rest = pose(seed) if mixed else _rest(chance, self._scene, story)
        self._seen = conditions(seed) if mixed else _seen(chance, story)
        sway = [
            (float(chance.uniform(0.0002, 0.0013)) / beat, beat, float(chance.uniform(0, 2 * pi)))
            for beat in (0.7, 1.3, 3.1, 0.9, 1.7, 3.7)
        ]
        self._sway_x, self._sway_y = sway[:3], sway[3:]
        self._from = (float(chance.uniform(-0.5, 0.5)), float(chance.uniform(0.7, 1.1)))
        self.comes_s = 0.0 if mixed else _COMES_S
        if mixed:
            x, y = _shaking(chance, self._seen, size)
            self._sway_x, self._sway_y = [*self._sway_x, *x], [*self._sway_y, *y]

    def shown(self, at_s: float, number: int) -> Photograph:
        before, after = (self._pose(at_s + step) for step in (-_EXPOSURE_S / 2, _EXPOSURE_S / 2))
        width, height = self._scene.size
        across, down = (after.x - before.x) * width, (after.y - before.y) * height
        smear = hypot(hypot(across, down), abs(after.share - before.share) * width * 0.3)
        seen = replace(self._seen, motion_px=smear, motion_angle=atan2(down, across))
        return taken(self._scene, self._pose(at_s), seen, frame=number)

    def _pose(self, at_s: float) -> Pose:
        sway_x, sway_y = _swung(self._sway_x, at_s), _swung(self._sway_y, at_s)
        left = max(0.0, 1 - at_s / self.comes_s) ** 2 if self.comes_s else 0.0
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


def _swung(swings: _Swings, at_s: float) -> float:
    return sum(far * sin(2 * pi * beat * at_s + at) for far, beat, at in swings)


def _shaking(
    chance: np.random.Generator, seen: Conditions, size: tuple[int, int]
) -> tuple[_Swings, _Swings]:
    """A tremor along the smear and a slower drift of the hand, which no burst waits out."""
    along, across = seen.motion_angle, seen.motion_angle + float(chance.uniform(-1.0, 1.0))
    drift = float(chance.uniform(0.0, 0.4))
    x, y = [], []
    for part, beats, way in ((1 - drift, (4.0, 8.0), along), (drift, (0.5, 1.5), across)):
        beat, at = float(chance.uniform(*beats)), float(chance.uniform(0, 2 * pi))
        # The mean speed of a swing is 2 / pi of its greatest.
        far = part * seen.motion_px * (pi / 2) / (2 * sin(pi * beat * _EXPOSURE_S))
        x.append((far * cos(way) / size[0], beat, at))
        y.append((far * sin(way) / size[1], beat, at))
    return x, y


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
