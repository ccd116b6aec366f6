"""Known codes are found where they stand, also when misread, and nowhere else."""

from __future__ import annotations

import pytest

from kiosk.resources import ASSETS
from kiosk.vision.codes.known import CodeTable, folded, read_table


@pytest.fixture(scope="module")
def table() -> CodeTable:
    return read_table(ASSETS / "codes.toml")


def _found(table: CodeTable, *lines: str) -> list[str]:
    return [code.code for code in table.find(lines)]


def test_the_table_is_large_and_each_meaning_is_a_short_sentence(table: CodeTable) -> None:
    meanings = {known.meaning for same in table._folded.values() for known in same}

    assert len(table) > 800
    assert [said for said in meanings if not said.endswith(".") or len(said) > 90] == []
    assert [said for said in meanings if "'" in said] == [], "apostrophes are curly"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Error code: 0x80070035. The network path was not found.", "0x80070035"),
        ("Operation failed with error 0x0000011b. Check the name.", "0x0000011B"),
        ("(0x8004011D)", "0x8004011D"),
        ("Stop code: DPC_WATCHDOG_VIOLATION", "0x00000133"),
        ("Stop code: CRITICAL PROCESS DIED", "0x000000EF"),
        ("NET::ERR_CERT_DATE_INVALID", "ERR_CERT_DATE_INVALID"),
        ("account secure. AADSTS50076", "AADSTS50076"),
        ("We're sorry. Error code caa20003. Try restarting.", "CAA20003"),
        ("503 Service Unavailable", "503"),
    ],
)
def test_a_code_is_found_as_screens_write_it(table: CodeTable, line: str, code: str) -> None:
    assert _found(table, line) == [code]


@pytest.mark.parametrize(
    ("read", "code"),
    [
        ("error Ox8OO7OO35", "0x80070035"),
        ("error 0x8007OO3S", "0x80070035"),
        ("Error code 0x8007 0643", "0x80070643"),
        ("code:0x80070643", "0x80070643"),
        ("Code0x80070643.", "0x80070643"),
        ("(0x8OO4O11D)", "0x8004011D"),
        ("0x00000l1b failed", "0x0000011B"),
        ("error 0x0000011b01", None),
        ("error 0x000011b", "0x0000011B"),
        ("error 0x00000011b", "0x0000011B"),
        ("lop code: PC_WATCHDOG_VIOLATION", "0x00000133"),
        ("CRITICAL_PROCESS_DIE", "0x000000EF"),
        ("ADSTS50076", "AADSTS50076"),
        ("AADSTS5007", None),
        ("x80070035", "0x80070035"),
        ("0x8007003", None),
        ("Stop code: DPC WATCHDOG_VIOLATI0N", "0x00000133"),
        ("ERR CONNECTION TIMED_OUT", "ERR_CONNECTION_TIMED_OUT"),
    ],
)
def test_look_alikes_and_broken_words_still_say_the_code(
    table: CodeTable, read: str, code: str | None
) -> None:
    assert _found(table, read) == ([code] if code else [])


def test_a_code_read_exactly_is_never_taken_for_its_look_alike(table: CodeTable) -> None:
    assert folded("0x80070008") == folded("0x8007000B")

    assert _found(table, "0x80070008") == ["0x80070008"]
    assert _found(table, "0x8007000B") == ["0x8007000B"]
    assert _found(table, "0x8OO70008") == ["0x80070008"]


@pytest.mark.parametrize(
    "lines",
    [
        ("Two documents are waiting. 412 MB free of 237 GB.",),
        ("Room 404, second floor",),
        ("809 people like this",),
        ("It is so easy: sign in at 10:43",),
        ("Copyright 2025 Microsoft 0x",),
        ("You have 28 new messages", "Reply by Friday"),
        ("0x12345678",),
    ],
)
def test_numbers_without_their_company_are_no_codes(
    table: CodeTable, lines: tuple[str, ...]
) -> None:
    assert _found(table, *lines) == []


def test_the_same_number_means_what_the_rest_of_the_picture_is_about(table: CodeTable) -> None:
    device = table.find(["This device has no driver.", "(Code 28)"])
    shell = table.find(["$ make install", "No space left on device", "make: *** Error 28"])

    assert [code.meaning for code in device] == ["The device has no driver."]
    assert [code.family for code in shell] == ["command-line"]


def test_a_number_on_the_line_below_its_word_is_found(table: CodeTable) -> None:
    assert _found(table, "Can’t connect to Office VPN", "could not be made. Error", "809") == [
        "809"
    ]


def test_a_word_beside_its_own_code_says_nothing_of_a_digit_below(table: CodeTable) -> None:
    assert _found(table, "malfunctioned. USB device (Code 43)", "1") == ["43"]


def test_codes_that_need_no_company_come_first_and_no_more_than_five(table: CodeTable) -> None:
    many = [
        "HTTP error 503",
        *(f"AADSTS{number}" for number in (50076, 50105, 50126, 53003, 65001)),
    ]

    assert _found(table, *many) == [f"AADSTS{n}" for n in (50076, 50105, 50126, 53003, 65001)]
