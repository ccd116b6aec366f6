"""Frames around what was read: a paragraph is one frame, a button none, a code a strong one."""

from __future__ import annotations

import math

import pytest

from kiosk.domain.checkin_request import Corners
from kiosk.vision.frames import code_places, paragraphs
from kiosk.vision.line import FoundCode, Line
from tests.touch.drawing import read_as, seen_straight, seen_whole

ASPECT = 16 / 9


def line(text: str, x: float, y: float, height: float = 0.04, width: float = 0.4) -> Line:
    return Line(text, 0.97, ((x, y), (x + width, y), (x + width, y + height), (x, y + height)))


def framed(lines: list[Line], codes: list[FoundCode] | None = None) -> list[Corners]:
    return paragraphs(lines, codes or [], ASPECT)


@pytest.mark.parametrize(("seen", "size"), [(seen_straight, (960, 612)), (seen_whole, (1280, 720))])
def test_a_title_and_its_text_are_one_paragraph_also_when_held_aslant(
    fonts: None, seen: object, size: tuple[int, int]
) -> None:
    reading = read_as(seen(*size), *size)  # type: ignore[operator]  # one of two functions
    [frame] = paragraphs(reading.lines, reading.codes, size[0] / size[1])
    inside = [corner for line in reading.lines for corner in line.corners]

    left, right = min(x for x, _ in frame), max(x for x, _ in frame)
    top, bottom = min(y for _, y in frame), max(y for _, y in frame)
    assert all(
        left - 0.001 <= x <= right + 0.001 and top - 0.001 <= y <= bottom + 0.001 for x, y in inside
    )


def test_a_button_is_left_out() -> None:
    lines = [
        line("Your connection was lost while we", 0.2, 0.2),
        line("were sending your message.", 0.2, 0.25),
        line("Close", 0.7, 0.45, width=0.06),
    ]

    [frame] = framed(lines)
    assert max(y for _, y in frame) < 0.4


def test_a_short_line_with_a_code_is_no_button() -> None:
    lines = [line("Error 809", 0.2, 0.2, width=0.12)]

    assert framed(lines) == []
    assert len(framed(lines, [FoundCode("809", "vpn", "", 0)])) == 1


def test_columns_and_distant_lines_are_apart() -> None:
    lines = [
        line("The left column says something", 0.05, 0.2),
        line("The right column says another", 0.55, 0.2),
        line("Far below there is a third text", 0.05, 0.6),
    ]

    assert len(framed(lines)) == 3


@pytest.mark.parametrize(
    ("text", "code", "framed_text"),
    [
        ("be established. Error 809", "809", "Error 809"),
        ("Fehlercode: 0x80070005", "0x80070005", "Fehlercode: 0x80070005"),
        ("0x80070005", "0x80070005", "0x80070005"),
        ("could not reach it 0x80070005", "0x80070005", "0x80070005"),
        ("read otherwise", "809", "read otherwise"),
    ],
)
def test_a_code_is_framed_with_the_word_before_it(text: str, code: str, framed_text: str) -> None:
    [(a, b, _, d)] = code_places([line(text, 0.2, 0.3)], [FoundCode(code, "vpn", "", 0)])
    begin = text.index(framed_text) / len(text)

    assert a[0] == pytest.approx(0.2 + 0.4 * begin)
    assert b[0] == pytest.approx(0.2 + 0.4 * (begin + len(framed_text) / len(text)))
    assert math.dist(a, d) == pytest.approx(0.04)


def test_nothing_read_is_nothing_framed() -> None:
    assert (framed([]), code_places([], [])) == ([], [])
