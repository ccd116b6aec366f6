"""`kiosk doctor --site` and what stands in front: each fault of a proxy has its line."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.site import Site
from kiosk.finding import Finding
from kiosk.server.app import create_app
from kiosk.server.doctor.api import LONGEST_HOLD_S, PROBE
from kiosk.server.doctor.front import examine_front
from kiosk.server.doctor.front_client import FrontClient, Patience
from kiosk.server.doctor.probe_key import LASTS, leave_key, take_key_away
from kiosk.server.home import Home, open_home
from kiosk.server.sites import Sites
from kiosk.server.sync.api import LONGEST_WAIT_S
from kiosk.space import Space
from tests.doubles.authority import Authority
from tests.doubles.proxy import Manners, stands_before
from tests.doubles.unruly import UnrulyServer, unruly_server
from tests.server.conftest import SITE
from tests.server.fake_clock import FakeClock
from tests.server.serving import Serving
from tests.server.station_side import LIMIT_S

PATIENT = Patience(answer_s=LIMIT_S, hold_s=0)


@pytest.fixture
def proxy() -> Iterator[UnrulyServer]:
    with unruly_server() as server:
        yield server


@pytest.fixture
def site(proxy: UnrulyServer) -> Site:
    """A site whose address is the proxy's, under a name that no address has."""
    return replace(SITE, public_url=proxy.url.replace("127.0.0.1", "localhost"))


@pytest.fixture
def behind(
    site: Site, data: Path, clock: FakeClock, serving: Serving, pages: Path, space: Space
) -> Iterator[Home]:
    """The home behind the proxy."""
    opened = open_home(site, data, clock, space)
    serving.switchboard.connect(create_app(Sites([opened]), pages), opened.store.feed)
    yield opened
    opened.close()


def key_of(home: Home) -> str:
    with home.store.write() as connection:
        return leave_key(connection, home.store.now())


def seen_by(home: Home, site: Site, patience: Patience = PATIENT) -> Mapping[str, Finding]:
    client = FrontClient(site.public_url, None, patience)
    return {finding.what: finding for finding in examine_front(site, key_of(home), client)}


def to_see(findings: Mapping[str, Finding]) -> list[str]:
    return [what for what, finding in findings.items() if not finding.well]


def test_a_proxy_that_passes_everything_on_is_well(
    behind: Home, site: Site, proxy: UnrulyServer, serving: Serving
) -> None:
    stands_before(serving.url, proxy, Manners())

    findings = seen_by(behind, site)

    assert to_see(findings) == []
    assert {"host", "address", "scheme", "uploads", "live", "held", "idle"} < set(findings)


@pytest.mark.parametrize(
    ("manners", "what", "words"),
    [
        (Manners(host=False), "host", "arrives as 127.0.0.1, not as localhost"),
        (Manners(forwarded_for=False), "address", "not passed on"),
        (Manners(forwarded_proto="https"), "scheme", "passed on as https"),
        (Manners(most_bytes=100_000), "uploads", "the proxy answers 413"),
        (Manners(cuts_held=True), "held", "the proxy answers 504"),
        (Manners(authorization=False), "public_url", "takes the header Authorization away"),
    ],
)
def test_each_fault_of_a_proxy_has_its_line(
    behind: Home, site: Site, proxy: UnrulyServer, serving: Serving, manners: Manners,
    what: str, words: str,
) -> None:  # fmt: skip
    stands_before(serving.url, proxy, manners)

    findings = seen_by(behind, site)

    assert to_see(findings) == [what]
    assert words in findings[what].seen


def test_a_stream_that_is_held_back_is_seen(
    behind: Home, site: Site, proxy: UnrulyServer, serving: Serving
) -> None:
    stands_before(serving.url, proxy, Manners(holds_back=True))

    findings = seen_by(behind, site, Patience(answer_s=2.0, hold_s=0))

    assert "live" in to_see(findings)
    assert "proxy_buffering off" in findings["live"].seen


def test_https_that_is_not_told_of_is_seen(
    behind: Home, site: Site, proxy: UnrulyServer, serving: Serving
) -> None:
    """The proxy ends TLS; the doctor asks it plainly here, as no certificate matters."""
    stands_before(serving.url, proxy, Manners(forwarded_proto=None))
    told = replace(site, public_url=site.public_url.replace("http:", "https:"))
    client = FrontClient(site.public_url, None, PATIENT)

    findings = {it.what: it for it in examine_front(told, key_of(behind), client)}

    assert "cookies are not marked secure" in findings["scheme"].seen


def test_a_proxy_on_another_machine_is_not_trusted_by_itself(
    behind: Home, site: Site, proxy: UnrulyServer, serving: Serving
) -> None:
    stands_before(serving.url, proxy, Manners(address="127.0.0.2"))

    findings = seen_by(behind, site)

    assert to_see(findings) == ["address"]
    assert "FORWARDED_ALLOW_IPS=127.0.0.2" in findings["address"].seen


