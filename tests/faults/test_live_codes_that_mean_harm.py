"""A code before the camera means harm, or breaks what reads it, while it is only looked at.

The visitor sees text at most and is greeted by no name; pictures that are taken are read all the
same.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import date

import cv2
import numpy as np
import pytest

from kiosk.capture.code_scanner import CodeListener, LiveCodeScanner
from kiosk.clock import SystemClock
from kiosk.directory.people import BadgeRefusal, People, Person
from kiosk.faults import ReadingFault
from kiosk.journal import LogEvent
from kiosk.vision.codes.preview_encoding import encode_for_scan
from kiosk.vision.codes.printed import LONGEST_TAG
from kiosk.vision.process.reader import WorkerReader
from kiosk.vision.reading import Tag
from tests.conftest import ExpectLog
from tests.doubles.beneath import FakeBeneath
from tests.faults.reading import PATIENCE_S, reader
from tests.faults.test_tags_that_mean_harm import HARMFUL
from tests.photographs.held_up import card, held_up

TODAY = date(2026, 6, 1)
PRIYA = Person("E-1042", "Priya")
PEOPLE = People({"E-1042": PRIYA})
HIDDEN = ("E-10\x0042", "E-1042\x07", "\x1bE-1042", "\x1dE-1042", "E-1042\u200b")
"""Nothing of the harm is left in what is shown, and it is nobody's badge all the same."""


@pytest.fixture(scope="module")
def reading() -> Iterator[WorkerReader]:
    with reader() as made:
        yield made


def seen(reading: WorkerReader, text: str, kind: str = "QRCode") -> tuple[Tag, ...]:
    """What a look at that code, held up before the camera, says."""
    code_px = 640 if len(text) > 100 or kind == "Code128" else 260
    shown = card(text, kind=kind, code_px=code_px)
    return reading.read_tags(encode_for_scan(held_up(shown))).result(PATIENCE_S).tags


@pytest.mark.parametrize("text", [*HARMFUL, *HIDDEN])
def test_harm_held_up_is_text_at_most_and_nobodys_badge(text: str, reading: WorkerReader) -> None:
    for tag in seen(reading, text):
        met = PEOPLE.find(tag.text, TODAY) if tag.whole else BadgeRefusal.NO_BADGE

        assert met is BadgeRefusal.NO_BADGE
        assert not tag.known
        assert len(tag.text) <= LONGEST_TAG
        assert tag.text.isprintable()


@pytest.mark.parametrize("kind", ["QRCode", "DataMatrix", "Code128"])
def test_a_badge_held_up_is_read_whole(kind: str, reading: WorkerReader) -> None:
    [tag] = seen(reading, "E-1042", kind)

    assert tag == Tag("E-1042", whole=True)
    assert PEOPLE.find(tag.text, TODAY) == PRIYA


def test_a_look_that_kills_the_reading_process_costs_that_look_alone(expect_log: ExpectLog) -> None:
    expect_log(LogEvent.READER_DIED)
    with reader() as reading:
        seen(reading, "E-1042")
        first = reading.pid
        assert first is not None
        os.kill(first, signal.SIGSEGV)
        with pytest.raises(ReadingFault):
            seen(reading, "E-1042")

        assert [tag.text for tag in seen(reading, "E-1042")] == ["E-1042"]


def test_what_breaks_every_look_takes_no_picture_with_it(expect_log: ExpectLog) -> None:
    expect_log(LogEvent.READER_DIED)
    breaks = "say(b'R')\nwhile hear()[:1] != b'T': say(b'A{\"tags\": [{\"text\": \"read\"}]}')"
    with reader(breaks) as reading:
        watch, beneath = LiveCodeScanner(SystemClock()), FakeBeneath()
        watch.use_reader(reading, CodeListener(on_tags=lambda _tags: None, on_off=lambda: None))
        camera = watch.wrap(beneath)(on_frame=lambda _frame: None, on_state=lambda _state: None)
        beneath.show(held_up(None))
        camera.open()
        with pytest.raises(ReadingFault):
            reading.read_tags(b"a look").result(PATIENCE_S)
        read = [reading.read(b"taken").result(PATIENCE_S).tags for _ in range(2)]
        camera.stop()

    assert read == [(Tag("read"),)] * 2


def test_a_picture_that_was_taken_goes_before_a_look() -> None:
    answers = "say(b'R')\nwhile m := hear(): say(b'A{}')"
    order: list[str] = []
    with reader(answers) as reading:
        reading.warm()
        look, taken = reading.read_tags(b"a look"), reading.read(b"taken")
        look.add_done_callback(lambda _: order.append("look"))
        taken.add_done_callback(lambda _: order.append("taken"))
        look.result(PATIENCE_S)

    assert order == ["taken", "look"]


def test_a_look_is_small_whatever_the_camera_sends() -> None:
    large = np.asarray(cv2.resize(held_up(card("E-1042")), (3840, 2160)), np.uint8)

    assert len(encode_for_scan(large)) < 400_000
