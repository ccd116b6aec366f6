"""Proves that scripts/check-qml sees the view models: what they do not have is found."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PLANTED = """
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Theme
import Kiosk.ViewModels

Item {{
    id: planted
    required property CheckInViewModel checkIn
    Rectangle {{
        objectName: planted.checkIn.{name}
        color: Theme.{colour}
    }}
}}
"""


@pytest.mark.parametrize(
    ("name", "colour", "found"),
    [
        ("screen", "shut", ""),
        ("scren", "shut", 'Member "scren" not found on type "CheckInViewModel"'),
        ("screen", "shot", 'Member "shot" not found on type "Theme"'),
    ],
)
def test_a_misspelt_name_is_found(tmp_path: Path, name: str, colour: str, found: str) -> None:
    file = tmp_path / "Planted.qml"
    file.write_text(PLANTED.format(name=name, colour=colour), encoding="utf-8")

    run = subprocess.run(
        [ROOT / "scripts" / "check-qml", file],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )

    assert (run.returncode != 0, found in run.stderr) == (bool(found), True), run.stderr
