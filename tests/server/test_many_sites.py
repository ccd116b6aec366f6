"""One server with two sites: each reaches its own, and nothing of the other."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from kiosk.server.app import create_app, operations_of
from kiosk.server.auth.members import Role
from kiosk.server.home import Home, open_home
from kiosk.server.http.openapi import openapi
from kiosk.server.sites import Sites
from tests.server.conftest import ANNEXE, Desk, Prepared, signed_in_desk
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.serving import Serving
from tests.server.station_side import LIMIT_S, Json, StationSide, jpeg

LAB_HOST, ANNEXE_HOST = "lab.example", "annexe.example"
HERE = replace(ANNEXE, public_url=f"http://{ANNEXE_HOST}")
PHONE = "the-token-of-ada-s-phone"
NOWHERE = {
    "visit_id": "00000000-0000-7000-8000-000000000000",
    "photo": "0" * 64,
    "token": "nobody-has-this-token",
    "tablet_id": "00000000-0000-7000-8000-000000000001",
    "letter": "Z",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """The second site on the server, and what opens it."""

    home: Home
    station: str
    lead: Desk


@pytest.fixture(params=["a store each", "one store"])
def annexe(
    request: pytest.FixtureRequest,
    home: Home,
    data: Path,
    tmp_path: Path,
    clock: FakeClock,
    serving: Serving,
    pages: Path,
) -> Iterator[Beside]:
    folder = data if request.param == "one store" else tmp_path / "annexe"
    opened = open_home(HERE, folder, clock)
    lead = signed_in_desk(opened, "Ines Roth", Role.LEAD)
    beside = Beside(opened, opened.devices.pair_station("B"), lead)
    serving.switchboard.connect(create_app(Sites([home, opened]), pages), home.store.feed)
    yield beside
    opened.close()


@pytest.fixture
def lab(maya: DeskClient) -> DeskClient:
    """The lead of the first site, at its address."""
    return at(maya, LAB_HOST)


@pytest.fixture
def ines(annexe: Beside, url: str) -> Iterator[DeskClient]:
    """The lead of the second site, at its address."""
    side = DeskClient(url, paired=annexe.lead.tablet, signed_in=annexe.lead.session)
    yield at(side, ANNEXE_HOST)
    side.session.close()


@pytest.fixture
def there(annexe: Beside, url: str, clock: FakeClock) -> Iterator[StationSide]:
    """A station of the second site."""
    side = StationSide(url, annexe.station, clock)
    side.site = "annexe"
    yield side
    side.session.close()


def at(side: DeskClient, host: str) -> DeskClient:
    side.session.headers.update({"Host": host, "Origin": f"http://{host}"})
    return side


def test_each_address_shows_its_own_site(annexe: Beside, lab: DeskClient, ines: DeskClient) -> None:
    assert [side.state()["site"]["name"] for side in (lab, ines)] == ["The Lab", "The Annexe"]


def test_stations_reach_their_own_site_by_any_address(
    annexe: Beside, lab: DeskClient, ines: DeskClient, station: StationSide, there: StationSide
) -> None:
    station.session.headers["Host"] = ANNEXE_HOST
    there.session.headers["Host"] = "10.0.0.5:8620"

    station.arrives("Ada")
    there.arrives("Bo")

    waiting = [[each["first_name"] for each in side.state()["waiting"]] for side in (lab, ines)]
    assert waiting == [["Ada"], ["Bo"]]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "other.example"])
@pytest.mark.parametrize("path", ["/desk/", "/api/v1/desk/session", "/api/v1/pair"])
def test_an_address_of_neither_is_answered_for_nobody(
    annexe: Beside, url: str, anyone: requests.Session, host: str, path: str
) -> None:
    answer = anyone.get(url + path, headers={"Host": host}, timeout=LIMIT_S)

    assert answer.status_code == 421


def test_a_kiosk_without_a_token_is_paired_at_the_site_whose_address_it_has(
    annexe: Beside, lab: DeskClient, ines: DeskClient, anyone: requests.Session
) -> None:
    anyone.headers["Host"] = ANNEXE_HOST
    shown = anyone.post(f"{ines.url}/api/v1/pair", json={}, timeout=LIMIT_S).json()
    approval = {"code": shown["code"], "letter": "D", "seats": []}

    answers = [side.post("/stations", approval) for side in (lab, ines)]

    assert [it.status_code for it in answers] == [404, 204]
    token = anyone.post(
        f"{ines.url}/api/v1/pair/token", json={"claim": shown["claim"]}, timeout=LIMIT_S
    ).json()["token"]
    assert token.startswith("wk1.annexe.D.")


def test_nothing_of_the_other_site_is_reached_or_told_from_what_is_nowhere(
    annexe: Beside,
    lab: DeskClient,
    ines: DeskClient,
    station: StationSide,
    there: StationSide,
    prepared: Prepared,
    subtests: pytest.Subtests,
) -> None:
    """Every operation, asked by the second site for what the first has, and for what nobody has."""
    visit = station.arrives("Ada", private={"phone_token": PHONE})
    theirs = {
        "visit_id": visit,
        "photo": station.shows(visit, jpeg()),
        "token": PHONE,
        "tablet_id": tablet_of(lab),
        "letter": "C",
    }
    there.arrives("Bo")
    before = lab.state()
    document = openapi(operations_of(annexe.home), "1")
    asked = 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if "{" not in path or path.endswith("/live"):
                continue
            body = made_up(document, operation)
            for rights, session in (("member", ines.session), ("station", there.session)):
                with subtests.test(f"{method} {path} as {rights}"):
                    mine, nobodys = (
                        ask(session, ines.url, method, path.format(**ids), body, rights)
                        for ids in (theirs, NOWHERE)
                    )
                    assert mine == nobodys
                    assert mine[0] >= 400
                    asked += 1

    assert asked > 30
    after = lab.state()
    assert (after["seq"], after["waiting"]) == (before["seq"], before["waiting"])


def test_cookies_of_one_site_open_nothing_at_the_address_of_the_other(
    annexe: Beside, lab: DeskClient, ines: DeskClient
) -> None:
    at(lab, ANNEXE_HOST)
    at(ines, LAB_HOST)

    answers = [side.get("/state") for side in (lab, ines)]

    assert [(it.status_code, it.json()["code"]) for it in answers] == [(401, "signed_out")] * 2


def test_a_code_that_pairs_tablets_of_one_site_pairs_none_at_the_other(
    annexe: Beside, home: Home, url: str
) -> None:
    code = home.devices.pairing_code(timedelta(minutes=10))
    tablet = at(DeskClient(url), ANNEXE_HOST)

    assert tablet.post("/pair", {"code": code}).status_code == 401
    tablet.session.close()


def tablet_of(lead: DeskClient) -> str:
    return str(lead.get("/stations").json()["tablets"][0]["id"])


def ask(
    session: requests.Session,
    url: str,
    method: str,
    path: str,
    body: Json | bytes | None,
    rights: str,
) -> tuple[int, Any]:
    """Status and code of the answer."""
    headers = {} if rights == "member" else {"Host": ANNEXE_HOST}
    extra: dict[str, Any] = {"json": body} if isinstance(body, dict) else {"data": body}
    if isinstance(body, bytes):
        headers |= {"Content-Type": "application/octet-stream"}
        headers |= {"Upload-Offset": "0", "Upload-Length": str(len(body))}
    answer = session.request(method, url + path, headers=headers, timeout=LIMIT_S, **extra)
    is_problem = answer.headers.get("content-type", "").startswith("application/problem+json")
    return answer.status_code, answer.json()["code"] if is_problem and answer.content else None


def made_up(document: Json, operation: Json) -> Json | bytes | None:
    """A body that the document allows; a fresh id wherever one is wanted."""
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return b"a piece" if content else None
    shape = content["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    schema = document["components"]["schemas"][shape]
    named = {"outcome": "fixed", "request_id": str(uuid.uuid4())}
    return {name: named.get(name, "x") for name in schema.get("required", [])}
