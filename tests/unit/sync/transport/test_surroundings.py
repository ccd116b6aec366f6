"""The environment (proxies, netrc, cookies) changes nothing about a call."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.faults import LinkClosed
from kiosk.sync.transport import HttpSyncClient
from tests.doubles.answers import acknowledging, headers
from tests.doubles.unruly import UnrulyServer, unruly_server
from tests.doubles.waiting import HANG_S

TOKEN = "wk1.hq.B.secret"


def test_proxy_variables_lead_nowhere(
    server: UnrulyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with unruly_server() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        server.answers_by(acknowledging())
        link = HttpSyncClient(server.url, TOKEN, SystemClock())

        link.push([])

        assert (len(server.seen), proxy.seen) == (1, [])
        link.close()


def test_a_netrc_does_not_replace_the_token(
    server: UnrulyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login mallory password x\n", encoding="ascii")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server.answers_by(acknowledging())
    link = HttpSyncClient(server.url, TOKEN, SystemClock())

    link.push([])

    assert server.seen[0].headers["Authorization"] == f"Bearer {TOKEN}"
    link.close()


def test_cookies_are_not_kept(server: UnrulyServer, link: HttpSyncClient) -> None:
    body = b'{"epoch": "epoch-1", "seq": 0, "acknowledged": []}'
    server.answers(200, body, **headers(Set_Cookie="portal=1; Path=/"))

    link.push([])
    link.push([])

    assert "Cookie" not in server.seen[1].headers


def test_a_call_in_progress_ends_when_the_client_is_closed(
    server: UnrulyServer, link: HttpSyncClient
) -> None:
    def close(_talk: object) -> None:
        link.close()
        server.ending.wait(HANG_S)  # No answer ends the call.

    server.answers_by(close)

    with pytest.raises(LinkClosed):
        link.push([])
