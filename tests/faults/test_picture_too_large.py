"""A camera of 50 megapixels, a proxy that cuts bodies, a home that says 413."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk import wire
from kiosk.camera.frame import Pixels
from kiosk.camera.pixels import MAX_SHOT_BYTES, MAX_SHOT_PIXELS, still
from kiosk.journal import LogEvent
from kiosk.pictures.folder import photo_id
from tests.conftest import ExpectLog
from tests.doubles.answers import acknowledging, bare, headers
from tests.doubles.pictures import jpeg
from tests.doubles.station_on_line import StationOnLine
from tests.doubles.unruly import Talk, UnrulyServer

PROXY_LIMIT = 100_000


def noise(width: int, height: int) -> Pixels:
    return np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.mark.parametrize("size", [(8_660, 5_774), (1_920, 1_080), (640, 480)])
def test_what_the_visitor_is_shown_never_exceeds_the_limits(size: tuple[int, int]) -> None:
    picture = cv2.resize(noise(600, 400), size, interpolation=cv2.INTER_NEAREST)
    shot = still(np.ascontiguousarray(picture, dtype=np.uint8))

    assert len(shot.jpeg) <= MAX_SHOT_BYTES == 400_000
    assert shot.width * shot.height <= MAX_SHOT_PIXELS < wire.MAX_PICTURE_BYTES


class ThroughProxy:
    """A home behind a proxy that refuses bodies over its limit."""

    def __init__(self) -> None:
        self.here = b""

    def __call__(self, talk: Talk) -> None:
        seen = talk.server.seen[-1]
        if len(seen.body) > PROXY_LIMIT:
            bare(413, b"<html>Request Entity Too Large")(talk)
        elif seen.method == "POST":
            acknowledging()(talk)
        else:
            self.here += seen.body
            whole = "?1" if photo_id(self.here) in seen.path else "?0"
            said = headers(Upload_Offset=str(len(self.here)), Upload_Complete=whole)
            talk.answer(204, b"", **said)


def test_the_largest_picture_passes_a_proxy_that_takes_a_hundred_kilobytes(
    station: StationOnLine, server: UnrulyServer
) -> None:
    home = ThroughProxy()
    server.answers_by(home)
    largest = jpeg() + b"\0" * (MAX_SHOT_BYTES - len(jpeg()))
    station.box.checked_in(largest)

    for _ in range(3):
        station.up.step()

    assert home.here == largest
    assert (station.box.pictures(), station.box.waiting()) == ([], [])


def test_a_picture_the_home_says_is_too_large_is_set_aside_and_the_visit_stands(
    station: StationOnLine, server: UnrulyServer, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)

    def too_large(talk: Talk) -> None:
        if talk.command == "POST":
            acknowledging()(talk)
        else:
            talk.answer(413, b'{"code": "too_large", "detail": ""}', **headers())

    server.answers_by(too_large)
    station.box.checked_in(jpeg())

    for _ in range(3):
        station.up.step()

    assert station.box.rows("select set_aside_code from photos") == [("too_large",)]
    assert (station.box.waiting(), station.aside(), len(station.box.pictures())) == ([], [], 1)
