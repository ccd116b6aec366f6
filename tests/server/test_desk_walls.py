"""Every call of the desk refuses who is not signed in, and every page that is not its own."""

from __future__ import annotations

import pytest
import requests

from tests.server.desk_side import DeskClient
from tests.server.serving import Serving
from tests.server.station_side import LIMIT_S, Json, StationSide, fresh_id

OPEN = {
    ("POST", "/api/v1/desk/pair"),
    ("GET", "/api/v1/desk/session"),
    ("POST", "/api/v1/desk/session"),
    ("DELETE", "/api/v1/desk/session"),
}
"""The door itself."""

OTHER_PAGES: list[dict[str, str | None]] = [
    {"Sec-Fetch-Site": "cross-site", "Origin": None},
    {"Sec-Fetch-Site": "same-site", "Origin": None},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": None, "Origin": "http://evil.example"},
    {"Sec-Fetch-Site": None, "Origin": "null"},
    {"Sec-Fetch-Site": None, "Origin": "http://127.0.0.1:1"},
    {"Sec-Fetch-Site": "", "Origin": "http://evil.example"},
]


def places(visit_id: str | None = None) -> dict[str, str]:
    """What fills the places in a path."""
    visit = visit_id or fresh_id()
    return {"visit_id": visit, "photo": "a" * 64, "letter": "B", "tablet_id": fresh_id()}


@pytest.fixture
def operations(anyone: requests.Session, url: str) -> list[tuple[str, str]]:
    """Method and path of every desk operation, its places filled in."""
    document: Json = anyone.get(f"{url}/api/openapi.json", timeout=LIMIT_S).json()
    found = [
        (method.upper(), path)
        for path, methods in document["paths"].items()
        for method in methods
        if path.startswith("/api/v1/desk/")
    ]
    assert len(found) > 14, "the document lost operations"
    return found


def test_every_call_is_refused_without_a_session(
    url: str, serving: Serving, operations: list[tuple[str, str]]
) -> None:
    closed = [operation for operation in operations if operation not in OPEN]
    for method, path in closed:
        filled = path.format(**places())
        answer = requests.request(
            method, serving.url + filled, json={"request_id": fresh_id()}, timeout=LIMIT_S
        )

        assert (answer.status_code, answer.json()["code"]) == (401, "signed_out"), path


def test_a_pairing_alone_opens_no_call(
    url: str, stranger: DeskClient, maya: DeskClient, operations: list[tuple[str, str]]
) -> None:
    maya.call("DELETE", "/session")
    for method, path in operations:
        if (method, path) in OPEN:
            continue
        filled = path.format(**places())
        short = filled.removeprefix("/api/v1/desk")
        answer = maya.call(method, short, json={"request_id": fresh_id()})

        assert answer.status_code == 401, path


@pytest.mark.parametrize("headers", OTHER_PAGES)
def test_no_other_page_may_act(
    station: StationSide,
    maya: DeskClient,
    operations: list[tuple[str, str]],
    headers: dict[str, str | None],
) -> None:
    visit = station.arrives()
    body = {"request_id": fresh_id(), "code": "x", "member_id": fresh_id(), "pin": "123456"}
    unsafe = [(method, path) for method, path in operations if method != "GET"]
    for method, path in unsafe:
        short = path.format(**places(visit)).removeprefix("/api/v1/desk")
        answer = maya.call(method, short, json=body, headers=headers)

        assert (answer.status_code, answer.json()["code"]) == (403, "other_origin"), path
    assert maya.state()["waiting"][0]["state"] == "waiting"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": None},
        {"Sec-Fetch-Site": "none", "Origin": None},
        {"Sec-Fetch-Site": None},
        {"Sec-Fetch-Site": None, "Origin": None},
    ],
)
def test_its_own_page_may_act(maya: DeskClient, headers: dict[str, str | None]) -> None:
    """Also without Fetch metadata: browsers send none to a plain address in the building."""
    answer = maya.post("/call-next", {"request_id": fresh_id()}, headers=headers)

    assert answer.status_code == 200


def test_a_cookie_of_another_kind_opens_nothing(
    url: str, stranger: DeskClient, maya: DeskClient
) -> None:
    session = maya.session.cookies["kiosk_session"]
    stranger.session.cookies.set("kiosk_tablet", session)
    stranger.session.cookies.set("kiosk_session", maya.session.cookies["kiosk_tablet"])

    assert not stranger.get("/session").json()["paired"]
    assert stranger.get("/state").status_code == 401


@pytest.mark.parametrize("cookie", ["", "x", "é", "a" * 5_000, '"quoted; value"'])
def test_a_cookie_that_is_none_of_ours_opens_nothing(url: str, cookie: str) -> None:
    raw = f"kiosk_session={cookie}; kiosk_tablet={cookie}".encode()

    answer = requests.get(f"{url}/api/v1/desk/state", headers={"Cookie": raw}, timeout=LIMIT_S)

    assert answer.status_code == 401
