"""A camera whose pictures show nothing is told to be blind, and recovers."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.camera.camera import CameraState
from kiosk.camera.frame import Pixels
from kiosk.camera.supervision import SupervisedCamera
from tests.doubles.waiting import HANG_S
from tests.unit.camera.fake_device import FakePlug
from tests.unit.camera.listener import Listener

TOLD_WITHIN_S = 2.0


@pytest.mark.parametrize("how", ["black", "frozen"])
def test_a_blind_camera_is_told_in_time_and_clears_by_itself(
    camera: SupervisedCamera,
    plug: FakePlug,
    listener: Listener,
    how: str,
    loss_logged: None,
) -> None:
    camera.open()
    listener.wait_state(CameraState.SHOWING)
    seen = plug.picture
    if how == "black":
        plug.picture = np.zeros_like(seen)
    plug.frozen = how == "frozen"
    since_s = plug.clock.monotonic_s()
    listener.wait_state(CameraState.BLIND)
    told_s = plug.clock.monotonic_s() - since_s
    plug.picture, plug.frozen = seen, False
    listener.wait_state(CameraState.SHOWING)

    assert told_s < TOLD_WITHIN_S
    assert plug.openings == 1


def test_a_blind_camera_still_gives_frames_and_stills(
    camera: SupervisedCamera,
    plug: FakePlug,
    listener: Listener,
    loss_logged: None,
) -> None:
    plug.frozen = True
    camera.open()
    listener.wait_state(CameraState.BLIND)
    listener.wait_frames(3)

    assert camera.take().result(HANG_S).width == 128


def test_a_blind_camera_that_hangs_is_lost(
    brisk: SupervisedCamera,
    plug: FakePlug,
    listener: Listener,
    loss_logged: None,
) -> None:
    plug.frozen = True
    brisk.open()
    listener.wait_state(CameraState.BLIND)
    plug.hang()
    listener.wait_state(CameraState.LOST)

    assert listener.states[-2:] == [CameraState.BLIND, CameraState.LOST]


def test_a_change_of_size_in_mid_stream_is_followed(
    camera: SupervisedCamera, plug: FakePlug, listener: Listener
) -> None:
    camera.open()
    listener.wait_frames(2)
    plug.picture = np.full((145, 97, 3), 120, np.uint8)
    listener.wait_frames(3)
    shot = camera.take().result(HANG_S)

    assert listener.newest is not None
    assert listener.newest.bgra.shape == (95, 64, 4)
    assert (shot.width, shot.height) == (97, 145)
    assert listener.states == [CameraState.STARTING, CameraState.SHOWING]


@pytest.mark.parametrize(
    "sliver", [np.zeros((4, 4, 3), np.uint8), np.zeros((72, 128, 2), np.uint8)]
)
def test_slivers_are_no_pictures_and_so_many_of_them_open_the_device_anew(
    shown: SupervisedCamera,
    plug: FakePlug,
    listener: Listener,
    sliver: Pixels,
) -> None:
    seen, plug.picture = plug.picture, sliver
    listener.wait_state(CameraState.LOST)
    listener.allowed = False
    assert plug.was_opened(2)
    leaked, listener.allowed = listener.forbidden, True
    plug.picture = seen
    listener.wait_state(CameraState.SHOWING)

    assert leaked == 0
