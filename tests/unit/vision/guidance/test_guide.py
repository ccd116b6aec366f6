"""What the visitor is told while a device comes, rests, or does not; and that nothing upsets it."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from kiosk.vision.guidance.guide import Guide
from kiosk.vision.hint import HOLD_S, Guidance, Hint
from kiosk.vision.views import Picture
from tests.photographs.burst import Story, burst

SEED = 700
"""Maintainable aside: nothing was tuned on it."""
SIZE = (1280, 720)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    yield
    cv2.setNumThreads(before)


def told(story: Story, *, seconds: float, seed: int = SEED) -> list[Guidance]:
    guide = Guide()
    return [
        guide.look(moment.photograph.pixels, moment.at_s)
        for moment in burst(seed, story, seconds=seconds, fps=6, size=SIZE)
    ]


def test_a_device_that_comes_and_rests_is_taken() -> None:
    guidances = told(Story.RESTS, seconds=3.2)

    assert guidances[0].hint is Hint.SEARCHING
    assert guidances[-1].hint is Hint.STEADY
    assert guidances[-1].shoot


def test_nothing_is_taken_while_the_hand_moves() -> None:
    guidances = told(Story.NEVER_RESTS, seconds=3.2)

    assert Hint.MOVING in {guidance.hint for guidance in guidances}
    assert not any(guidance.shoot for guidance in guidances)


@pytest.mark.parametrize(
    ("story", "seed", "hints"),
    [
        (Story.NOTHING, SEED, {Hint.SEARCHING}),
        (Story.DARK, SEED, {Hint.TOO_DARK}),
        (Story.STAYS_FAR, SEED, {Hint.TOO_FAR, Hint.SEARCHING}),
        (Story.TOO_NEAR, SEED + 2, {Hint.TOO_CLOSE}),
    ],
)
def test_what_is_wrong_is_told_and_nothing_taken(story: Story, seed: int, hints: set[Hint]) -> None:
    guidances = told(story, seconds=2.2, seed=seed)

    assert guidances[-1].hint in hints
    assert not any(guidance.shoot for guidance in guidances)


def page(shift: int = 0) -> Picture:
    """Black words on white paper on a dark desk."""
    picture = np.full((720, 1280, 3), 60, np.uint8)
    cv2.rectangle(picture, (180 + shift, 120), (1000 + shift, 620), (205, 205, 205), -1)
    for row in range(8):
        place = (240 + shift, 200 + 46 * row)
        cv2.putText(picture, "The printer on floor two says no", place, 0, 0.9, (20, 20, 20), 2)
    return picture


def test_the_hold_is_counted_from_the_first_good_frame() -> None:
    guide = Guide()
    guidances = [guide.look(page(), 10 + step * 0.1) for step in range(14)]

    first = next(n for n, guidance in enumerate(guidances) if guidance.shoot)
    assert guidances[first].steady_s >= HOLD_S > guidances[first - 1].steady_s


def test_a_hand_that_moves_begins_the_hold_anew() -> None:
    guide = Guide()
    for step in range(10):
        guide.look(page(), step * 0.1)
    moved = [guide.look(page(16 * step), 1 + step * 0.1) for step in range(1, 4)]
    again = [guide.look(page(48), 1.4 + step * 0.1) for step in range(3)]

    assert moved[-1].steady_s == 0
    assert not any(guidance.shoot for guidance in again)


def test_what_was_seen_is_forgotten_with_the_visitor() -> None:
    guide = Guide()
    for step in range(20):
        guide.look(page(), step * 0.1)
    guide.reset()

    assert guide.look(page(), 2.0).steady_s == 0


CHANCE = np.random.default_rng(5)
ODD = {
    "black": np.zeros((720, 1280, 4), np.uint8),
    "white": np.full((720, 1280, 4), 255, np.uint8),
    "one colour": np.full((720, 1280, 3), (180, 40, 90), np.uint8),
    "noise": CHANCE.integers(0, 256, (720, 1280, 3), dtype=np.uint8),
    "grey": CHANCE.integers(0, 60, (480, 640), dtype=np.uint8),
    "a sliver": np.full((16, 1280, 3), 90, np.uint8),
    "one pixel": np.full((1, 1, 3), 90, np.uint8),
    "a hand over the lens": np.asarray(
        cv2.GaussianBlur(CHANCE.integers(20, 90, (720, 1280, 3), dtype=np.uint8), (0, 0), 40),
        np.uint8,
    ),
    "8K": np.full((4320, 7680, 3), 120, np.uint8),
}


@pytest.mark.parametrize("name", ODD)
def test_a_frame_that_shows_nothing_is_never_steady(name: str) -> None:
    guide = Guide()
    hints = {guide.look(ODD[name], step * 0.1).hint for step in range(3)}

    assert hints <= {Hint.SEARCHING, Hint.TOO_DARK, Hint.MOVING}


def test_a_size_that_changes_in_the_middle_upsets_nothing() -> None:
    guide = Guide()
    guide.look(page(), 0.0)
    after = guide.look(np.ascontiguousarray(page()[:500]), 0.1)

    assert after.hint in set(Hint)
