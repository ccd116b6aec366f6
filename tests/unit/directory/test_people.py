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
    return read_people(path)


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
    people = read_people(ASSETS / "demo" / "people.csv")

    assert people.find("E-1042", TODAY) == Person("E-1042", "Priya")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "file: expected the columns badge, first_name, until"),
        ("badge;first_name\n", "file: expected the columns badge, first_name, until"),
        (LISTED + "E 1,Ben,\n", "line 5: badge: expected 3 to 40 letters, digits, dashes"),
        (LISTED + "E-9", "line 5: first_name: expected a first name"),
        (LISTED + "E-9,\u200b,\n", "line 5: first_name: expected a first name"),
        (LISTED + "E-9,Ben,31/12/26\n", "line 5: until: expected a day like 2026-12-31"),
        (LISTED + "e-1042,Ben,\n", "line 5: badge: expected each at most once"),
    ],
)
def test_a_list_that_cannot_be_used_is_named_line_by_line(
    content: str, expected: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsFault) as told:
        read(tmp_path, content)

    assert expected in str(told.value)
    assert "Ben" not in str(told.value)


def test_a_list_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    with pytest.raises(SettingsFault, match="cannot be read: No such file"):
        read_people(path)
    path.write_bytes(b"badge,first_name\nE-1042,\xff\n")
    with pytest.raises(SettingsFault, match="expected a CSV file in UTF-8"):
        read_people(path)
