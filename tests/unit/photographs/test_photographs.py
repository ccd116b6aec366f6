"""The photographs drawn for tests can be trusted: the same again, and true to what they show."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.photographs.burst import Story, burst
from tests.photographs.photograph import conditions, photograph, pose, scene, undrawn
from tests.photographs.scenes import KINDS
from tests.photographs.truth import TOLD, Photograph

SEEDS = range(6)
SMALL = (640, 360)


@pytest.fixture(scope="module")
def some() -> list[Photograph]:
    return [photograph(seed, SMALL) for seed in SEEDS]


def test_the_same_seed_draws_the_same_photograph(some: list[Photograph]) -> None:
    again = photograph(SEEDS[2], SMALL)

    assert np.array_equal(some[2].pixels, again.pixels)
    assert [line.text for line in some[2].lines] == [line.text for line in again.lines]


def test_another_seed_draws_another(some: list[Photograph]) -> None:
    assert not np.array_equal(some[0].pixels, some[1].pixels)


@pytest.mark.parametrize("kind", sorted(set(KINDS)))
@pytest.mark.parametrize("device", ["laptop", "phone"])
def test_every_word_that_is_told_is_on_the_screen(kind: str, device: str) -> None:
    shown = scene(11, SMALL, kind=kind, of=device).panel
    height, width = shown.picture.shape[:2]

    for line in shown.written:
        left, top, right, bottom = line.box
        assert line.role not in TOLD or (
            min(left, top) >= 0 and right <= width and bottom <= height
        ), line.text


def test_a_code_stands_in_a_line_of_its_photograph(some: list[Photograph]) -> None:
    for shown in some:
        words = " ".join(line.text for line in shown.lines)
        assert all(code in words for code in shown.codes), shown.codes


def test_words_are_where_the_truth_says() -> None:
    shown = photograph(2, clean=True)
    grey = cv2.cvtColor(shown.pixels, cv2.COLOR_BGR2GRAY)

    for line in shown.told:
        left, top = np.floor(line.quad.min(axis=0)).astype(int)
        right, bottom = np.ceil(line.quad.max(axis=0)).astype(int)
        assert grey[top:bottom, left:right].std() > 25, line.text


def test_what_is_held_still_becomes_readable_once_it_rests() -> None:
    moments = [m for m in burst(3, Story.RESTS, fps=2, seconds=3) if m.resting_s > 0.3]

    assert all(moment.photograph.readable for moment in moments)


@pytest.mark.parametrize(
    "story", [Story.STAYS_FAR, Story.TOO_NEAR, Story.DARK, Story.GLARE, Story.NOTHING]
)
def test_what_is_shown_badly_never_is(story: Story) -> None:
    moments = list(burst(4, story, fps=1))

    assert not any(moment.photograph.readable for moment in moments)


def test_a_hand_that_shakes_is_still_now_and_then() -> None:
    seed = next(seed for seed in range(100) if conditions(seed).motion_px > 6)
    moments = list(burst(seed, Story.MIXED, fps=20, seconds=0.5, size=(640, 360)))
    smears = [moment.photograph.conditions.motion_px for moment in moments]

    assert min(smears) < conditions(seed).motion_px / 2 < max(smears)


def test_what_is_known_before_a_photograph_is_drawn_is_true_of_it() -> None:
    of, held, seen = scene(5), pose(5), conditions(5)
    before, drawn = undrawn(of, held, seen), photograph(5)

    assert [line.text for line in before.told] == [line.text for line in drawn.told]
    assert (before.readable, before.smallest_px) == (drawn.readable, drawn.smallest_px)
