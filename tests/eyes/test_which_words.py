"""Which of the words in view guidance goes by: the smallest that matter, large ones, whole ones."""

from __future__ import annotations

from dataclasses import replace
from math import pi

import pytest

from kiosk.vision.guidance.guide import Guide
from kiosk.vision.hint import Hint
from tests.photographs.photograph import CLEAN, Scene, nothing, scene, taken
from tests.photographs.poses import Pose
from tests.photographs.truth import Photograph

SIZE = (1280, 720)


def hint_of(shown: Photograph, *, enlarged: float = 1.0) -> Hint:
    """The hint for a picture that stays as it is."""
    guide = Guide()
    return [guide.look(shown.pixels, at_s, enlarged=enlarged).hint for at_s in (0.0, 0.1)][-1]


def shown_with(of: Scene, letters_px: float, *, most: float = 1.1) -> Photograph:
    """`of` from so near that the smallest letters that are told are `letters_px` high."""
    em = min(line.em for line in of.panel.written if line.role in {"title", "body", "code"})
    whole = em * min(SIZE[0] / of.body.panel[0], SIZE[1] / of.body.panel[1])
    return taken(of, Pose(min(letters_px / whole, most)), CLEAN)


@pytest.mark.parametrize("seed", [1, 4, 18, 26])
@pytest.mark.parametrize(("letters_px", "told"), [(9.5, Hint.TOO_FAR), (15.0, Hint.STEADY)])
def test_a_code_below_a_title_twice_as_high_decides(
    seed: int, letters_px: float, told: Hint
) -> None:
    stop = scene(seed, SIZE, kind="stop_screen", of="laptop")

    assert hint_of(shown_with(stop, letters_px)) is told


@pytest.mark.parametrize("seed", [5, 12, 19, 22, 37])
def test_bold_letters_that_glow_are_letters(seed: int) -> None:
    message = scene(seed, SIZE, kind="glowing", of="monitor")

    assert hint_of(shown_with(message, 48.0, most=2.0)) is Hint.STEADY


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_words_of_another_screen_that_the_rim_cuts_decide_nothing(seed: int) -> None:
    far = scene(seed, SIZE, kind="browser", of="monitor")
    behind = taken(far, Pose(0.72, x=0.14), CLEAN)
    beside = replace(scene(seed + 40, SIZE, kind="boot_menu", of="laptop"), room=behind.pixels)

    assert hint_of(taken(beside, Pose(0.6, x=-0.45), CLEAN), enlarged=1.5) is Hint.STEADY


@pytest.mark.parametrize("seed", [5, 19, 22])
def test_large_words_that_the_rim_cuts_are_too_close(seed: int) -> None:
    message = scene(seed, SIZE, kind="glowing", of="monitor")

    assert hint_of(taken(message, Pose(1.3, x=-0.12), CLEAN)) is Hint.TOO_CLOSE


@pytest.mark.parametrize("kind", ["browser", "crash", "dialog", "typed"])
@pytest.mark.parametrize("roll", [pi / 2, -pi / 2, pi], ids=["left", "right", "upside down"])
def test_words_held_sideways_or_upside_down_are_taken(kind: str, roll: float) -> None:
    turned = taken(scene(0, SIZE, kind=kind, of="laptop"), Pose(0.6, roll=roll), CLEAN)

    assert hint_of(turned, enlarged=1.5) is Hint.STEADY


@pytest.mark.parametrize("seed", range(4))
def test_the_backs_of_books_are_no_letters(seed: int) -> None:
    assert hint_of(nothing(seed, SIZE)) is Hint.SEARCHING
