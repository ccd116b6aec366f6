"""The real camera fails in front of a visitor, who reads calm words.

What is asserted is the screen; tests/faults and tests/unit/camera hold the camera to its times.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.faults.camera_stream import CameraStream, Mood
from tests.photographs.held_up import card, film_of
from tests.touch.fakes import PEOPLE
from tests.touch.real_camera import RealCamera
from tests.touch.visitor import Visitor, until
from ui.touch.screens import ScreenTiming

RESTING = "Our camera’s resting.\nJust tell us instead."
LOST = "We lost the picture.\nLet’s carry on without it."
COVERED = "We can’t see anything.\nIs the cover on?"
SEEN_WITHIN_MS = 15_000
UNHURRIED = ScreenTiming(count_ms=200, second_ms=1_000)
WALKS = 400


@pytest.fixture
def stream() -> Iterator[CameraStream]:
    with CameraStream() as stream:
        yield stream


@pytest.fixture
def visitor(arrive: Callable[..., Visitor], stream: CameraStream) -> Iterator[Visitor]:
    """Before a kiosk whose camera is that stream; the picture is counted for as in the product."""
    camera = RealCamera(stream.url)
    yield arrive(camera=camera, pace=UNHURRIED)
    camera.stop()


def go_to_show(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.touch("confirmName")


def reads(visitor: Visitor, words: str) -> None:
    until(lambda: words in visitor.words(), SEEN_WITHIN_MS)


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        pytest.param(Mood.CLOSING, LOST, id="closed"),
        pytest.param(Mood.HANGING, LOST, id="hanging"),
        pytest.param(Mood.CUTTING, LOST, id="cut in mid-picture"),
        pytest.param(Mood.GARBLED, LOST, id="garbage"),
        pytest.param(Mood.BLACK, COVERED, id="black"),
        pytest.param(Mood.FROZEN, COVERED, id="frozen"),
    ],
)
def test_a_camera_that_fails_is_said_and_is_back_by_itself(
    visitor: Visitor, stream: CameraStream, expect_log: ExpectLog, mood: Mood, words: str
) -> None:
    expect_log(LogEvent.CAMERA_LOST)
    expect_log(LogEvent.CAMERA_ABANDONED, maybe=True)
    go_to_show(visitor)
    until(lambda: visitor.sees("take"), SEEN_WITHIN_MS)
    stream.become(mood)
    reads(visitor, words)
    offered = (visitor.sees("take"), visitor.sees("tellInstead"))
    stream.become(Mood.SENDING)
    until(lambda: visitor.sees("take"), SEEN_WITHIN_MS)

    assert offered == (False, True)
    assert words not in visitor.words()


def test_no_camera_at_all_ends_in_a_number_all_the_same(
    visitor: Visitor, stream: CameraStream, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.CAMERA_LOST)
    stream.become(Mood.REFUSING)
    go_to_show(visitor)
    reads(visitor, RESTING)
    visitor.touch("tellInstead")
    until(lambda: visitor.screen == "number")

    assert [jpeg for _, jpeg in visitor.station.asked] == [None]


@pytest.mark.parametrize("share", [0.5, 0.93])
def test_a_film_cut_off_in_mid_picture_is_looked_at_as_far_as_it_goes(
    arrive: Callable[..., Visitor], tmp_path: Path, share: float
) -> None:
    """What is torn is passed over, and what is whole begins again."""
    whole = film_of(tmp_path / "whole.avi", card("PC-0042")).read_bytes()
    cut = tmp_path / "cut.avi"
    cut.write_bytes(whole[: int(len(whole) * share)])
    camera = RealCamera(str(cut))
    visitor = arrive(camera=camera, pace=UNHURRIED)
    go_to_show(visitor)
    until(lambda: visitor.sees("take"), SEEN_WITHIN_MS)
    visitor.touch("take")
    until(lambda: visitor.sees("confirm"), SEEN_WITHIN_MS)
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")
    camera.stop()

    assert [jpeg is not None for _, jpeg in visitor.station.asked] == [True]


def test_a_film_that_ends_before_its_first_picture_is_a_camera_that_rests(
    arrive: Callable[..., Visitor], tmp_path: Path, expect_log: ExpectLog
) -> None:
    """And the visitor is in line all the same."""
    expect_log(LogEvent.CAMERA_LOST)
    cut = tmp_path / "cut.avi"
    cut.write_bytes(film_of(tmp_path / "whole.avi", None, frames=3).read_bytes()[:4_000])
    camera = RealCamera(str(cut))
    visitor = arrive(camera=camera, pace=UNHURRIED)
    go_to_show(visitor)
    reads(visitor, RESTING)
    visitor.touch("tellInstead")
    until(lambda: visitor.screen == "number")
    camera.stop()

    assert [jpeg for _, jpeg in visitor.station.asked] == [None]


@pytest.mark.parametrize("greets", [False, True])
def test_the_camera_is_open_on_screens_that_show_it_and_never_else(
    arrive: Callable[..., Visitor], greets: bool
) -> None:
    visitor = arrive()
    if greets:
        visitor.screens.use_people(PEOPLE)
    shown = {"show", "name"} if greets else {"show"}
    chance = random.Random(9)
    check_in, acts = visitor.screens.check_in, []
    acts += [check_in.start, check_in.confirmName, check_in.tell, check_in.takeAgain]
    acts += [check_in.confirm, check_in.noPicture, check_in.done, check_in.startOver]
    acts += [check_in.showInstead, visitor.screens.camera.takeSoon, visitor.screens.presence.finish]
    acts += [partial(check_in.badge_seen, badge, badge) for badge in ("E-1042", "E-2001")]
    for _ in range(WALKS):
        chance.choice(acts)()
        if visitor.screen in shown and chance.random() < 0.2:
            chance.choice([visitor.camera.lose, visitor.camera.cover, visitor.camera.show])()

        assert visitor.camera.is_open == (visitor.screen in shown)
