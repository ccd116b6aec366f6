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


def test_a_list_of_tags_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    missing = str(tmp_path / "assets.csv")

    well, seen = _finding(ReadingPart(assets=missing))

    assert not well
    assert missing in seen


def test_reading_that_is_switched_off_is_no_trouble() -> None:
    assert _finding(ReadingPart(on=False)) == (True, "switched off in station.toml")


def _badges(listed: str | None, *, on: bool = True) -> list[tuple[bool, str]]:
    settings = StationSettings(HOME, reading=ReadingPart(on=on), people=PeoplePart(listed))
    return [(found.well, found.seen) for found in doctor._badges(settings)]


def test_badges_are_counted_where_there_is_a_list(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("badge,first_name\nE-1042,Priya\n", encoding="utf-8")
    off = "1 badges and passes listed, and reading is switched off: none greets"

    assert _badges(None) == []
    assert _badges(str(path)) == [(True, "1 badges and passes listed")]
    assert _badges(str(path), on=False) == [(False, off)]


def test_a_list_of_badges_that_cannot_be_used_is_told_without_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("badge,first_name\nE 1,Priya\n", encoding="utf-8")
    expected = "expected 3 to 40 letters, digits, dashes and underscores"

    assert _badges(str(path)) == [(False, f"{path}: line 2: badge: {expected}")]
