"""Check of the camera that a setting or an option names, before anything is started."""

from __future__ import annotations

from kiosk.camera.source import CameraSource
from kiosk.faults import SettingsFault


def check_camera(where: str, source: str | int) -> None:
    """SettingsFault that begins with `where` when `source` names no camera."""
    try:
        CameraSource.parse(source)
    except ValueError as mistake:
        raise SettingsFault(f"{where}: {mistake}") from mistake
