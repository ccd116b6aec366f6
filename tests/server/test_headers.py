"""Every answer carries our headers, whoever gave it: page, API, refusal, router or fault."""

from __future__ import annotations

from typing import Never

import pytest
import requests

from kiosk.journal import LogEvent
from kiosk.server.app import DOCUMENT
from kiosk.server.home import Home
from tests.conftest import ExpectLog
from tests.doubles.stores import SQLITE
from tests.server.desk_side import DeskClient
from tests.server.serving import Serving
from tests.server.station_side import LIMIT_S, StationSide, jpeg

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
EXPECTED = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "kiosk-protocol": "1",
}
ADDRESSES = [
    ("GET", "/", 307),
    ("GET", "/desk/", 200),
    ("GET", "/desk", 307),
    ("GET", "/static/1/desk/desk.js", 200),
    ("GET", "/static/1/desk/queue/queue.js", 200),
    ("GET", "/desk/queue/", 404),
    ("GET", "/static/1/shared/base.css", 200),
    ("GET", "/v/anything", 200),
    ("GET", "/static/1/phone/phone.js", 200),
    ("GET", "/favicon.ico", 200),
    ("GET", "/static/1/assets/icons/check.svg", 200),
    ("GET", "/static/1/assets/fonts/web/fonts.css", 200),
    ("GET", DOCUMENT, 200),
    ("GET", "/api/v1/desk/session", 200),
    ("GET", "/api/v1/desk/session/", 307),
    ("GET", "/api/v1/desk/state", 401),
    ("GET", "/api/v1/sync/state", 401),
    ("GET", "/api/v1/phone/nobody", 404),
    ("POST", "/api/v1/desk/pair", 415),
    ("PUT", "/api/v1/desk/state", 405),
    ("TRACE", "/api/v1/desk/state", 405),
    ("GET", "/nowhere", 404),
    ("GET", "/api/nowhere", 404),
    ("GET", "/desk/nowhere.js", 404),
    ("GET", "/static/1/desk/nowhere.js", 404),
    ("POST", "/static/1/desk/desk.js", 405),
    ("HEAD", "/static/1/desk/desk.js", 200),
    ("HEAD", "/nowhere", 404),
    ("OPTIONS", "/api/v1/sync/push", 405),
]


def missing(answer: requests.Response) -> dict[str, str | None]:
    return {
        name: answer.headers.get(name)
        for name, value in EXPECTED.items()
        if answer.headers.get(name) != value
    }


def test_every_answer_has_them(
    anyone: requests.Session, url: str, subtests: pytest.Subtests
) -> None:
    for method, path, status in ADDRESSES:
        with subtests.test(method=method, path=path):
            answer = anyone.request(method, url + path, timeout=LIMIT_S, allow_redirects=False)

            assert (answer.status_code, missing(answer)) == (status, {})
            assert "server" not in answer.headers


def test_every_refusal_is_a_problem(
    anyone: requests.Session, url: str, subtests: pytest.Subtests
) -> None:
    for method, path, status in ADDRESSES:
        if status < 400:
            continue
        with subtests.test(method=method, path=path):
            answer = anyone.request(method, url + path, timeout=LIMIT_S, allow_redirects=False)

            assert answer.headers["content-type"] == "application/problem+json"
            if method != "HEAD":
                assert set(answer.json()) >= {"type", "title", "status", "code", "detail"}


def test_caches_keep_nothing_of_the_api_and_ask_again_for_pages(
    anyone: requests.Session, url: str, subtests: pytest.Subtests
) -> None:
    for method, path, _ in ADDRESSES:
        with subtests.test(method=method, path=path):
            answer = anyone.request(method, url + path, timeout=LIMIT_S, allow_redirects=False)

            expected = "no-store" if path.startswith("/api/") else "no-cache"
            assert answer.headers["cache-control"] == expected


