"""Real proxies with the settings of docs/deploy.md, and with one of them changed.

Where nginx or Caddy is not installed its tests are left out: their packages begin to serve at once.
"""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.finding import Finding
from kiosk.server.app import create_app
from kiosk.server.doctor.api import LONGEST_HOLD_S
from kiosk.server.doctor.front import examine_front
from kiosk.server.doctor.front_client import FrontClient, Patience
from kiosk.server.doctor.probe_key import leave_key
from kiosk.server.home import open_home
from kiosk.server.http.connections import KEEP_ALIVE_S
from kiosk.server.sites import Sites
from kiosk.space import Space
from tests.doubles.ports import reserve_port
from tests.doubles.waiting import HANG_S, until
from tests.server.conftest import SITE
from tests.server.fake_clock import FakeClock
from tests.server.serving import Serving
from tests.server.station_side import LIMIT_S

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy.md"
Examine = Callable[[int, Serving, Patience], Mapping[str, Finding]]

needs_nginx = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
needs_caddy = pytest.mark.skipif(shutil.which("caddy") is None, reason="Caddy is not installed")


def of_docs(kind: str) -> str:
    """The one example of that kind in docs/deploy.md."""
    [text] = re.findall(rf"^```{kind}\n(.*?)^```", DEPLOY.read_text(encoding="utf-8"), re.M | re.S)
    return str(text)


def same(settings: str) -> str:
    return settings


@contextmanager
def running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        proxy = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    try:
        until(lambda: proxy.poll() is not None or answers(port), "the proxy")
        assert proxy.poll() is None, (folder / "log").read_text(encoding="utf-8")
        yield
    finally:
        proxy.terminate()
        proxy.wait(HANG_S)


def answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def nginx(folder: Path, home: Serving, change: Callable[[str], str] = same) -> Iterator[int]:
    """nginx as the docs have it, but for `change`; its port."""
    port = reserve_port()
    example = change(of_docs("nginx")).replace("127.0.0.1:8620", f"127.0.0.1:{home.port}")
    upstream, location = example.split("# nginx: in the server block\n")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    server = f"server {{ listen 127.0.0.1:{port}; {location} }}"
    config = folder / "nginx.conf"
    config.write_text(
        f"user {getpass.getuser()}; daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {folders}\n{upstream}\n{server} }}\n",
        encoding="utf-8",
    )
    with running(["nginx", "-c", str(config), "-e", "stderr"], folder, port):
        yield port


@contextmanager
def caddy(folder: Path, home: Serving, change: Callable[[str], str] = same) -> Iterator[int]:
    """Caddy as the docs have it, but for `change`; its port."""
    port = reserve_port()
    example = change(of_docs("caddy")).replace("127.0.0.1:8620", f"127.0.0.1:{home.port}")
    example = example.replace("help.example.org", f"http://localhost:{port}")
    config = folder / "Caddyfile"
    config.write_text(f"{{\n    admin off\n}}\n{example}", encoding="utf-8")
    command = ["caddy", "run", "--config", str(config), "--adapter", "caddyfile"]
    with running(command, folder, port):
        yield port


@pytest.fixture
def examine(data: Path, clock: FakeClock, pages: Path, space: Space) -> Iterator[Examine]:
    """Looks at a home behind the proxy at a port."""
    homes = []

    def examined(port: int, serving: Serving, patience: Patience) -> Mapping[str, Finding]:
        site = replace(SITE, public_url=f"http://localhost:{port}")
        home = open_home(site, data, clock, space)
        homes.append(home)
        serving.switchboard.connect(create_app(Sites([home]), pages), home.store.feed)
        with home.store.write() as connection:
            key = leave_key(connection, clock.now())
        client = FrontClient(site.public_url, None, patience)
        return {finding.what: finding for finding in examine_front(site, key, client)}

    yield examined
    for home in homes:
        home.close()


def to_see(findings: Mapping[str, Finding]) -> list[str]:
    return [what for what, finding in findings.items() if not finding.well]


@needs_nginx
def test_nginx_of_the_docs_is_well(tmp_path: Path, serving: Serving, examine: Examine) -> None:
    with nginx(tmp_path, serving) as port:
        findings = examine(port, serving, Patience(LIMIT_S, hold_s=0))

    assert (to_see(findings), "idle" in findings) == ([], True)


@needs_caddy
def test_caddy_of_the_docs_is_well(tmp_path: Path, serving: Serving, examine: Examine) -> None:
    with caddy(tmp_path, serving) as port:
        findings = examine(port, serving, Patience(LIMIT_S, hold_s=0))

    assert (to_see(findings), "idle" in findings) == ([], True)


@needs_nginx
@pytest.mark.parametrize(
    ("said", "instead", "what"),
    [
        ("proxy_set_header Host $host;", "", ["public_url"]),
        ("proxy_set_header Host $host;", "proxy_set_header Host 127.0.0.1;", ["host"]),
        ("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;", "", ["address"]),
        ("X-Forwarded-Proto $scheme;", "X-Forwarded-Proto https;", ["scheme"]),
        ("client_max_body_size 2m;", "client_max_body_size 100k;", ["uploads"]),
        ("proxy_read_timeout 75s;", "proxy_read_timeout 1s;", ["held"]),
        ("Connection \"\";", "Authorization \"\";", ["public_url"]),
    ],
)  # fmt: skip
def test_each_line_of_nginx_is_missed(
    tmp_path: Path, serving: Serving, examine: Examine, said: str, instead: str, what: list[str]
) -> None:
    assert said in of_docs("nginx")
    with nginx(tmp_path, serving, lambda settings: settings.replace(said, instead)) as port:
        hold_s = LONGEST_HOLD_S if what == ["held"] else 0
        findings = examine(port, serving, Patience(LIMIT_S, hold_s))

    assert to_see(findings) == what


@needs_nginx
def test_a_buffering_nginx_is_noticed(tmp_path: Path, serving: Serving, examine: Examine) -> None:
    buffers = (
        "proxy_buffering on; proxy_ignore_headers X-Accel-Buffering; "
        "gzip on; gzip_proxied any; gzip_types text/event-stream;"
    )

    def change(settings: str) -> str:
        return settings.replace("proxy_buffering off;", buffers)

    with nginx(tmp_path, serving, change) as port:
        findings = examine(port, serving, Patience(answer_s=3.0, hold_s=0))

    assert to_see(findings) == ["live"]


@needs_caddy
def test_caddys_own_idle_limit_is_noticed(tmp_path: Path, examine: Examine) -> None:
    """Two minutes; the server here gives up its connections sooner than in 75 s."""
    hasty = Serving(keep_alive_s=0.1)
    hasty.start()
    try:
        with caddy(tmp_path, hasty, lambda settings: settings.replace("keepalive 60s", "")) as port:
            examine(port, hasty, Patience(LIMIT_S, hold_s=0))
            until(lambda: hasty.connections.kept_longer > 0, "the server's own limit")
            findings = examine(port, hasty, Patience(LIMIT_S, hold_s=0))
    finally:
        hasty.stop()

    assert to_see(findings) == ["idle"]


def test_the_examples_give_idle_connections_up_before_the_server() -> None:
    limits = [
        int(*re.findall(r"keepalive(?:_timeout)? (\d+)s", of_docs(kind)))
        for kind in ("nginx", "caddy")
    ]

    assert max(limits) < KEEP_ALIVE_S
