"""A straightened picture and the whole one: the visitor picks, and the one shown is saved."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage

from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.events import PhotoAttached
from kiosk.domain.snapshot import Link, Receipt
from kiosk.pictures.folder import photo_id
from kiosk.vision.frames import paragraphs
from kiosk.vision.line import Line
from kiosk.vision.reading import Reading
from tests.doubles.box import Box
from tests.touch.drawing import drawn_picture, drawn_screen, read_as, seen_straight, seen_whole
from tests.touch.fakes import FakeCamera, FakeReader, FakeStation, as_jpeg
from tests.touch.gallery import STRAIGHT, WHOLE, check
from tests.touch.remains import remains
from tests.touch.visitor import SETTLE_MS, Visitor, place_of, until, wait
from ui.touch.pictures import shots

Arrive = Callable[..., Visitor]
SHOW_ALL, SHOW_SCREEN = "See the whole picture", "See just the screen"


class KeepingStation(FakeStation):
    """Checks in with the real service."""

    def __init__(self, box: Box) -> None:
        super().__init__()
        self._service = box.parts.checkin

    def check_in(self, request: CheckInRequest) -> Future[Receipt]:
        self.receipt = self._service.check_in(request, link=Link.ONLINE)
        return super().check_in(request)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.close()


def straightening() -> FakeCamera:
    camera = FakeCamera()
    camera.straight = drawn_screen(*STRAIGHT)
    return camera


def shown_shape(visitor: Visitor) -> tuple[int, int]:
    image = visitor.screens.shots.requestImage(
        "1", visitor.screens.view.size(), visitor.screens.view.size()
    )
    return image.width(), image.height()


def test_the_screen_alone_is_shown_first_and_all_of_it_one_touch_away(arrive: Arrive) -> None:
    visitor = arrive(camera=straightening())
    check(visitor)
    shapes, words = [shown_shape(visitor)], [visitor.words()]
    for _ in range(2):
        visitor.touch("switchView")
        shapes.append(shown_shape(visitor))
        words.append(visitor.words())

    assert [shape[0] * 612 > shape[1] * 1_000 for shape in shapes] == [False, True, False]
    assert [SHOW_ALL in said for said in words] == [True, False, True]
    assert [SHOW_SCREEN in said for said in words] == [False, True, False]


@pytest.mark.parametrize("touches", [0, 1, 2])
def test_what_is_shown_is_what_is_kept(arrive: Arrive, box: Box, touches: int) -> None:
    visitor = arrive(camera=straightening(), station=KeepingStation(box))
    check(visitor)
    for _ in range(touches):
        visitor.touch("switchView")
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")

    shot = visitor.camera.shot()
    assert shot.whole is not None
    shown = photo_id(shot.whole.jpeg if touches == 1 else shot.jpeg)
    facts = [offer.event.facts for offer in box.store.outbox.pending(10)]
    assert [fact.photo for fact in facts if isinstance(fact, PhotoAttached)] == [shown]
    assert box.pictures() == [f"{shown}.jpg"]


def test_of_a_picture_that_was_not_straightened_there_is_one_view(arrive: Arrive) -> None:
    visitor = arrive()
    check(visitor)
    visitor.screens.check_in.switchView()

    assert not visitor.sees("switchView")
    assert shown_shape(visitor)[0] == 1_200


ASIDE = Line("Notes on the table", 0.9, ((0.1, 0.9), (0.3, 0.9), (0.3, 0.95), (0.1, 0.95)))


def words(*beside: Line) -> Reading:
    """What stands on the screen in the picture, and `beside` it."""
    screen = read_as(seen_whole(*WHOLE), *WHOLE)
    return replace(screen, lines=(*screen.lines, *beside))


@pytest.mark.parametrize("touches", [0, 1, 2])
def test_the_words_that_are_kept_are_those_of_the_view_that_is_shown(
    arrive: Arrive, touches: int
) -> None:
    visitor = arrive(camera=straightening(), reader=FakeReader())
    visitor.reader.reading = words(ASIDE)
    check(visitor)
    for _ in range(touches):
        visitor.touch("switchView")
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")

    [kept] = visitor.station.readings
    assert kept is not None
    said = [line.text for line in (words(ASIDE) if touches == 1 else words()).lines]
    assert [line.text for line in kept.lines] == said
    assert [code.text for code in kept.codes] == ["809"]
    assert len(visitor.reader.asked) == 1


def not_read_yet(arrive: Arrive, *, switched: bool) -> Visitor:
    """The straight view is shown, or the whole one, and what stands there is still being read."""
    visitor = arrive(camera=straightening(), reader=FakeReader(slow=True))
    check(visitor)
    if switched:
        visitor.touch("switchView")
    return visitor


@pytest.mark.parametrize("switched", [False, True])
def test_words_that_come_late_are_told_of_the_view_that_is_shown(
    arrive: Arrive, switched: bool
) -> None:
    visitor = not_read_yet(arrive, switched=switched)
    meanwhile = str(visitor.screens.reading.property("state"))
    visitor.reader.asked[0].set_result(Reading(lines=(ASIDE,)))
    until(lambda: visitor.screens.reading.property("state") != "reading")

    assert meanwhile == "reading"
    assert (f"“{ASIDE.text}”" in visitor.words()) is switched


@pytest.mark.parametrize("switched", [False, True])
def test_words_that_come_after_yes_are_those_of_the_view_with_the_yes(
    arrive: Arrive, switched: bool
) -> None:
    visitor = not_read_yet(arrive, switched=switched)
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")
    visitor.reader.asked[0].set_result(words(ASIDE))
    until(lambda: bool(visitor.station.added))

    [(_, added)] = visitor.station.added
    assert (ASIDE.text in [line.text for line in added.lines]) is switched


@pytest.mark.parametrize("switched", [False, True])
def test_frames_lie_around_the_words_of_the_view(arrive: Arrive, switched: bool) -> None:
    size = WHOLE if switched else STRAIGHT
    visitor = arrive(camera=straightening(), reader=FakeReader())
    visitor.reader.reading = words()
    reading = read_as((seen_whole if switched else seen_straight)(*size), *size)
    check(visitor)
    if switched:
        visitor.touch("switchView")
        visitor.rest()
    frame, picture = visitor.find("readFrame-0"), place_of(visitor.find("shotPicture"))
    seen = [frame.mapToScene(QPointF(x, y)) for x, y in around(frame.width(), frame.height())]
    [paragraph] = paragraphs(reading.lines, reading.codes, size[0] / size[1])
    wanted = [
        QPointF(picture.x() + x * picture.width(), picture.y() + y * picture.height())
        for x, y in paragraph
    ]

    assert max((a - b).manhattanLength() for a, b in zip(seen, wanted, strict=True)) < 4


def around(width: float, height: float) -> tuple[tuple[float, float], ...]:
    return (0, 0), (width, 0), (width, height), (0, height)


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (1366, 768), (800, 600)])
@pytest.mark.parametrize("pixels", [(1280, 720), (960, 720), (720, 960), (1600, 500)])
def test_a_picture_keeps_its_own_proportion_without_bands(
    arrive: Arrive, size: tuple[int, int], pixels: tuple[int, int]
) -> None:
    visitor = arrive(camera=FakeCamera(drawn_picture(*pixels)), size=size)
    check(visitor)
    wait(SETTLE_MS)
    place = place_of(visitor.find("shotPicture"))

    assert place.width() / place.height() == pytest.approx(pixels[0] / pixels[1], rel=0.01)
    assert QRectF(0, 0, *size).contains(place)


@pytest.mark.parametrize("button", ["takeAgain", "noPicture", "startOver", "confirm"])
def test_nothing_of_either_view_is_left_behind(arrive: Arrive, button: str) -> None:
    visitor = arrive(camera=straightening())
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.touch("take")
    visitor.touch("switchView")
    before = remains(visitor)
    visitor.touch(button)
    visitor.camera.pending.clear()
    until(lambda: visitor.screen != "check")
    if button != "startOver":
        visitor.touch("startOver" if visitor.screen == "show" else "done")

    assert before != []
    assert remains(visitor) == []


def test_while_the_visit_is_kept_only_the_view_with_a_yes_is_held(arrive: Arrive) -> None:
    visitor = arrive(camera=straightening())
    visitor.station.slow = True
    check(visitor)
    visitor.touch("confirm")
    visitor.screens.check_in.switchView()
    [(_, kept)] = visitor.station.asked
    traces = [place for place in remains(visitor) if "jpeg" in place]
    visitor.station.answer()
    until(lambda: visitor.screen == "number")

    assert kept == as_jpeg(visitor.camera.straight or QImage())
    assert len(traces) == 1


def test_no_view_is_decoded_on_the_qt_thread(
    arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    decode, threads = shots._decoded, []

    def note(jpeg: bytes) -> QImage:
        threads.append(threading.current_thread().name)
        return decode(jpeg)

    monkeypatch.setattr(shots, "_decoded", note)
    visitor = arrive(camera=straightening())
    check(visitor)
    visitor.touch("switchView")

    assert threads == ["shot-decode_0", "shot-decode_0"]
