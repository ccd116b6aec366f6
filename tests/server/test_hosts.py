"""Under which names the server answers: its own, this machine's, and what site.toml allows."""

from __future__ import annotations

from datetime import timedelta

import pytest
import requests

from kiosk.server.home import Home
from kiosk.server.http.hosts import host_name
from kiosk.server.reports.api import METRICS
from tests.server.conftest import SITE
from tests.server.desk_side import DeskClient
from tests.server.serving import Serving
from tests.server.station_side import LIMIT_S, StationSide

OURS = ["127.0.0.1", "localhost", "LOCALHOST:8620", "[::1]:8620", "lab.example", "Lab.Example.:443"]
OURS += ["desk.lab.example"]
OTHERS = ["evil.example", "lab.example.evil.example", "evil.example:8620", "203.0.113.9", "", "a@b"]


@pytest.mark.parametrize("host", OURS)
def test_it_answers_under_its_own_names(url: str, anyone: requests.Session, host: str) -> None:
    answer = anyone.get(f"{url}/api/v1/desk/session", headers={"Host": host}, timeout=LIMIT_S)

    assert answer.status_code == 200


@pytest.mark.parametrize("host", OTHERS)
def test_another_name_is_neither_answered_nor_redirected_to(
    home: Home, serving: Serving, host: str
) -> None:
    for path in ("/desk", "/", "/desk/", "/api/v1/desk/session", METRICS):
        status, answer = serving.raw(f"GET {path} HTTP/1.1\nHost: {host}\nConnection: close\n\n")
        assert status == 421, path
        assert b"location" not in answer.lower()
    assert home.store.site_id == SITE.site_id


def test_a_page_says_in_words_what_is_wrong(url: str, anyone: requests.Session) -> None:
    answer = anyone.get(f"{url}/desk/", headers={"Host": "evil.example"}, timeout=LIMIT_S)

    assert "public_url" in answer.text
    assert "evil" not in answer.text


def test_a_station_is_answered_by_whatever_name_its_settings_have(station: StationSide) -> None:
    station.session.headers["Host"] = "home.lan"

    assert station.get_state().status_code == 200


def test_behind_a_proxy_that_rewrites_the_host_pairing_works_by_the_public_address(
    stranger: DeskClient, home: Home
) -> None:
    """An older browser on plain HTTP sends an Origin and no Fetch metadata."""
    del stranger.session.headers["Sec-Fetch-Site"]
    code = home.devices.pairing_code(timedelta(minutes=10))
    stranger.session.headers["Origin"] = "http://evil.example"
    elsewhere = stranger.post("/pair", {"code": code})
    stranger.session.headers["Origin"] = SITE.public_url

    assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "other_origin")
    assert stranger.post("/pair", {"code": code}).status_code == 204


def test_the_name_in_a_host_header() -> None:
    names = ["a.example:80", "[::1]:8620", "A.Example.", "a@b", "[", ""]

    assert [host_name(name) for name in names] == ["a.example", "::1", "a.example", "b", "", ""]
