"""In whatever order, the device is open between `open` and `close` and never else."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from kiosk.camera.supervision import SupervisedCamera
from kiosk.journal import LogEvent
from tests.unit.camera.fake_device import FakePlug
from tests.unit.camera.listener import Listener
from tests.unit.camera.supervised import BRISK

STEPS = 3_000


@pytest.mark.parametrize("seed", range(4))
def test_the_device_is_never_open_while_nobody_previews(
    seed: int, expect_log: Callable[..., None]
) -> None:
    expect_log(LogEvent.CAMERA_LOST, maybe=True)
    chance = random.Random(seed)
    plug = FakePlug()
    listener = Listener(plug.time_passes)
    camera = SupervisedCamera(
        plug.open_device,
        listener.listeners(),
        preview=(64, 36),
        clock=plug.clock,
        timeouts=BRISK,
    )
    plug.wanted = listener.allowed = False
    left_open = 0
    for _ in range(STEPS):
        match chance.choices(("open", "close", "take", "plug", "see"), (6, 5, 2, 1, 5))[0]:
            case "open":
                plug.wanted = listener.allowed = True
                camera.open()
            case "close":
                camera.close()
                plug.wanted = listener.allowed = False
                left_open += plug.open_now
            case "take":
                camera.take()
            case "plug":
                plug.there = chance.random() < 0.9
            case "see":
                if plug.wanted and plug.there:
                    listener.wait_frames(1)
    camera.stop()

    assert left_open == 0
    assert plug.unwanted_openings == 0
    assert listener.forbidden == 0
    assert plug.open_now == 0
    assert plug.openings > 100
