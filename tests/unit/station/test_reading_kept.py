"""What was read on a picture: codes are facts to be counted, words are private like a name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.checkin_request import (
    CheckInRequest,
    PictureReading,
    ReadCode,
    ReadFrame,
    ReadLine,
)
from kiosk.domain.events import Event, PhotoAttached
from kiosk.faults import StoreFault
from kiosk.journal import LogEvent
from kiosk.station.retention import WORDS_KEPT
from kiosk.station.store.photos import PhotoOffer
from kiosk.wire import MAX_NOTE
from kiosk.wire.reading import WireFrame, WireLine, WireMeaning, WireRead, read_from_text
from tests.conftest import ExpectLog
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg

CORNERS = ((0.1, 0.2), (0.6, 0.2), (0.6, 0.25), (0.1, 0.25))
BEYOND = ((-0.1, 0.0), (1.0, -0.1), (1.2, 1.0), (0.0, 1.1))
FLAT = [0.1, 0.2, 0.6, 0.2, 0.6, 0.25, 0.1, 0.25]
READING = PictureReading(
    quote="The connection could not be made. Error 809",
    lines=(ReadLine("The connection could not be made. Error 809", CORNERS),),
    codes=(ReadCode("809", "The VPN doesn't answer.", "Check the ports."),),
    tags=(ReadCode("PC-0042", "Laptop 14"),),
    frames=(ReadFrame(CORNERS, code=True), ReadFrame(BEYOND)),
)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.close()


class _PowerCut(BaseException):
    """Nothing after it is done."""


def _power_goes(_waiting: object) -> None:
    raise _PowerCut


def _disk_is_full(_waiting: object) -> None:
    raise sqlite3.OperationalError("database or disk is full")


def _attached(box: Box, reading: PictureReading | None) -> Event:
    box.station.check_in(CheckInRequest("Ana", picture=jpeg(1), reading=reading)).result()
    events = (offer.event for offer in box.store.outbox.pending(10))
    return next(event for event in events if isinstance(event.facts, PhotoAttached))


def _facts(event: Event) -> PhotoAttached:
    assert isinstance(event.facts, PhotoAttached)
    return event.facts


def test_codes_travel_as_facts_and_words_apart(box: Box) -> None:
    event = _attached(box, READING)

    assert _facts(event).codes == ("809",)
    assert read_from_text(event.private["read_words"]) == WireRead(
        quote="The connection could not be made. Error 809",
        lines=[WireLine("The connection could not be made. Error 809", FLAT)],
        codes=[WireMeaning("809", "The VPN doesn't answer.", "Check the ports.")],
        tags=[WireMeaning("PC-0042", "Laptop 14")],
        frames=[WireFrame(FLAT, code=True), WireFrame([0, 0, 1, 0, 1, 1, 0, 1])],
    )


def _told(box: Box) -> list[tuple[PhotoAttached, str]]:
    """What the outbox says of pictures: facts, and the quote among the words."""
    found = []
    for offer in box.store.outbox.pending(10):
        if isinstance(offer.event.facts, PhotoAttached):
            read = read_from_text(offer.event.private.get("read_words", ""))
            found.append((offer.event.facts, read.quote if read else ""))
    return found


def test_words_read_after_the_check_in_follow_by_the_same_event_once_more(box: Box) -> None:
    woken: list[bool] = []
    visit_id = box.checked_in(jpeg(1))
    box.outbox.on_waiting(lambda: woken.append(True))

    box.station.add_reading(visit_id, READING).result()

    [(first, _), (second, _)] = _told(box)
    assert (replace(second, codes=()), second.codes) == (first, ("809",))
    assert [quote for _, quote in _told(box)] == ["", READING.quote]
    assert woken == [True]


@pytest.mark.parametrize("filed", [None, PictureReading(tags=(ReadCode("PC-0042"),))])
def test_words_follow_once(box: Box, filed: PictureReading | None) -> None:
    request = CheckInRequest("Ana", picture=jpeg(1), reading=filed)
    visit_id = box.station.check_in(request).result().visit_id
    for _ in range(3):
        box.station.add_reading(visit_id, READING).result()

    assert [quote for _, quote in _told(box)] == ["", READING.quote]


def test_words_follow_after_the_server_has_the_visit_and_its_picture(box: Box) -> None:
    visit_id = box.checked_in(jpeg(1))
    [photo] = [facts.photo for facts, _ in _told(box)]
    box.store.outbox.acknowledge([offer.event.id for offer in box.store.outbox.pending(10)])
    box.outbox.acknowledge_photo(PhotoOffer(photo, visit_id))

    box.station.add_reading(visit_id, READING).result()

    assert [(facts.photo, quote) for facts, quote in _told(box)] == [(photo, READING.quote)]


def test_no_words_follow_without_a_picture_of_that_visit(box: Box) -> None:
    told = box.checked_in(None)
    for visit_id in (told, "of-nobody"):
        box.station.add_reading(visit_id, READING).result()

    assert box.waiting() == [(told, "VisitCheckedIn")]


def test_no_words_follow_to_a_picture_that_was_erased(box: Box) -> None:
    visit_id = box.checked_in(jpeg(1))
    [(facts, _)] = _told(box)
    box.store.photos.erase(PhotoOffer(facts.photo, visit_id), box.clock.now())

    box.station.add_reading(visit_id, READING).result()

    assert [quote for _, quote in _told(box)] == [""]


def test_nothing_read_is_nothing_to_follow(box: Box) -> None:
    box.station.add_reading(box.checked_in(jpeg(1)), PictureReading()).result()

    assert [quote for _, quote in _told(box)] == [""]


def test_words_that_follow_are_whole_with_their_outbox_row_or_not_there(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_id = box.checked_in(jpeg(1))
    before = box.waiting()
    monkeypatch.setattr(box.store.outbox, "_offer", _power_goes)
    with pytest.raises(_PowerCut):
        box.station.add_reading(visit_id, READING).result()
    box.restart()
    cut = (box.waiting(), box.rows("select count(*) from events"))

    box.station.add_reading(visit_id, READING).result()

    assert cut == (before, [(2,)])
    assert [quote for _, quote in _told(box)] == ["", READING.quote]


def test_a_disk_without_room_for_the_words_is_logged_and_costs_nothing_else(
    box: Box, expect_log: ExpectLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect_log(LogEvent.READING_NOT_KEPT)
    visit_id = box.checked_in(jpeg(1))
    monkeypatch.setattr(box.store.outbox, "_offer", _disk_is_full)

    with pytest.raises(StoreFault):
        box.station.add_reading(visit_id, READING).result()

    assert [quote for _, quote in _told(box)] == [""]


def test_words_that_follow_are_kept_until_the_server_has_them(box: Box) -> None:
    visit_id = box.checked_in(jpeg(1))
    [(facts, _)] = _told(box)
    box.receive_time()
    box.store.outbox.acknowledge([offer.event.id for offer in box.store.outbox.pending(10)])
    box.outbox.acknowledge_photo(PhotoOffer(facts.photo, visit_id))
    box.housekeeping.run_retention()
    box.station.add_reading(visit_id, READING).result()
    box.clock.pass_s(WORDS_KEPT.total_seconds() + 3_600)
    box.receive_time()
    box.housekeeping.run_retention()
    waiting = [quote for _, quote in _told(box)]
    box.store.outbox.acknowledge([offer.event.id for offer in box.store.outbox.pending(10)])
    box.housekeeping.run_retention()
    box.clock.pass_s(WORDS_KEPT.total_seconds() + 3_600)
    box.receive_time()
    box.housekeeping.run_retention()

    assert waiting == [READING.quote]
    assert box.rows("select count(*) from event_private") == [(0,)]


@pytest.mark.parametrize("reading", [None, PictureReading()])
def test_without_a_reading_nothing_is_sent(box: Box, reading: PictureReading | None) -> None:
    event = _attached(box, reading)

    assert (_facts(event).codes, dict(event.private)) == ((), {})


def test_a_plain_sentence_is_among_the_words_and_not_among_the_facts(box: Box) -> None:
    said = ReadCode("No bootable device", "The computer finds no disk to start from.")
    lines = (ReadLine("No bootable device", CORNERS),)

    event = _attached(box, PictureReading(lines=lines, codes=(*READING.codes, said)))

    read = read_from_text(event.private["read_words"])
    assert _facts(event).codes == ("809",)
    assert read is not None
    assert [code.code for code in read.codes] == ["809", "No bootable device"]


def test_a_screen_full_of_text_is_cut_to_the_limit_of_the_wire(box: Box) -> None:
    lines = tuple(ReadLine(f"{number} {'word ' * 30}", CORNERS) for number in range(80))

    frames = tuple(ReadFrame(CORNERS) for _ in lines)
    event = _attached(box, PictureReading(lines=lines, codes=READING.codes, frames=frames))

    text = event.private["read_words"]
    read = read_from_text(text)
    assert len(text) <= MAX_NOTE
    assert read is not None
    assert [line.text for line in read.lines] == [line.text for line in lines[: len(read.lines)]]
    assert 5 < len(read.lines) < 80
    assert len(read.frames or []) == len(read.lines)
    assert read.codes == [WireMeaning("809", "The VPN doesn't answer.", "Check the ports.")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        '{"lines": 7}',
        '{"lines": [{"text": "a", "corners": [2,0,0,0,0,0,0,0]}]}',
    ],
)
def test_text_of_another_form_is_not_decoded(text: str) -> None:
    assert read_from_text(text) is None
