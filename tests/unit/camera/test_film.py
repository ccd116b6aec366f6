"""The demonstration film is drawn whole, loops without a seam, and plays through real capture."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.camera.camera import CameraState, OpenCvCamera
from kiosk.camera.device import open_device
from kiosk.camera.frame import Frame, Pixels
from kiosk.camera.pixels import MAX_SHOT_BYTES, MAX_SHOT_PIXELS
from kiosk.camera.source import CameraSource
from kiosk.clock import SystemClock
from kiosk.demo.demonstration import FILM
from scripts import film
from tests.doubles.waiting import HANG_S
from tests.unit.camera.listener import Listener

FRAMES = 30


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of one second."""
    path = tmp_path_factory.mktemp("film") / "laptop.avi"
    film.render(path, seconds=1.0, fps=FRAMES)
    return path


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def camera(second: Path, listener: Listener) -> Iterator[OpenCvCamera]:
    camera = OpenCvCamera(
        CameraSource.parse(str(second)),
        preview=(468, 485),
        clock=SystemClock(),
        on_frame=listener.on_frame,
        on_state=listener.on_state,
    )
    yield camera
    camera.stop()


def read_all(path: Path) -> list[Pixels]:
    """Every frame once, a quarter of the size."""
    device = open_device(CameraSource.parse(str(path)))
    frames = [device.read() for _ in range(FRAMES)]
    device.release()
    return [np.asarray(cv2.resize(f, (320, 320)), np.uint8) for f in frames if f is not None]


def change(before: Pixels, after: Pixels) -> float:
    return float(np.mean(cv2.absdiff(before, after)))


def test_a_film_is_whole_and_leaves_nothing_beside_it(second: Path) -> None:
    frames = read_all(second)

    assert len(frames) == FRAMES
    assert [second] == list(second.parent.iterdir())


def test_pictures_are_worked_on_by_one_thread(second: Path) -> None:
    """More of them wait for one another longer than they work (scripts/bench preview)."""
    cv2.setNumThreads(2)

    read_all(second)

    assert cv2.getNumThreads() == 1


def test_the_film_of_the_demonstration_was_made_by_the_build() -> None:
    film_of_it = cv2.VideoCapture(str(FILM), cv2.CAP_FFMPEG)
    found = [
        int(film_of_it.get(what))
        for what in (cv2.CAP_PROP_FRAME_COUNT, cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FPS)
    ]
    film_of_it.release()

    assert found == [8 * FRAMES, film.SIZE, FRAMES]


def test_a_film_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot be written"):
        film.render(tmp_path / "nowhere" / "laptop.avi", seconds=0.1)

    assert list(tmp_path.iterdir()) == []


def test_the_hand_moves_and_the_end_runs_into_the_beginning(second: Path) -> None:
    frames = read_all(second)

    steps = [change(before, after) for before, after in pairwise(frames)]
    seam = change(frames[-1], frames[0])
    assert min(steps) > 0
    assert seam <= max(steps) * 1.1


def test_the_desk_is_empty_before_the_laptop_comes(second: Path) -> None:
    frames = read_all(second)

    assert change(frames[0], frames[1]) < change(frames[0], frames[FRAMES // 2])


def test_the_laptop_is_in_view_of_an_upright_and_of_a_lying_viewfinder(second: Path) -> None:
    frame = read_all(second)[FRAMES // 2]

    lying = frame[70:250]
    white = (lying.min(axis=2) > 235)[40:95, 90:220]
    assert white.mean() > 0.5, "the message stands in the middle"


def test_a_film_plays_at_its_own_pace_and_begins_again(
    camera: OpenCvCamera, listener: Listener
) -> None:
    """No faster than it was filmed; a busy machine may only make it slower."""
    clock = SystemClock()
    camera.open()
    listener.wait_frames(1)
    since_s = clock.monotonic_s()
    listener.wait_frames(2 * FRAMES)

    assert clock.monotonic_s() - since_s > 0.8 * 2


def test_the_second_round_shows_what_the_first_did(second: Path) -> None:
    kept: list[Frame] = []
    enough = threading.Event()

    def keep(frame: Frame) -> None:
        kept.append(frame)
        if len(kept) > FRAMES:
            enough.set()

    camera = OpenCvCamera(
        CameraSource.parse(str(second)),
        preview=(160, 160),
        clock=SystemClock(),
        on_frame=keep,
        on_state=lambda _state: None,
    )
    camera.open()
    came = enough.wait(HANG_S)
    camera.stop()

    assert came
    assert change(kept[0].bgra, kept[FRAMES].bgra) < 0.01
    assert change(kept[0].bgra, kept[FRAMES // 4].bgra) > 0.1


def test_a_frame_covers_the_viewfinder(camera: OpenCvCamera, listener: Listener) -> None:
    camera.open()
    listener.wait_frames(1)

    assert listener.newest is not None
    assert listener.newest.bgra.shape == (485, 485, 4)
    assert listener.newest.bgra.flags.c_contiguous


def test_a_still_of_the_film_is_full_size_and_within_its_limits(
    camera: OpenCvCamera, listener: Listener
) -> None:
    camera.open()
    listener.wait_frames(1)
    shot = camera.take().result(HANG_S)

    assert (shot.width, shot.height) == (film.SIZE, film.SIZE)
    assert shot.width * shot.height <= MAX_SHOT_PIXELS
    assert len(shot.jpeg) <= MAX_SHOT_BYTES


def test_closing_ends_the_film_at_once_and_for_good(
    camera: OpenCvCamera, listener: Listener
) -> None:
    camera.open()
    listener.wait_frames(3)
    camera.close()
    listener.allowed = False
    listener.wait_state(CameraState.CLOSED)
    readers = [thread for thread in threading.enumerate() if thread.name == "camera"]

    assert listener.forbidden == 0
    assert not any(reader.is_alive() for reader in readers)
