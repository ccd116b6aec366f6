"""Which line of a picture is repeated to the visitor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.checkin_request import PictureReading, ReadCode, ReadLine
from kiosk.vision.line import FoundCode, Line
from kiosk.vision.quote import shortened
from kiosk.vision.reading import Reading, Tag


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

    sent = reading.for_check_in()

    code_frame, around = sent.frames
    assert replace(sent, frames=()) == PictureReading(
        quote=line.text,
        lines=(ReadLine(line.text, line.corners),),
        codes=(ReadCode("809", "It doesn't answer.", "Check the ports."),),
        tags=(ReadCode("PC-7", "Laptop"),),
    )
    assert code_frame.code
    assert code_frame.corners[0][0] > 0.4
    assert not around.code
    assert around.corners[2] == pytest.approx(line.corners[2])


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


@pytest.mark.parametrize(
    ("texts", "quoted"),
    [
        (
            [
                "Kernel panic - not syncing: Fatal exception in interrupt",
                "Press CTRL+ALT+DEL again",
            ],
            "Kernel panic - not syncing: Fatal exception in interrupt",
        ),
        (["CMOS checksum error", "To continue press F1 key"], "CMOS checksum error"),
        (["The file is damaged and can’t be repaired.", "SW Reset"], None),
        (["Das Programm wurde beendet: schwerwiegender Fehler", "Bitte erneut versuchen"], None),
        (["Le pilote a échoué", "Veuillez contacter votre administrateur"], None),
        (["Plik jest uszkodzony", "Spróbuj ponownie później lub wezwij pomoc"], None),
        (["The spooler terminated", "Please call the person who looks after your printer"], None),
        (["无法连接到打印机", "取消"], None),
        (["プリンターに接続できません", "キャンセル"], None),
    ],
)
def test_the_line_that_tells_the_fault_is_quoted_and_no_advice(
    texts: list[str], quoted: str | None
) -> None:
    assert _quote(*texts) == (quoted or texts[0])


@pytest.mark.parametrize("button", ["Cancel", "OK", "Shut down", "Abbrechen", "SW Reset", "取消"])
def test_a_button_is_never_quoted(button: str) -> None:
    assert _quote(button) == ""
    assert _quote("Some program", button) == "Some program"


def _wrapped(*texts: str) -> tuple[Line, ...]:
    """Lines of one paragraph."""
    return tuple(_line(text, top=0.1 + 0.04 * row) for row, text in enumerate(texts))


def test_a_sentence_that_is_wrapped_is_quoted_whole() -> None:
    lines = _wrapped("Open file", "The document could not be opened because", "it is damaged.")

    assert Reading(lines).quote == "The document could not be opened because it is damaged."


def test_the_sentence_with_the_code_is_quoted_whole() -> None:
    lines = _wrapped("The connection could not be", "established. Error 809 was told.")
    code = FoundCode("809", "vpn", "It doesn't answer.", 1)

    assert (
        Reading(lines, (code,)).quote
        == "The connection could not be established. Error 809 was told."
    )


def test_the_code_is_never_what_is_cut_off() -> None:
    title = _line("Can’t connect to Office VPN", top=0.065, height=0.035)
    body = _wrapped(
        "The network connection between your",
        "computer and the VPN server could not",
        "be established. Error 809",
    )
    code = FoundCode("809", "vpn", "It doesn't answer.", 3)

    assert Reading((title, *body), (code,)).quote == "Can’t connect to Office VPN. Error 809"
    alone = Reading(body, (FoundCode("809", "vpn", "It doesn't answer.", 2),)).quote
    assert alone.endswith("… Error 809")
    assert len(alone) <= 90


def test_an_entry_of_a_list_does_not_go_on_in_the_next() -> None:
    lines = _wrapped("[ 1.2] usb 1-1 not attached", "[ 1.4] Kernel panic, fatal", "[ 1.5] done")

    assert Reading(lines).quote == "[ 1.4] Kernel panic, fatal"


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("Δεν εναι δυνατ η σνδεσ", 0.905),
        ("VPNJail", 0.62),
        ("无法连接到打印机", 0.76),
    ],
)
def test_what_is_not_surely_read_is_not_quoted(text: str, confidence: float) -> None:
    line = Line(text, confidence, _line(text).corners)

    assert Reading((line,)).quote == ""
    assert Reading((line,), (FoundCode("0x80070005", "w", "Not allowed.", 0),)).quote == ""
