"""A camera is found and aimed without a running kiosk."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.camera.devices import VideoNode
from kiosk.camera.source import UsbIdentity
from kiosk.cli import kiosk
from kiosk.demo.demonstration import FILM

NODES = [
    VideoNode("/dev/video2", "C920", UsbIdentity("046d", "0825", "1234"), "1-1"),
    VideoNode("/dev/video4", "No serial", UsbIdentity("046d", "0825"), "1-2"),
    VideoNode("/dev/video0", "On the\nboard", None, "platform"),
]


def run(*words: str) -> Result:
    return CliRunner().invoke(kiosk, ["camera", *words], catch_exceptions=False)


def test_cameras_are_listed_as_the_settings_name_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.camera.devices.list_cameras", lambda: NODES)

    assert run("list").output.splitlines() == [
        "usb:046d:0825:1234\tC920\t/dev/video2",
        "usb:046d:0825\tNo serial\t/dev/video4",
        "/dev/video0\tOn the\\nboard\t/dev/video0",
    ]


def test_no_camera_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.camera.devices.list_cameras", list)

    assert run("list").output.startswith("No camera found.")


def test_a_picture_is_saved_to_aim_by_and_nothing_is_written_over(tmp_path: Path) -> None:
    to = tmp_path / "seen.jpg"
    first, second = (run("picture", str(to), "--camera", str(FILM)) for _ in range(2))

    assert (first.exit_code, second.exit_code) == (0, 2)
    assert to.read_bytes().startswith(b"\xff\xd8")
    assert "cannot be written: File exists" in second.output


def test_a_camera_that_is_off_has_no_picture(tmp_path: Path) -> None:
    config = tmp_path / "station.toml"
    config.write_text(
        '[server]\nurl = "https://help.example.org"\n[camera]\nsource = "off"\n', encoding="utf-8"
    )
    result = run("picture", str(tmp_path / "seen.jpg"), "--config", str(config))

    assert (result.exit_code, "it is off" in result.output) == (2, True)
