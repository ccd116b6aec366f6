"""The watch asks about the newest picture, one at a time, and only while the camera is open."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import SimpleQueue

import cv2
import numpy as np
import pytest

from kiosk.camera.frame import Pixels
from kiosk.capture.code_scanner import CodeListener, LiveCodeScanner
from kiosk.capture.guided_camera import PreviewCamera
from kiosk.clock import SystemClock
from kiosk.faults import ModelsFault, ReadingFault
from kiosk.vision.codes.preview_encoding import SCAN_SIDE
from kiosk.vision.reading import Reading, Tag
from tests.doubles.beneath import FakeBeneath
from tests.doubles.waiting import HANG_S

STICKER = Tag("PC-0042")


class FakeTagReader:
    """Hands on each question, to be answered by hand."""

    def __init__(self) -> None:
        self.asked: SimpleQueue[tuple[bytes, Future[Reading]]] = SimpleQueue()
        self.open = 0
        self.most_open = 0

    def read_tags(self, jpeg: bytes) -> Future[Reading]:
        answer: Future[Reading] = Future()
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        answer.add_done_callback(lambda _: self._close())
        self.asked.put((jpeg, answer))
        return answer

    def _close(self) -> None:
        self.open -= 1

    def next(self) -> tuple[bytes, Future[Reading]]:
        return self.asked.get(timeout=HANG_S)


@dataclass
class Told:
    """What the watch told, and on which thread."""

    tags: SimpleQueue[tuple[Tag, ...]] = field(default_factory=SimpleQueue)
    off: threading.Event = field(default_factory=threading.Event)
    threads: set[str] = field(default_factory=set)

    def hear(self, tags: tuple[Tag, ...]) -> None:
        self.threads.add(threading.current_thread().name)
        self.tags.put(tags)


@pytest.fixture
def reader() -> FakeTagReader:
    return FakeTagReader()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def beneath() -> FakeBeneath:
    return FakeBeneath()


@pytest.fixture
def camera(beneath: FakeBeneath, reader: FakeTagReader, told: Told) -> Iterator[PreviewCamera]:
    watch = LiveCodeScanner(SystemClock())
    watch.use_reader(reader, CodeListener(told.hear, told.off.set))
    camera = watch.wrap(beneath)(on_frame=lambda _frame: None, on_state=lambda _state: None)
    yield camera
    camera.stop()


def plain(shade: int = 90, size: tuple[int, int] = (360, 640)) -> Pixels:
    return np.full((*size, 3), shade, np.uint8)


def opened(camera: PreviewCamera, beneath: FakeBeneath, picture: Pixels | None = None) -> None:
    beneath.show(plain() if picture is None else picture)
    camera.open()


def test_the_newest_picture_is_asked_about_and_what_it_says_is_told(
    camera: PreviewCamera, beneath: FakeBeneath, reader: FakeTagReader, told: Told
) -> None:
    opened(camera, beneath)
    reader.next()[1].set_result(Reading(tags=(STICKER,)))

    assert told.tags.get(timeout=HANG_S) == (STICKER,)
    assert told.threads == {"tags"}


def test_a_question_is_grey_and_no_wider_than_a_look_needs(
    camera: PreviewCamera, beneath: FakeBeneath, reader: FakeTagReader
) -> None:
    opened(camera, beneath, plain(size=(1080, 1920)))
    jpeg, answer = reader.next()
    answer.set_result(Reading())
    asked = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_UNCHANGED)

    assert asked is not None
    assert asked.shape == (720, SCAN_SIDE)


def test_never_two_questions_at_once(
    camera: PreviewCamera, beneath: FakeBeneath, reader: FakeTagReader
) -> None:
    opened(camera, beneath)
    for _ in range(3):
        reader.next()[1].set_result(Reading())

    assert reader.most_open == 1


def test_a_code_seen_as_the_camera_closes_is_told_to_nobody(
    camera: PreviewCamera, beneath: FakeBeneath, reader: FakeTagReader, told: Told
) -> None:
    opened(camera, beneath)
    _, late = reader.next()
    camera.close(wait_s=0)
    late.set_result(Reading(tags=(STICKER,)))
    opened(camera, beneath)
    reader.next()[1].set_result(Reading(tags=(Tag("later"),)))

    assert told.tags.get(timeout=HANG_S) == (Tag("later"),)
    assert told.tags.empty()


def test_a_look_that_fails_is_nobodys_business_and_the_next_one_counts(
    camera: PreviewCamera, beneath: FakeBeneath, reader: FakeTagReader, told: Told
) -> None:
    """Whatever was in view, only that look is lost."""
    opened(camera, beneath)
    reader.next()[1].set_exception(ReadingFault("the reading process is gone"))
    reader.next()[1].set_result(Reading(tags=(STICKER,)))

    assert told.tags.get(timeout=HANG_S) == (STICKER,)


def test_a_kiosk_that_cannot_read_is_told_once_and_asked_no_more(
    camera: PreviewCamera, beneath: FakeBeneath, reader: FakeTagReader, told: Told
) -> None:
    opened(camera, beneath)
    reader.next()[1].set_exception(ModelsFault("damaged"))
    assert told.off.wait(HANG_S)
    opened(camera, beneath)

    assert reader.asked.empty()


def test_without_a_picture_or_a_reader_nothing_is_asked(beneath: FakeBeneath) -> None:
    watch = LiveCodeScanner(SystemClock())
    camera = watch.wrap(beneath)(on_frame=lambda _frame: None, on_state=lambda _state: None)
    opened(camera, beneath)
    camera.close(wait_s=0)
    camera.stop()

    assert beneath.stopped
    assert camera.newest() is None
