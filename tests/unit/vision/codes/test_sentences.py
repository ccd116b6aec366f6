"""Plain sentences are found with a letter in ten misread, and never inside other words."""

from __future__ import annotations

import pytest

from kiosk.vision.codes.company import Companions, Near
from kiosk.vision.codes.families import Family, KnownCode
from kiosk.vision.codes.sentences import SentenceTable

LISTS = ("strong", "close", "loose", "behind", "never_before", "never_behind", "stop")
FAMILY = Family(
    "boot",
    Near([], Companions({part: {"en": ["-"]} for part in LISTS} | {"prefixes": {}})),
    None,
    False,
)
SAID = "No bootable device was found"


def _table(*sentences: str) -> SentenceTable:
    return SentenceTable([KnownCode((said,), "It.", "It.", "", FAMILY) for said in sentences])


def _found(table: SentenceTable, *lines: str) -> list[tuple[str, int, int]]:
    return [
        (hit.known.code, hit.line, hit.last_line) for hit in table.find(lines, lambda family: True)
    ]


@pytest.mark.parametrize(
    "read",
    [
        "No bootable device was found",
        "NO BOOTABLE DEVICE WAS FOUND.",
        "no  bootable, device - was found!",
        "N0 bootab1e device was found",
        "No bootahle devise was found",
        "Nobootable devicewas found",
        "Oh: No bootable device was found here",
        "No bootabe device was found",
        "No bootable deviice was found",
    ],
)
def test_a_sentence_is_found_however_it_was_read(read: str) -> None:
    assert _found(_table(SAID), "one", read, "two") == [(SAID, 1, 1)]


@pytest.mark.parametrize(
    "read",
    [
        "No portable device was there",
        "Casino bootable device was found",
        "Now bootable device was found",
        "No bootable device was foundation",
        "bootable device was found",
        "A bootable device was found",
        "no_bootable_device_was_found_x",
        "N0 hootahle dewice was tound",
    ],
)
def test_other_words_are_not_the_sentence(read: str) -> None:
    assert _found(_table(SAID), read) == []


def test_a_sentence_goes_on_in_the_next_line_but_not_in_the_one_after() -> None:
    table = _table(SAID)

    assert _found(table, "Error: No bootable", "device was found") == [(SAID, 0, 1)]
    assert _found(table, "No bootable", "device", "was found") == []


def test_of_two_sentences_in_the_same_words_the_longer_is_meant() -> None:
    table = _table("bootable device", SAID)

    assert _found(table, SAID, "a bootable device") == [(SAID, 0, 0), ("bootable device", 1, 1)]


def test_a_sentence_needs_a_word_of_its_family_where_that_asks_for_one() -> None:
    assert _table(SAID).find([SAID], lambda family: family is not FAMILY) == []
    assert len(_table(SAID).find([SAID], lambda family: family is FAMILY)) == 1
