"""What the tests of the supervised camera share: a plug, who listens, and two cameras."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kiosk.camera.camera import CameraState
from kiosk.camera.supervision import CameraTimeouts, SupervisedCamera
from kiosk.journal import LogEvent
from tests.unit.camera.fake_device import FakePlug
from tests.unit.camera.listener import Listener
from tests.unit.camera.supervised import BRISK, camera_of


@pytest.fixture
def plug() -> Iterator[FakePlug]:
    plug = FakePlug()
    yield plug
    plug.free()


@pytest.fixture
def listener(plug: FakePlug) -> Listener:
    return Listener(plug.time_passes)


@pytest.fixture
def camera(plug: FakePlug, listener: Listener) -> Iterator[SupervisedCamera]:
    camera = camera_of(plug, listener.listeners(), CameraTimeouts())
    yield camera
    camera.stop()


@pytest.fixture
def brisk(plug: FakePlug, listener: Listener) -> Iterator[SupervisedCamera]:
    camera = camera_of(plug, listener.listeners(), BRISK)
    yield camera
    camera.stop()


@pytest.fixture
def loss_logged(expect_log: Callable[..., None]) -> None:
    """For a camera that is lost on purpose."""
    expect_log(LogEvent.CAMERA_LOST)


@pytest.fixture
def hang_logged(loss_logged: None, expect_log: Callable[..., None]) -> None:
    """For a camera that hangs until its reader is abandoned."""
    expect_log(LogEvent.CAMERA_ABANDONED)


@pytest.fixture
def shown(brisk: SupervisedCamera, listener: Listener, loss_logged: None) -> SupervisedCamera:
    """A camera on the screen, to be lost."""
    brisk.open()
    listener.wait_state(CameraState.SHOWING)
    return brisk
