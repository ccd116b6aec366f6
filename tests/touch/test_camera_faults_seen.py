"""K1 to K5, K7, K8, K9: the real camera fails in front of a visitor, who reads calm words.

What is asserted is the screen; tests/faults and tests/unit/camera hold the camera to its times.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from kiosk.camera.camera import OpenCvCamera
from kiosk.camera.frame import Frame
from kiosk.camera.source import CameraSource
from kiosk.clock import SystemClock
from kiosk.eyes import SeeingCamera
from kiosk.journal import LogEvent
from kiosk.vision.hint import Guidance
from tests.conftest import ExpectLog
from tests.faults.camera_stream import CameraStream, Mood
from tests.touch.visitor import Visitor, until
from ui.touch.face import Pace

RESTING = "Our camera’s resting.\nJust tell us instead."
LOST = "We lost the picture.\nLet’s carry on without it."
COVERED = "We can’t see anything.\nIs the cover on?"
SEEN_WITHIN_MS = 15_000
WALKS = 400


@pytest.fixture
def stream() -> Iterator[CameraStream]:
    with CameraStream() as stream:
        yield stream


@pytest.fixture
def visitor(arrive: Callable[..., Visitor], stream: CameraStream) -> Iterator[Visitor]:
    """Before a kiosk whose camera is that stream; the picture is counted for as in the product."""
    cameras: list[SeeingCamera] = []

    def make(
        *,
        on_frame: Callable[[Frame], None],
        on_state: Callable[[str], None],
        on_guidance: Callable[[Guidance], None],
    ) -> SeeingCamera:
        source, clock = CameraSource.parse(stream.url), SystemClock()
        beneath = partial(OpenCvCamera, source, clock=clock)
        cameras.append(
            SeeingCamera(
                beneath,
                clock=clock,
                on_frame=on_frame,
                on_state=on_state,
                on_guidance=on_guidance,
            )
        )
        return cameras[-1]

    yield arrive(camera=make, pace=Pace(count_ms=200, second_ms=1_000))
    for camera in cameras:
        camera.stop()


def go_to_show(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.touch("confirmName")


def reads(visitor: Visitor, words: str) -> None:
    until(lambda: words in visitor.words(), SEEN_WITHIN_MS)


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        pytest.param(Mood.CLOSING, LOST, id="K2, K8 closed"),
        pytest.param(Mood.HANGING, LOST, id="K3 hanging"),
        pytest.param(Mood.GARBLED, LOST, id="K7 garbage"),
        pytest.param(Mood.BLACK, COVERED, id="K4 black"),
        pytest.param(Mood.FROZEN, COVERED, id="K4 frozen"),
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


def test_the_camera_is_open_on_the_screen_that_shows_it_and_never_else(
    arrive: Callable[..., Visitor],
) -> None:
    visitor = arrive()
    chance = random.Random(9)
    check_in, acts = visitor.face.check_in, []
    acts += [check_in.start, check_in.confirmName, check_in.tell, check_in.takeAgain]
    acts += [check_in.confirm, check_in.noPicture, check_in.done, check_in.startOver]
    acts += [check_in.showInstead, visitor.face.camera.takeSoon, visitor.face.presence.finish]
    for _ in range(WALKS):
        chance.choice(acts)()
        if visitor.screen == "show" and chance.random() < 0.2:
            chance.choice([visitor.camera.lose, visitor.camera.cover, visitor.camera.show])()

        assert visitor.camera.is_open == (visitor.screen == "show")
