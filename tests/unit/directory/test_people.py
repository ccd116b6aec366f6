"""The site's list of badges and passes: whom it greets, and what it makes of everything else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.directory.people import BadgeRefusal, People, Person, read_people
from kiosk.faults import SettingsFault
from kiosk.resources import ASSETS
from tests.faults.test_tags_that_mean_harm import HARMFUL

TODAY = date(2026, 6, 1)
LISTED = """badge,first_name,until
E-1042,Priya,
e_2001, Sam ,2026-06-01
G-7,Noor,2026-05-31
"""


@pytest.fixture
def people(tmp_path: Path) -> People:
    return read(tmp_path, LISTED)


def read(folder: Path, content: str) -> People:
    path = folder / "people.csv"
    path.write_text(content, encoding="utf-8")
    return read_people(path).content


@pytest.mark.parametrize("text", ["E-1042", "e-1042"])
def test_a_listed_badge_stands_for_a_first_name(text: str, people: People) -> None:
    assert people.find(text, TODAY) == Person("E-1042", "Priya")


def test_a_pass_counts_on_its_last_day_and_no_longer(people: People) -> None:
    assert people.find("E_2001", TODAY) == Person("E_2001", "Sam", TODAY)
    assert people.find("G-7", TODAY) is BadgeRefusal.ENDED


def test_a_pass_that_ended_is_still_somebodys(people: People) -> None:
    assert people.has_badge("g-7")
    assert not people.has_badge("E-1043")


@pytest.mark.parametrize("text", ["E-1043", "0815", "guest-of-the-day"])
def test_what_looks_like_a_badge_and_is_not_listed_is_unknown(text: str, people: People) -> None:
    assert people.find(text, TODAY) is BadgeRefusal.UNKNOWN


@pytest.mark.parametrize(
    "text", ["", "E", "example.org", "example/login", "Hello there", "E-1042\n", " E-1042"]
)
def test_what_does_not_look_like_a_badge_is_none(text: str, people: People) -> None:
    assert people.find(text, TODAY) is BadgeRefusal.NO_BADGE


@pytest.mark.parametrize("text", HARMFUL)
def test_an_address_a_script_or_a_flood_is_no_badge(text: str, people: People) -> None:
    """Whatever the list holds."""
    assert people.find(text, TODAY) is BadgeRefusal.NO_BADGE


def test_a_list_without_days_is_one_of_badges(tmp_path: Path) -> None:
    people = read(tmp_path, "badge,first_name\nE-1042,Priya\n")

    assert people.find("E-1042", TODAY) == Person("E-1042", "Priya")


def test_the_demonstration_greets_somebody() -> None:
    people = read_people(ASSETS / "demo" / "people.csv").content

    assert people.find("E-1042", TODAY) == Person("E-1042", "Priya")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("E 1,Ben,", "badge: expected 3 to 40 letters, digits, dashes"),
        ("4.90E+12,Ben,", "badge: expected as on the card or label; a spreadsheet changed it"),
        ('"4,90E+12",Ben,', "badge: expected as on the card or label; a spreadsheet changed it"),
        ("12-Mar,Ben,", "badge: expected as on the card or label; a spreadsheet changed it"),
        ("E-9", "first_name: expected a first name"),
        ("E-9,\u200b,", "first_name: expected a first name"),
        ("E-9,#NAME?,", "first_name: expected a first name"),
        ("E-9,Ben,31/12/26", "until: expected a day like 2026-12-31, or nothing"),
        ("E-9,Ben,05/06/2026", "until: expected a day like 2026-12-31, or nothing"),
        ("E-9,Ben,2026-02-30", "until: expected a day like 2026-12-31, or nothing"),
        ("e-1042,Ben,", "badge: expected each once; line 2 counts"),
        ('E-9,"Ben,', "row: expected a quote at the end of the text that one begins"),
        ('E-9,"B"en,', "row: expected quotes around a whole cell only"),
        ("E-9,Ben\0,", "row: expected text, got NUL bytes"),
    ],
)
def test_a_bad_row_costs_that_row_and_is_named(row: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"{LISTED}{row}\nE-8,Ida,\n", encoding="utf-8")
    read = read_people(path)

    assert {*read.content.by_badge} == {"E-1042", "E_2001", "G-7", "E-8"}
    assert len(read.left_out) == 1
    assert f"{path}: line 5: {expected}" in read.left_out[0]
    assert "Ben" not in read.left_out[0]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("31/12/2026", date(2026, 12, 31)),
        ("12/31/2026", date(2026, 12, 31)),
        ("5/5/2026", date(2026, 5, 5)),
        ("05.06.2026", date(2026, 6, 5)),
        ("2026/06/05", date(2026, 6, 5)),
        ("20261231", date(2026, 12, 31)),
        ("46387", date(2026, 12, 31)),
        ("2026-12-31 00:00:00", date(2026, 12, 31)),
        ("", None),
    ],
)
def test_a_last_day_is_read_in_the_ways_spreadsheets_write_it(
    written: str, day: date | None, tmp_path: Path
) -> None:
    people = read(tmp_path, f"badge,first_name,until\nE-9,Ben,{written}\n")

    assert people.by_badge["E-9"].until == day


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "file: expected a list, got an empty file"),
        ("E-9,Ben\n", "file: expected the columns badge, first_name, until in its first line"),
        ("badge,name\nE-9,Ben\n", "first_name not found"),
        ("badge,first_name,Badge\n", "file: expected each column once"),
        ("PK\x03\x04workbook", "file: expected a CSV file, got a workbook: save it as CSV UTF-8"),
    ],
)
def test_a_file_that_is_no_list_of_people_is_refused(
    content: str, expected: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsFault) as told:
        read(tmp_path, content)

    assert expected in str(told.value)
    assert "Ben" not in str(told.value)


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match=r"people\.csv: file: cannot be read: No such file"):
        read_people(tmp_path / "people.csv")
