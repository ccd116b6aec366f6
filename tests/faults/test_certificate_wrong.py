"""The server's certificate is expired, another's, of a wrong authority, its own: not believed.

Told apart for whoever runs the kiosk; to visitors it is a server that is away.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.domain.snapshot import Link
from kiosk.faults import SettingsFault
from kiosk.journal import LogEvent
from kiosk.settings import ServerPart, StationSettings, read_station
from kiosk.station.bootstrap import open_station
from tests.conftest import ExpectLog
from tests.doubles.answers import acknowledging
from tests.doubles.authority import Authority
from tests.doubles.station_on_line import StationOnLine, station_on_line
from tests.doubles.unruly import UnrulyServer, unruly_server


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ours"), "ours")


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("theirs"), "theirs")


def old_fashioned(ours: Authority, _theirs: Authority) -> ssl.SSLContext:
    context = ours.signs("old").server()
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        context.minimum_version = ssl.TLSVersion.TLSv1
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


CASES: dict[str, tuple[Callable[[Authority, Authority], ssl.SSLContext], str]] = {
    "expired": (lambda ours, _: ours.signs("late", expired=True).server(), "has expired"),
    "of another host": (
        lambda ours, _: ours.signs("other", "DNS:other.example").server(),
        "not valid for '127.0.0.1'",
    ),
    "of a wrong authority": (lambda _, theirs: theirs.signs("x").server(), "local issuer"),
    "its own": (lambda ours, _: ours.self_signed("self").server(), "self-signed"),
    "of 1999": (old_fashioned, "TLS:"),
}


def https(server: UnrulyServer) -> str:
    return server.url.replace("http:", "https:")


def a_try(station: StationOnLine) -> list[str]:
    station.box.checked_in()
    return station.tries()


@pytest.mark.parametrize(("made", "said"), CASES.values(), ids=CASES)
def test_the_server_is_away_and_the_reason_is_told(
    tmp_path: Path,
    ours: Authority,
    theirs: Authority,
    expect_log: ExpectLog,
    made: Callable[[Authority, Authority], ssl.SSLContext],
    said: str,
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST)
    with (
        unruly_server(made(ours, theirs)) as server,
        station_on_line(tmp_path, https(server), ca_file=ours.pem) as station,
    ):
        server.answers_by(acknowledging())

        reasons = a_try(station)

        assert (station.stands(), server.seen) == ((Link.OFFLINE, 1), [])
        assert len(reasons) == 2
        assert all(said in reason for reason in reasons), reasons


def test_a_private_authority_is_believed_where_the_settings_say_so(
    tmp_path: Path, ours: Authority, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_DOWN_LOST)
    with (
        unruly_server(ours.signs("good").server()) as server,
        station_on_line(tmp_path, https(server), ca_file=ours.pem) as station,
    ):
        server.answers_by(acknowledging())

        a_try(station)

        assert station.box.waiting() == []


def test_and_nowhere_else(
    tmp_path: Path, ours: Authority, expect_log: ExpectLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(ours.pem))
    with (
        unruly_server(ours.signs("good").server()) as server,
        station_on_line(tmp_path, https(server)) as station,
    ):
        assert all("certificate" in reason for reason in a_try(station))
        assert station.stands() == (Link.OFFLINE, 1)


@pytest.mark.parametrize("content", [None, "", "not a certificate"])
def test_authorities_that_cannot_be_read_are_named_before_anybody_is_served(
    tmp_path: Path, content: str | None
) -> None:
    (tmp_path / "token").write_text("wk1.hq.B.secret", encoding="ascii")
    if content is not None:
        (tmp_path / "ca.pem").write_text(content, encoding="ascii")
    server = ServerPart("https://127.0.0.1:1", str(tmp_path / "token"), str(tmp_path / "ca.pem"))
    settings = StationSettings(server, data_dir=str(tmp_path / "data"))

    with (
        pytest.raises(SettingsFault, match=r"server\.ca_file"),
        open_station(settings, SystemClock()),
    ):
        pytest.fail("it opened")


def test_a_relative_path_counts_from_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_text(
        '[server]\nurl = "https://help.example.org"\nca_file = "our-ca.pem"\n', encoding="utf-8"
    )

    assert read_station(path).server.ca_file == str(tmp_path / "our-ca.pem")
