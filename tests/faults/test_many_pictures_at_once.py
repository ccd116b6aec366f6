"""Many pictures that unfold to gigabytes come at once, each of them within its bounds.

Few are decoded at a time, those that wait hold no thread, and the desk is answered meanwhile.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import Any

import pytest

from kiosk.pictures.clean import CleanPicture, clean
from kiosk.server.home import Home
from kiosk.server.pictures.uploads import DECODED_AT_ONCE
from tests.doubles.waiting import HANG_S, until
from tests.server.conftest import Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import Json, StationSide, jpeg

AT_ONCE = 48
"""More than the server has threads."""


class Decoder:
    """The decoder, which does not go on until told."""

    def __init__(self) -> None:
        self.may_go_on = Event()
        self.under_way = self.most = 0
        self._lock = Lock()

    def clean(self, content: bytes) -> CleanPicture:
        with self._lock:
            self.under_way += 1
            self.most = max(self.most, self.under_way)
        assert self.may_go_on.wait(HANG_S)
        with self._lock:
            self.under_way -= 1
        return clean(content)


@pytest.fixture
def decoder(home: Home, monkeypatch: pytest.MonkeyPatch) -> Decoder:
    decoder = Decoder()
    monkeypatch.setattr(home.picture_store, "_clean", decoder.clean)
    return decoder


def test_few_are_decoded_at_once_and_the_desk_is_answered_meanwhile(
    sender: StationSide, maya: DeskClient, home: Home, prepared: Prepared, decoder: Decoder
) -> None:
    content = jpeg()
    visits = sender.arrive(AT_ONCE)
    sender.push(*(sender.attached(visit, content) for visit in visits))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [
            pool.submit(one_picture, maya.url, prepared.stations["B"], visit, content)
            for visit in visits
        ]
        until(lambda: decoder.under_way == DECODED_AT_ONCE, "that the decoder is full")
        until(lambda: waiting_for_the_decoder(home) == AT_ONCE - DECODED_AT_ONCE, "that all came")
        desk: Json = maya.state()
        decoder.may_go_on.set()
        statuses = {answer.result(HANG_S) for answer in answers}

    assert len(desk["waiting"]) == AT_ONCE
    assert (statuses, decoder.most) == ({204}, DECODED_AT_ONCE)


def one_picture(url: str, token: str, visit: str, content: bytes) -> int:
    side = StationSide(url, token, FakeClock())
    status = side.send_picture(visit, content).status_code
    side.session.close()
    return status


def waiting_for_the_decoder(home: Home) -> int:
    limiter: Any = home.uploads._decoding
    return int(limiter.statistics().tasks_waiting)
