"""Supervised cameras over fake devices, with timeouts short enough for tests."""

from __future__ import annotations

import threading
from dataclasses import replace

from kiosk.camera.supervision import CameraListeners, CameraTimeouts, SupervisedCamera
from tests.unit.camera.fake_device import FakePlug

# Shorter than the real figures, as the camera's own waits are real; what it judges by is the time
# of the plug.
BRISK = CameraTimeouts(
    start_lost_s=0.3,
    start_abandon_s=0.45,
    lost_s=0.3,
    abandon_s=0.6,
    retry_first_s=0.02,
    retry_cap_s=0.05,
)
FLEETING = CameraTimeouts(
    start_lost_s=0.3,
    start_abandon_s=0.45,
    lost_s=0.03,
    abandon_s=0.06,
    retry_first_s=0.01,
    retry_cap_s=0.01,
)
FLEETING_START = replace(BRISK, start_lost_s=0.05, start_abandon_s=0.15)


def camera_of(
    plug: FakePlug, listeners: CameraListeners, timeouts: CameraTimeouts
) -> SupervisedCamera:
    return SupervisedCamera(
        plug.open_device, listeners, preview=(64, 36), clock=plug.clock, timeouts=timeouts
    )


def readers() -> int:
    return sum(thread.name == "camera" for thread in threading.enumerate())
