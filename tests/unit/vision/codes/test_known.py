"""Known codes are found where they stand, also when misread, and nowhere else."""

from __future__ import annotations

import pytest

from kiosk.vision.codes.known import CodeTable
from kiosk.vision.codes.spellings import folded


def _found(table: CodeTable, *lines: str) -> list[str]:
    return [code.code for code in table.find(lines)]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("Error code: 0x80070035. The network path was not found.", "0x80070035"),
        ("Printer: operation failed with error 0x000006d1. Check the name.", "0x000006D1"),
        ("Outlook: (0x8004011D)", "0x8004011D"),
        ("Stop code: DPC_WATCHDOG_VIOLATION", "0x00000133"),
        ("Stop code: CRITICAL PROCESS DIED", "0x000000EF"),
        ("NET::ERR_CERT_DATE_INVALID", "ERR_CERT_DATE_INVALID"),
        ("account secure. AADSTS50076", "AADSTS50076"),
        ("We're sorry. Error code caa20003. Try restarting.", "0xCAA20003"),
        ("503 Service Unavailable", "503"),
    ],
)
def test_a_code_is_found_as_screens_write_it(table: CodeTable, page: str, code: str) -> None:
    assert _found(table, page) == [code]


@pytest.mark.parametrize(
    ("read", "code"),
    [
        ("error Ox8OO7OO35", "0x80070035"),
        ("error 0x8007OO3S", "0x80070035"),
        ("Error code 0x8007 0643", "0x80070643"),
        ("code:0x80070643", "0x80070643"),
        ("Code0x80070643.", "0x80070643"),
        ("Mail (0x8OO4O11D)", "0x8004011D"),
        ("Printing: 0x000006Dl failed", "0x000006D1"),
        ("print error 0x000006d101", None),
        ("print error 0x00006d1", "0x000006D1"),
        ("print error 0x0000006d1", "0x000006D1"),
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
    assert [(code.code, code.family) for code in shell] == [
        ("No space left on device", "command-line")
    ]


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


def test_whoever_helps_is_told_what_to_look_at(table: CodeTable) -> None:
    [code] = table.find(["Error code 0x80070035"])

    assert code.member.startswith("ERROR_BAD_NETPATH")


@pytest.mark.parametrize(
    "lines",
    [
        ("*** STOP: 0x0000000A (0x00000000,0x00000002,0x00000001,0x80500000)",),
        ("BlueScreen", "BCCode: a", "BCP1: 0000000000000009", "BCP2: 0000007B"),
        ("*** STOP: 0x0000000A (0x00000000,0x00000002,", "0x00000050,0x0000007B)"),
        ("*** STOP: 0x0000000A (0x00000002,", "0x00000005", "0x0000007B)"),
        ("STOP 0x0000000A 0x00000002 0x00000005",),
        ("*** ST0P: 0x0000000A (0x00000000, 0x0000007B", "Beginning dump of physical memory"),
        ("The bugcheck was: 0x0000000a (0x0000000000000005, 0x0000000000000002).",),
        ("Printer spooler", "*** STOP: 0x0000000A (0x00000005, 0x00000709)"),
    ],
)
def test_a_stop_line_says_its_stop_code_and_its_parameters_say_nothing(
    table: CodeTable, lines: tuple[str, ...]
) -> None:
    assert [(code.code, code.family) for code in table.find(lines)] == [("0x0000000A", "stop")]


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("Error 0x80070643 (0x80070005)", ["0x80070643"]),
        ("Error 1603 (0x80070005): the installer stopped", ["1603"]),
        ("Security update (KB5034441) (0x80070643)", ["0x80070643"]),
        ("0x80070643 [0x80070005, 0x80070002]", ["0x80070643"]),
        ("Windows Update (0x80070643)", ["0x80070643"]),
    ],
)
def test_numbers_in_brackets_behind_a_code_are_its_parameters(
    table: CodeTable, line: str, codes: list[str]
) -> None:
    assert _found(table, line) == codes


@pytest.mark.parametrize(
    "written",
    [
        "DRIVER IRQL NOT LESS OR EQUAL",
        "DRIVER_IRQL_NOT_LESS_OR_EQUAL",
        "RIVER IRQL NOT LESS OR EQUAL",
    ],
)
def test_of_names_within_each_other_the_longest_is_meant(table: CodeTable, written: str) -> None:
    assert _found(table, written) == ["0x000000D1"]
    assert _found(table, f"Stop code: {written} again") == ["0x000000D1"]


