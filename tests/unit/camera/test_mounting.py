"""A camera mounted sideways, upside down or behind a mirror shows everything upright."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from kiosk.camera.camera import OpenCvCamera
from kiosk.camera.frame import Pixels
from kiosk.camera.source import CameraSource
from kiosk.cli import kiosk
from kiosk.clock import SystemClock
from kiosk.settings import CameraPart, read_station
from tests.doubles.waiting import HANG_S
from tests.unit.camera.listener import Listener

SIZE = (320, 180)
RED, GREEN, BLUE, WHITE = (0, 0, 220), (0, 220, 0), (220, 0, 0), (240, 240, 240)
NAMES = {RED: "red", GREEN: "green", BLUE: "blue", WHITE: "white"}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Red and green above, blue and white below."""
    path = tmp_path_factory.mktemp("film") / "corners.avi"
    codec = cv2.VideoWriter.fourcc(*"MJPG")
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, codec, 15, SIZE)
    picture = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    picture[:90, :160], picture[:90, 160:] = RED, GREEN
    picture[90:, :160], picture[90:, 160:] = BLUE, WHITE
    for number in range(15):
        picture[80:100, 150:170] = 10 * number  # No two alike, or the camera would be frozen.
        writer.write(picture)
    writer.release()
    return path


def corners(picture: Pixels) -> list[str]:
    """The colours at top left, top right, bottom left and bottom right."""
    height, width = picture.shape[:2]
    seen = [picture[y, x, :3] for y in (10, height - 10) for x in (10, width - 10)]
    return [
        NAMES[min(NAMES, key=lambda each: np.abs(each - one.astype(int)).sum())] for one in seen
    ]


MOUNTED = [
    ("", ["red", "green", "blue", "white"], (320, 180)),
    ("rotate = 90", ["blue", "red", "white", "green"], (180, 320)),
    ("rotate = 180", ["white", "blue", "green", "red"], (320, 180)),
    ("rotate = 270", ["green", "white", "red", "blue"], (180, 320)),
    ("mirror = true", ["green", "red", "white", "blue"], (320, 180)),
    ("rotate = 90\nmirror = true", ["red", "blue", "green", "white"], (180, 320)),
]


def settings(folder: Path, film: Path, lines: str) -> Path:
    path = folder / "station.toml"
    path.write_text(
        f'[server]\nurl = "https://help.example.org"\n[camera]\nsource = "{film}"\n{lines}\n',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(("lines", "seen", "size"), MOUNTED)
def test_preview_and_picture_are_turned_alike(
    lines: str, seen: list[str], size: tuple[int, int], tmp_path: Path, film: Path
) -> None:
    listener = Listener()
    camera = OpenCvCamera(
        CameraSource.of(read_station(settings(tmp_path, film, lines)).camera),
        clock=SystemClock(),
        on_frame=listener.on_frame,
        on_state=listener.on_state,
    )
    camera.open()
    listener.wait_frames(1)
    full, shot = camera.newest(), camera.take().result(HANG_S)
    camera.stop()
    kept = cv2.imdecode(np.frombuffer(shot.jpeg, np.uint8), cv2.IMREAD_COLOR)

    assert listener.newest is not None
    assert full is not None
    pictures = [np.asarray(each, np.uint8) for each in (listener.newest.bgra, full, kept)]
    assert [corners(each) for each in pictures] == [seen] * 3
    assert [(each.shape[1], each.shape[0]) for each in pictures] == [size] * 3


def test_the_picture_to_aim_by_is_turned_as_the_kiosk_turns_it(tmp_path: Path, film: Path) -> None:
    to = tmp_path / "aim.jpg"
    config = settings(tmp_path, film, "rotate = 180")
    CliRunner().invoke(
        kiosk, ["camera", "picture", str(to), "--config", str(config)], catch_exceptions=False
    )
    picture = cv2.imread(str(to))

    assert corners(np.asarray(picture, np.uint8)) == ["white", "blue", "green", "red"]


def test_another_camera_than_the_settings_say_is_not_turned() -> None:
    assert CameraSource.of(CameraPart("0")) == CameraSource.parse(0)
