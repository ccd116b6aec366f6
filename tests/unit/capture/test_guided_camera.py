"""A camera that sees: it tells what to do, never queues frames, and hands on the best picture."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest

from kiosk.camera.frame import Pixels
from kiosk.camera.pixels import still
from kiosk.capture.guided_camera import BURST, GuidedCamera
from kiosk.clock import Clock, SystemClock
from kiosk.faults import CameraFault
from kiosk.journal import LogEvent
from kiosk.vision.guidance.guide import Guide
from kiosk.vision.hint import Guidance, Hint
from kiosk.vision.outline import straighten
from tests.doubles.beneath import FakeBeneath
from tests.doubles.clock import FakeClock
from tests.doubles.waiting import HANG_S
from tests.photographs.photograph import CLEAN, scene, taken
from tests.photographs.poses import Pose


@dataclass
class Told:
    """What was told, and a way to wait for it."""

    all: list[Guidance] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)
    threads: set[str] = field(default_factory=set)

    def __call__(self, guidance: Guidance) -> None:
        self.all.append(guidance)
        self.threads.add(threading.current_thread().name)
        self.came.set()

    def wait(self) -> Guidance:
        assert self.came.wait(HANG_S)
        self.came.clear()
        return self.all[-1]


@pytest.fixture
def beneath() -> FakeBeneath:
    return FakeBeneath()


@pytest.fixture
def told() -> Told:
    return Told()


def camera_of(beneath: FakeBeneath, told: Told, clock: Clock) -> GuidedCamera:
    return GuidedCamera(
        beneath,
        clock=clock,
        on_frame=lambda _frame: None,
        on_state=lambda _state: None,
        on_guidance=told,
    )


@pytest.fixture
def camera(beneath: FakeBeneath, told: Told) -> Iterator[GuidedCamera]:
    camera = camera_of(beneath, told, SystemClock())
    yield camera
    camera.stop()


def plain(shade: int = 90) -> Pixels:
    return np.full((360, 640, 3), shade, np.uint8)


def test_a_frame_is_looked_at_on_the_vision_thread(
    camera: GuidedCamera, beneath: FakeBeneath, told: Told
) -> None:
    camera.open()
    beneath.show(plain())

    assert told.wait().hint is Hint.SEARCHING
    assert told.threads == {"vision"}


def test_frames_that_come_faster_than_they_are_looked_at_are_not_queued(
    camera: GuidedCamera, beneath: FakeBeneath, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[int] = []
    looking, go_on = threading.Event(), threading.Event()

    def slowly(self: Guide, frame: Pixels, at_s: float, *, enlarged: float = 1.0) -> Guidance:
        looked_at.append(int(frame[0, 0, 0]))
        looking.set()
        go_on.wait(HANG_S)
        return Guidance(Hint.SEARCHING)

    monkeypatch.setattr(Guide, "look", slowly)
    camera.open()
    beneath.show(plain(1))
    assert looking.wait(HANG_S)
    for shade in range(2, 31):
        beneath.show(plain(shade))
    go_on.set()
    told.wait()
    told.wait()

    assert looked_at == [1, 30]


def test_a_bug_in_looking_is_written_down_and_looking_begins_anew(
    camera: GuidedCamera,
    beneath: FakeBeneath,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: Callable[[LogEvent], None],
) -> None:
    expect_log(LogEvent.WORKER_FAILED)
    stumbled = threading.Event()

    def stumbling(self: Guide, frame: Pixels, at_s: float, *, enlarged: float = 1.0) -> Guidance:
        if not stumbled.is_set():
            stumbled.set()
            raise ZeroDivisionError
        return Guidance(Hint.SEARCHING)

    monkeypatch.setattr(Guide, "look", stumbling)
    camera.open()
    beneath.show(plain())
    assert stumbled.wait(HANG_S)
    beneath.show(plain())

    assert told.wait().hint is Hint.SEARCHING


def test_the_sharpest_of_the_burst_is_taken(beneath: FakeBeneath, told: Told) -> None:
    """All of the burst is looked at: the time in which it must come stands still."""
    sharp = plain()
    cv2.rectangle(sharp, (0, 0), (100, 359), (230, 230, 230), -1)
    soft = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 6), np.uint8)
    beneath.coming = [soft, soft.copy(), sharp, *(soft.copy() for _ in range(BURST))]
    camera = camera_of(beneath, told, FakeClock())
    camera.open()
    shot = camera.take().result(HANG_S)
    camera.stop()

    decoded = cv2.imdecode(np.frombuffer(shot.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert decoded is not None
    assert int(decoded[180, 96]) - int(decoded[180, 106]) > 100


def moved_by(flattening: tuple[float, ...], quads: Sequence[object]) -> np.ndarray:
    homography = np.array(flattening, np.float64).reshape(3, 3)
    corners = np.array(quads, np.float64).reshape(-1, 1, 2)
    return cv2.perspectiveTransform(corners, homography).reshape(-1, 4, 2)


def test_what_is_taken_is_straight_and_all_of_it_is_there_too(
    camera: GuidedCamera, beneath: FakeBeneath
) -> None:
    of = scene(2, (1280, 720), kind="browser", of="laptop")
    photograph = taken(of, Pose(0.78, yaw=0.16, roll=0.05), CLEAN)
    picture = photograph.pixels
    beneath.coming = [picture]
    camera.open()
    shot = camera.take().result(HANG_S)

    assert shot.width < 1100
    assert shot.whole == still(picture)
    assert shot.flattening is not None
    placed = moved_by(shot.flattening, [line.quad / (1280, 720) for line in photograph.lines])
    assert ((placed > 0) & (placed < 1)).all()
    # Seen straight on, a line's right end is as high as its left.
    assert abs(placed[:, 0, 1] - placed[:, 1, 1]).max() < 0.02
    assert shot.whole.width == 1280


def test_unsure_of_the_outline_there_is_the_whole_view_and_no_other(
    camera: GuidedCamera, beneath: FakeBeneath
) -> None:
    beneath.coming = [plain()]
    camera.open()
    shot = camera.take().result(HANG_S)

    assert shot == still(plain())
    assert shot.whole is None


def test_a_picture_that_cannot_be_straightened_is_taken_as_it_is(
    camera: GuidedCamera, beneath: FakeBeneath, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(_picture: Pixels) -> None:
        raise cv2.error("no")

    monkeypatch.setattr(straighten, "outline_of", stumble)
    beneath.coming = [plain()]
    camera.open()
    shot = camera.take().result(HANG_S)

    assert (shot.width, shot.height, shot.whole) == (640, 360, None)


def test_without_a_picture_taking_is_a_fault(camera: GuidedCamera) -> None:
    camera.open()

    with pytest.raises(CameraFault):
        camera.take().result(HANG_S)


def test_closed_eyes_tell_nothing_and_stopped_ones_take_nothing(
    camera: GuidedCamera, beneath: FakeBeneath, told: Told
) -> None:
    camera.open()
    beneath.show(plain())
    told.wait()
    camera.close()
    before = len(told.all)
    camera.stop()

    assert len(told.all) == before
    assert beneath.stopped
    with pytest.raises(CameraFault):
        camera.take().result(HANG_S)
