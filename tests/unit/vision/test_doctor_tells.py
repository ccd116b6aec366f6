"""Whoever runs a kiosk is told why it does not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.faults import ModelsFault
from kiosk.settings import PeoplePart, ReadingPart, ServerPart, StationSettings
from kiosk.station import doctor
from kiosk.vision.words.models import Models

HOME = ServerPart("https://help.example")


def _finding(reading: ReadingPart) -> tuple[bool, str]:
    found = doctor._reading(StationSettings(HOME, reading=reading))
    return found.well, found.seen


def test_whole_models_are_well() -> None:
    well, seen = _finding(ReadingPart())

    assert well
    assert seen.startswith("models whole in ")


def test_damaged_models_are_told_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged() -> Models:
        raise ModelsFault("PP-OCRv6_det_small.onnx is damaged")

    monkeypatch.setattr(doctor, "find_models", damaged)

    assert _finding(ReadingPart()) == (False, "PP-OCRv6_det_small.onnx is damaged")


def test_reading_that_is_switched_off_is_no_trouble() -> None:
    assert _finding(ReadingPart(on=False)) == (True, "switched off in station.toml")


def _lists(
    *, people: Path | None = None, assets: Path | None = None, on: bool = True
) -> list[tuple[str, bool, str]]:
    settings = StationSettings(
        HOME,
        reading=ReadingPart(on=on, assets=str(assets) if assets else None),
        people=PeoplePart(str(people) if people else None),
    )
    return [(found.what, found.well, found.seen) for found in doctor._lists(settings)]


def test_both_lists_are_counted_alike(tmp_path: Path) -> None:
    people, assets = tmp_path / "people.csv", tmp_path / "assets.csv"
    people.write_text("badge,first_name\nE-1042,Priya\n,\n", encoding="utf-8")
    assets.write_text("tag,device,owner\nPC-1,Laptop,Priya\n,,\n", encoding="utf-8")
    off = "1 listed, 0 rows left out; reading is switched off: none is looked up"

    assert _lists() == []
    assert _lists(people=people, assets=assets) == [
        ("badges", True, "1 listed, 0 rows left out"),
        ("tags", True, "1 listed, 0 rows left out"),
    ]
    assert _lists(people=people, on=False) == [("badges", False, off)]


def test_a_row_that_is_left_out_is_told_without_what_it_says(tmp_path: Path) -> None:
    people, assets = tmp_path / "people.csv", tmp_path / "assets.csv"
    people.write_text("badge,first_name\nE 1,Priya\nE-2,Noor\n", encoding="utf-8")
    assets.write_text("tag,device,owner\nPC-1,Laptop,Priya\nP\u00dc:1,,\n", encoding="utf-8")
    badge = "badge: expected 3 to 40 letters, digits, dashes and underscores"
    tag = "tag: expected 2 to 64 letters, digits, blanks and . _ / # -"

    assert _lists(people=people, assets=assets) == [
        ("badges", False, "1 listed, 1 row left out"),
        ("badges", False, f"{people}: line 2: {badge}"),
        ("tags", False, "1 listed, 1 row left out"),
        ("tags", False, f"{assets}: line 3: {tag}"),
    ]


def test_names_that_no_font_can_draw_are_counted(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("badge,first_name\nE-111,Priya\nE-22,张伟\nE-333,张伟\n", encoding="utf-8")
    [(_, _, seen)] = _lists(people=people)

    assert "2 greeted without the name: no font here has its letters" in seen


def test_of_rows_left_out_by_the_dozen_the_first_are_told(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("badge,first_name\n" + "E 1,Priya\n" * 9, encoding="utf-8")
    told = _lists(people=people)

    assert len(told) == 1 + doctor.MOST_ROWS + 1
    assert told[-1] == ("badges", False, "and 4 more rows")


def test_a_list_that_is_not_there_is_told(tmp_path: Path) -> None:
    missing = tmp_path / "assets.csv"
    [(what, well, seen)] = _lists(assets=missing)

    assert (what, well) == ("tags", False)
    assert str(missing) in seen
