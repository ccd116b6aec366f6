"""A station is what its token says, whatever else it claims."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import requests

from kiosk.server.home import Home, open_home
from tests.doubles.stores import SQLITE
from tests.server.conftest import ANNEXE, SITE, Prepared
from tests.server.fake_clock import FakeClock
from tests.server.station_side import LIMIT_S, StationSide, fresh_id, jpeg, sha256

CALLS = [
    ("POST", "/push"),
    ("GET", "/state"),
    ("PATCH", f"/visits/{fresh_id()}/pictures/{sha256(jpeg())}"),
]


def ask(url: str, method: str, path: str, authorization: str | None) -> requests.Response:
    headers = {"Authorization": authorization} if authorization is not None else {}
    return requests.request(
        method, f"{url}/api/v1/sync{path}", headers=headers, timeout=LIMIT_S, json={}
    )


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer wk1.lab.B.guessed", "Basic Zm9vOmJhcg==", "Bearer é"],
)
def test_without_a_known_token_nothing_is_answered_or_read(
    url: str, authorization: str | None
) -> None:
    for method, path in CALLS:
        answer = ask(url, method, path, authorization)

        assert (answer.status_code, answer.json()["code"]) == (401, "unknown_token"), path


def test_a_tablet_is_no_station(url: str, prepared: Prepared) -> None:
    for secret in (prepared.maya.tablet, prepared.maya.session):
        for method, path in CALLS:
            assert ask(url, method, path, f"Bearer {secret}").status_code == 401, path


def test_a_pairing_code_is_no_station(url: str, home: Home) -> None:
    code = home.devices.pairing_code(timedelta(minutes=10))

    assert ask(url, "GET", "/state", f"Bearer {code}").status_code == 401


def test_a_station_is_no_tablet(url: str, prepared: Prepared) -> None:
    cookies = {"kiosk_tablet": prepared.stations["B"], "kiosk_session": prepared.stations["B"]}

    session = requests.get(f"{url}/api/v1/desk/session", cookies=cookies, timeout=LIMIT_S)

    assert (session.json()["paired"], session.json()["members"]) == (False, [])


def test_pairing_a_letter_again_ends_the_token_it_had(station: StationSide, home: Home) -> None:
    assert station.get_state().status_code == 200

    home.devices.pair_station("B")

    assert station.get_state().status_code == 401


def test_pairing_a_letter_again_leaves_the_other_stations_alone(
    other_station: StationSide, home: Home
) -> None:
    home.devices.pair_station("B")

    assert other_station.get_state().status_code == 200


def test_a_token_of_another_site_in_the_same_store_is_unknown_here(
    url: str, data: Path, clock: FakeClock
) -> None:
    annexe = open_home(ANNEXE, data, clock)
    token = annexe.devices.pair_station("B")
    annexe.close()

    assert ask(url, "GET", "/state", f"Bearer {token}").status_code == 401


def test_another_site_pairing_its_letter_leaves_ours_alone(
    station: StationSide, data: Path, clock: FakeClock
) -> None:
    annexe = open_home(ANNEXE, data, clock)
    annexe.devices.pair_station("B")
    annexe.close()

    assert station.get_state().status_code == 200


def test_a_member_of_another_site_in_the_same_store_is_nobody_here(
    home: Home, data: Path, clock: FakeClock, prepared: Prepared
) -> None:
    annexe = open_home(ANNEXE, data, clock)
    tablet = annexe.devices.pair_tablet(annexe.devices.pairing_code(timedelta(minutes=10))) or ""
    tablet_id = annexe.devices.tablet(tablet) or ""

    signed_in = annexe.members.sign_in(prepared.maya.member.id, prepared.maya.pin, tablet_id)
    here = annexe.members.signed_in({prepared.maya.session})
    paired = home.devices.tablet(tablet)
    annexe.close()

    assert (signed_in, here, paired) == (None, {}, None)


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_the_store_holds_no_token_and_no_pin_in_clear(
    home: Home, data: Path, prepared: Prepared
) -> None:
    code = home.devices.pairing_code(timedelta(minutes=10))
    stored = b"".join(path.read_bytes() for path in data.glob("server.db*"))

    secrets = [code, *prepared.stations.values()]
    for desk in (prepared.maya, prepared.ben):
        secrets += [desk.tablet, desk.session, f'"{desk.pin}"']
    assert SITE.site_id.encode() in stored
    assert [secret for secret in secrets if secret.encode() in stored] == []
