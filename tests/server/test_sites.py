"""Which site a request is for: a station's token names it, the address decides for the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import HTTPConnection

from kiosk.server.home import Home, open_home
from kiosk.server.sites import Sites
from kiosk.server.store.tokens import new_station_token, site_of_token
from tests.doubles.stores import Stores
from tests.server.conftest import ANNEXE, Prepared
from tests.server.fake_clock import FakeClock
from tests.server.station_side import StationSide


@pytest.fixture
def annexe(tmp_path: Path, stores: Stores, clock: FakeClock) -> Iterator[Home]:
    opened = open_home(ANNEXE, tmp_path / "annexe", clock)
    yield opened
    opened.close()


def request_with(**headers: str) -> HTTPConnection:
    lines = [(name.encode(), text.encode()) for name, text in headers.items()]
    return HTTPConnection({"type": "http", "headers": lines})


@pytest.mark.parametrize("site_id", ["lab", "hq.second-floor"])
def test_a_stations_token_names_its_site(site_id: str) -> None:
    assert site_of_token(new_station_token(site_id, "B")) == site_id


@pytest.mark.parametrize("token", ["", "wk1.", "wk1.lab", "wk1.lab.B", "lab.B.secret", "secret"])
def test_anything_else_names_no_site(token: str) -> None:
    assert site_of_token(token) is None


def test_each_stations_request_finds_its_own_home(
    home: Home, annexe: Home, prepared: Prepared
) -> None:
    sites = Sites([home, annexe])
    there = annexe.devices.pair_station("B")

    found = [
        sites.of_request(request_with(authorization=f"Bearer {token}"))
        for token in (prepared.stations["B"], there)
    ]

    assert found == [home, annexe]


@pytest.mark.parametrize("headers", [{}, {"host": "lab.example"}, {"host": "anything:1"}])
def test_without_a_token_the_only_home_answers(home: Home, headers: dict[str, str]) -> None:
    assert Sites([home]).of_request(request_with(**headers)) is home


def test_a_token_of_a_site_that_is_not_here_is_refused(url: str, clock: FakeClock) -> None:
    side = StationSide(url, new_station_token("elsewhere", "B"), clock)

    answer = side.get_state()
    side.session.close()

    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_token")
