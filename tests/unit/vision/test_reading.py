"""Which line of a picture is repeated to the visitor."""

from __future__ import annotations

import pytest

from kiosk.domain.checkin_request import PictureReading, ReadCode, ReadLine
from kiosk.vision.reading import FoundCode, Line, Reading, Tag, shortened


def _line(text: str, *, top: float = 0.1, height: float = 0.03) -> Line:
    foot = top + height
    return Line(text, 0.95, ((0.1, top), (0.6, top), (0.6, foot), (0.1, foot)))


def _quote(*texts: str, code_in: int | None = None) -> str:
    codes = () if code_in is None else (FoundCode("809", "vpn", "It doesn't answer.", code_in),)
    lines = tuple(_line(text, top=0.1 + 0.05 * row) for row, text in enumerate(texts))
    return Reading(lines, codes).quote


def test_a_visitor_checks_in_with_the_texts_alone() -> None:
    line = _line("The connection could not be made. Error 809")
    code = FoundCode("809", "vpn", "It doesn't answer.", 0, "Check the ports.")
    reading = Reading((line,), (code,), (Tag("PC-7", known=True, device="Laptop", owner="Priya"),))

    assert reading.for_check_in() == PictureReading(
        quote=line.text,
        lines=(ReadLine(line.text, line.corners),),
        codes=(ReadCode("809", "It doesn't answer.", "Check the ports."),),
        tags=(ReadCode("PC-7", "Laptop"),),
    )


def test_nothing_read_is_nothing_quoted() -> None:
    assert Reading().quote == ""


@pytest.mark.parametrize("text", ["1", "12:43", "OK", "| --"])
def test_a_mark_or_a_number_is_not_quoted_as_words(text: str) -> None:
    assert _quote(text) == ""


def test_the_line_that_says_what_is_the_matter_is_quoted() -> None:
    quote = _quote("Inbox, 12 new messages", "Your password has expired and must be changed", "OK")

    assert quote == "Your password has expired and must be changed"


def test_a_line_with_a_code_is_quoted_before_all_others() -> None:
    quote = _quote(
        "Can’t connect to Office VPN", "The connection could not be made. Error 809", code_in=1
    )

    assert quote == "The connection could not be made. Error 809"


def test_a_bare_code_is_quoted_with_the_line_that_says_more() -> None:
    quote = _quote("Can’t connect to Office VPN", "File Edit View", "Error 809", code_in=2)

    assert quote == "Can’t connect to Office VPN. Error 809"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("short", "short"),
        ("a" * 90, "a" * 90),
        ("word " * 30, "word word word word word word word word word…"),
        ("x" * 200, "x" * 49 + "…"),
    ],
)
def test_a_long_quote_is_cut_at_a_word(text: str, expected: str) -> None:
    longest = 90 if len(text) <= 90 else 50

    assert shortened(text, longest) == expected


def test_a_quote_is_never_longer_than_what_the_screen_has_room_for() -> None:
    assert len(_quote("This could not be opened because " + "of one thing or another " * 9)) <= 90


def test_the_end_of_another_sentence_is_left_out_before_the_code() -> None:
    quote = _quote("Can't connect to Office VPN", "be established. Error 809", code_in=1)

    assert quote == "Can't connect to Office VPN. Error 809"