@pytest.mark.parametrize(
    "lines",
    [
        ["DPC_WATCHDOG VIOLATION"],
        ["DPC_WATCHDOG_", "VIOLATION"],
        ["DPC_ WATCHDOG_VIOLATION (ntfs.sys)"],
    ],
)
def test_a_name_may_be_broken_at_an_underscore(table: CodeTable, lines: list[str]) -> None:
    assert _found(table, *lines) == ["0x00000133"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["STOP: c000021a {Fatal System Error}"], "0xC000021A"),
        (["Error 80070005"], "0x80070005"),
        (["0xCAA82EE7"], "0xCAA82EE7"),
        (["-2147024891"], "0x80070005"),
        (["−2147024891"], "0x80070005"),
        (["Error 2147942405"], "0x80070005"),
        (["hr=0xFFFFFFFF80070005"], "0x80070005"),
        (["Sign in to your account", "Error code 50126"], "AADSTS50126"),
        (["Bei Ihrem Konto anmelden", "Fehlercode: 50053"], "AADSTS50053"),
        (["AADSTS 50126"], "AADSTS50126"),
        (["Stop code 0x9F"], "0x0000009F"),
        (["Stop code 0x0000009F"], "0x0000009F"),
        (["Bug check 0x9f"], "0x0000009F"),
        (["Installer", "Error1603"], "1603"),
        (["npm ERR! Exit status 137"], "137"),
        (["Setup failed", "0xC1900101 - 0x20017"], "0xC1900101-0x20017"),
        (["0xC1900101-0x20017"], "0xC1900101-0x20017"),
        (["System error 53 has occurred."], "53"),
    ],
)
def test_a_code_is_one_in_all_the_ways_it_is_written(
    table: CodeTable, lines: list[str], code: str
) -> None:
    assert _found(table, *lines) == [code]


@pytest.mark.parametrize(
    "line",
    [
        *("Error 809", "Fehler 809", "Erreur 809", "Erreur : 809", "Código 809", "Codigo 809"),
        *("Błąd 809", "Blad 809", "Kod błędu: 809", "Errore 809", "Codice errore: 809", "Erro 809"),
        *("Foutcode 809", "Hata 809", "Hata kodu: 809", "809 hatasi", "Chyba 809", "Eroare 809"),
        *("Hiba: 809", "809-es hiba", "Felkod 809", "Fejl 809", "Feilkode 809", "Virhe 809"),
        *("Error code is 809", "Err0r 809", "Fehler Nr. 809", "error: 809", "(809) error"),
    ],
)
def test_the_word_beside_a_number_may_be_of_any_language(table: CodeTable, line: str) -> None:
    assert _found(table, "VPN", line) == ["809"]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "809 MB",
            "VPN error log 809 kB",
            "Error at 8:09",
            "Errors 809",
            "809 errors",
            "Error 8.09",
        ),
        *(
            "Error 809 of 1200",
            "Error 1,809",
            "Error on line 809",
            "Error, page 809",
            "Error 809 €",
        ),
        *(
            "Error 809 messages",
            "Error rate 809 %",
            "error (809).txt",
            "Error   809   691",
            "2 failed, 809 passed",
        ),
        *(
            "Error in version 809",
            "Code name: 809",
            "Area code 809",
            "809",
            "Error free for 809 days",
        ),
    ],
)
def test_amounts_and_counts_are_no_codes_whatever_is_beside_them(
    table: CodeTable, line: str
) -> None:
    assert _found(table, "VPN, remote access", line) == []


def test_an_ordinary_sentence_is_no_name(table: CodeTable) -> None:
    lines = ("Memory management", "Registry, error free", "Bad pool of callers", "RegistryError")

    assert _found(table, *lines, "raise syntax error", "x = _NOT_FOUND") == []


def test_a_small_number_with_zeros_is_a_code_only_where_something_is_wrong(
    table: CodeTable,
) -> None:
    dump = ("Crash dump of the blue screen", "Flags of the file")

    assert _found(table, *dump, "NO_DUMP = 0x0000009F") == []
    assert _found(table, *dump, "failed 0x0000009F") == ["0x0000009F"]


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (["Missing operating system"], 0),
        (["MISSING OPERATING SYSTEM!"], 0),
        (["Reboot now", "Missing 0perating systern -- insert a disk"], 1),
        (["Disk 0: Missing", "operating system here"], 0),
    ],
)
def test_a_plain_sentence_is_found_where_it_begins(
    table: CodeTable, lines: list[str], line: int
) -> None:
    assert [(code.code, code.line) for code in table.find(lines)] == [
        ("Missing operating system", line)
    ]


def test_a_plain_sentence_of_a_family_is_told_where_its_word_stands(table: CodeTable) -> None:
    assert _found(table, "except KeyError:", "return None") == []
    assert _found(table, "Traceback (most recent call last):", "KeyError: 7") == ["KeyError"]


def test_a_plain_sentence_is_not_told_beside_the_code_that_says_it(table: CodeTable) -> None:
    lines = ["IKE authentication credentials are unacceptable", "VPN error 13801"]

    assert _found(table, *lines) == ["13801"]
    assert _found(table, lines[0]) == [lines[0]]


def test_parameters_of_an_unknown_stop_code_say_nothing_either(table: CodeTable) -> None:
    assert _found(table, "STOP: 0x0000DEAD (0x0000000A, 0x0000007B)") == []
    assert _found(table, "STOP: 0x0000DEAD 0x0000000A 0x0000007B 0x000000EF") == []