def test_a_fault_nobody_expected_is_a_calm_answer_of_ours(
    home: Home,
    maya: DeskClient,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: ExpectLog,
    capfd: pytest.CaptureFixture[str],
) -> None:
    expect_log(LogEvent.SERVER_FAULT)

    def breaks(*_: object) -> Never:
        raise KeyError("Zebedee")

    monkeypatch.setattr("kiosk.server.desk.states.DeskStates.answer", breaks)

    answer = maya.get("/state")

    assert (answer.status_code, answer.json()["code"]) == (500, "server_fault")
    assert missing(answer) == {}
    assert answer.headers["cache-control"] == "no-store"
    assert "Zebedee" not in answer.text + capfd.readouterr().err


def test_a_fault_is_logged_with_its_place_and_without_its_words(
    maya: DeskClient,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: ExpectLog,
    caplog: pytest.LogCaptureFixture,
) -> None:
    expect_log(LogEvent.SERVER_FAULT)

    def breaks(*_: object) -> Never:
        raise ValueError("Zebedee is not a number")

    monkeypatch.setattr("kiosk.server.desk.states.DeskStates.answer", breaks)

    maya.get("/state")

    assert "kind=ValueError path=/api/v1/desk/state where=test_headers.py:" in caplog.text
    assert "Zebedee" not in caplog.text


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_a_store_that_cannot_write_asks_to_come_again(
    station: StationSide, maya: DeskClient, home: Home, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SERVER_FAULT)
    with home.store.read() as connection:
        pages = connection.exec_driver_sql("pragma page_count").scalar() or 0
    with home.store.write() as connection:
        connection.exec_driver_sql(f"pragma max_page_count = {pages}")

    answers = [station.push(*[station.checked_in("x" * 60) for _ in range(200)]) for _ in range(3)]

    last = answers[-1]
    assert (last.status_code, last.json()["code"]) == (503, "not_now")
    assert (last.headers["retry-after"], missing(last)) == ("10", {})
    assert maya.get("/state").status_code == 200


@pytest.mark.parametrize("host", ["[", "[::1", "a b", "x:99999999", "x" * 5_000, "", "\xff"])
def test_a_strange_host_is_no_fault_of_ours(home: Home, serving: Serving, host: str) -> None:
    headers = f"Host: {host}\nOrigin: http://{host}\nConnection: close\nContent-Length: 0"
    for request_line in (
        "GET /api/v1/desk/session",
        "GET /api/v1/desk/session/",
        "GET /desk",
        "GET /desk/nowhere/",
        "POST /api/v1/desk/call-next",
        "POST /api/v1/phone/nobody/leave",
        "POST /api/v1/desk/pair/",
    ):
        status, _ = serving.raw(f"{request_line} HTTP/1.1\n{headers}\n\n")

        assert status < 500, request_line


def test_a_method_that_is_not_there_is_answered_with_those_that_are(
    anyone: requests.Session, url: str
) -> None:
    answer = anyone.put(f"{url}/api/v1/desk/session", timeout=LIMIT_S)

    allowed = {method.strip() for method in answer.headers["allow"].split(",")}
    assert (answer.status_code, allowed) == (405, {"GET", "HEAD", "POST", "DELETE"})


def test_the_head_of_an_answer_is_as_its_whole(station: StationSide, maya: DeskClient) -> None:
    photo = station.shows(station.arrives(), jpeg())
    for path in ("/state", "/session", f"/pictures/{photo}"):
        whole, head = maya.get(path), maya.call("HEAD", path)

        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == whole.headers["content-type"]


def test_a_picture_says_that_it_is_nothing_else(station: StationSide, maya: DeskClient) -> None:
    photo = station.shows(station.arrives(), jpeg())

    answer = maya.get(f"/pictures/{photo}")

    assert missing(answer) == {}
    assert answer.headers["content-disposition"] == "inline"
    assert answer.headers["cache-control"] == "private, no-store"
