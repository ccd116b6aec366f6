"""Whoever runs a kiosk is told why it does not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk import doctor
from kiosk.faults import ModelsFault
from kiosk.settings import ReadingPart, ServerPart, StationSettings
from kiosk.vision.models import Models

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