def test_without_a_proxy_nothing_has_to_be_passed_on(
    behind: Home, site: Site, serving: Serving
) -> None:
    direct = replace(site, public_url=serving.url)
    client = FrontClient(serving.url, None, PATIENT)

    findings = {it.what: it for it in examine_front(direct, key_of(behind), client)}

    assert findings["proxy"].seen.startswith("none")
    assert not {"address", "scheme", "idle"} & set(findings)


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        (302, {"Location": "https://sso.example/"}, "leads to https://sso.example/"),
        (401, {}, "no kiosk or phone signs in there"),
        (502, {}, "something before the server answers 502"),
        (200, {}, "something before the server answers 200"),
        (404, {"Kiosk_Protocol": "1"}, "the server answers 404"),
    ],
)
def test_what_answers_in_its_place_is_named(
    behind: Home, site: Site, proxy: UnrulyServer, status: int, headers: dict[str, str], words: str
) -> None:
    proxy.answers(status, b"hello", **headers)

    findings = seen_by(behind, site)

    assert list(findings) == ["public_url"]
    assert words in findings["public_url"].seen


def test_an_address_where_nothing_answers_is_named(behind: Home, site: Site) -> None:
    nowhere = FrontClient("http://127.0.0.1:1", None, PATIENT)

    [finding] = examine_front(site, key_of(behind), nowhere)

    assert finding.seen.startswith("does not answer: nothing answers there")


def test_a_certificate_of_an_own_authority_is_told_what_to_do(
    behind: Home, site: Site, tmp_path: Path
) -> None:
    ours = Authority(tmp_path, "ours")
    with unruly_server(ours.signs("help").server()) as secure:
        at = secure.url.replace("http:", "https:")
        told = [
            next(iter(examine_front(site, key_of(behind), FrontClient(at, ca_file, PATIENT)))).seen
            for ca_file in (None, str(ours.pem))
        ]

    assert "certificate: " in told[0]
    assert "--ca-file" in told[0]
    assert "certificate" not in told[1]


def test_another_home_at_that_address_is_named(
    behind: Home, site: Site, proxy: UnrulyServer, serving: Serving
) -> None:
    stands_before(serving.url, proxy, Manners())
    client = FrontClient(site.public_url, None, PATIENT)

    [finding] = examine_front(site, "the key of another store", client)

    assert "leads to another home" in finding.seen


def test_settings_changed_since_the_start_are_named_and_close_the_metrics(
    behind: Home, site: Site, proxy: UnrulyServer, serving: Serving
) -> None:
    stands_before(serving.url, proxy, Manners())

    findings = seen_by(behind, replace(site, metrics_token="a-newer-token-of-monitoring"))

    assert to_see(findings) == ["settings", "metrics"]


def test_connections_that_a_proxy_kept_too_long_are_named(
    behind: Home, site: Site, proxy: UnrulyServer, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands_before(serving.url, proxy, Manners())
    monkeypatch.setattr(serving.connections, "kept_longer", 2)

    findings = seen_by(behind, site)

    assert to_see(findings) == ["idle"]
    assert findings["idle"].seen.startswith("2 times since the server began")


@pytest.mark.parametrize(
    ("header", "counted"), [("X-Forwarded-For: 192.0.2.7", 1), ("Accept: */*", 0)]
)
def test_an_idle_connection_that_the_server_ends_counts_if_a_proxy_kept_it(
    home: Home, pages: Path, header: str, counted: int
) -> None:
    hasty = Serving(keep_alive_s=0.05)
    hasty.switchboard.connect(create_app(Sites([home]), pages), home.store.feed)
    hasty.start()
    request = f"GET /nothing HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", hasty.port), timeout=LIMIT_S) as line:
        line.sendall(request.encode())
        while line.recv(65_536):
            pass
    hasty.stop()

    assert hasty.connections.kept_longer == counted


def test_the_probe_is_closed_to_all_who_have_no_key_and_when_it_is_old(
    home: Home, url: str, clock: FakeClock
) -> None:
    client = FrontClient(url, None, PATIENT)
    key = key_of(home)
    codes = [client.ask(PROBE, shown) for shown in ("", "another", key)]
    clock.passes(seconds=LASTS.total_seconds())
    codes.append(client.probe(key))
    again = key_of(home)
    with home.store.write() as connection:
        take_key_away(connection)
    codes.append(client.probe(again))

    assert [getattr(code, "status", None) for code in codes] == [401, 401, 200, 401, 401]


def test_the_doctor_holds_a_request_as_long_as_a_kiosk() -> None:
    assert LONGEST_HOLD_S == LONGEST_WAIT_S
