"""What was read on a picture: codes are facts to be counted, words are private like a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.checkin_request import CheckInRequest, PictureReading, ReadCode, ReadLine
from kiosk.domain.events import Event, PhotoAttached
from kiosk.wire import MAX_NOTE
from kiosk.wire.reading import WireLine, WireMeaning, WireRead, read_from_text
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg

CORNERS = ((0.1, 0.2), (0.6, 0.2), (0.6, 0.25), (0.1, 0.25))
FLAT = [0.1, 0.2, 0.6, 0.2, 0.6, 0.25, 0.1, 0.25]
READING = PictureReading(
    quote="The connection could not be made. Error 809",
    lines=(ReadLine("The connection could not be made. Error 809", CORNERS),),
    codes=(ReadCode("809", "The VPN doesn't answer."),),
    tags=(ReadCode("PC-0042", "Laptop 14"),),
)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.close()


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
        codes=[WireMeaning("809", "The VPN doesn't answer.")],
        tags=[WireMeaning("PC-0042", "Laptop 14")],
    )


@pytest.mark.parametrize("reading", [None, PictureReading()])
def test_without_a_reading_nothing_is_sent(box: Box, reading: PictureReading | None) -> None:
    event = _attached(box, reading)

    assert (_facts(event).codes, dict(event.private)) == ((), {})


def test_a_screen_full_of_text_is_cut_to_the_limit_of_the_wire(box: Box) -> None:
    lines = tuple(ReadLine(f"{number} {'word ' * 30}", CORNERS) for number in range(80))

    event = _attached(box, PictureReading(lines=lines, codes=READING.codes))

    text = event.private["read_words"]
    read = read_from_text(text)
    assert len(text) <= MAX_NOTE
    assert read is not None
    assert [line.text for line in read.lines] == [line.text for line in lines[: len(read.lines)]]
    assert 5 < len(read.lines) < 80
    assert read.codes == [WireMeaning("809", "The VPN doesn't answer.")]


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
