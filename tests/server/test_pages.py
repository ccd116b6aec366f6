"""Pages are files of their folders, and nothing beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from kiosk.resources import ASSETS
from tests.server.serving import Serving
from tests.server.station_side import LIMIT_S

ESCAPES = [
    "/desk/../../secret.txt",
    "/desk/..%2f..%2fsecret.txt",
    "/desk/%2e%2e/%2e%2e/secret.txt",
    "/desk/%2e%2e%2f%2e%2e%2fsecret.txt",
    "/desk/..%5c..%5csecret.txt",
    "/desk//etc/passwd",
    "/desk/%2fetc%2fpasswd",
    "/shared/../../secret.txt",
    "/phone/../../secret.txt",
    "/assets/icons/../../pyproject.toml",
    "/assets/icons/..%2f..%2fpyproject.toml",
    "/assets/icons/..%2fdemo%2fsite.toml",
    "/v/..%2f..%2fsecret.txt",
    "/desk/%00",
    "/desk/desk.js%00.css",
    "/desk/" + "a" * 300,
    "/desk/" + "a/" * 3_000,
    "/desk/%ff%fe",
    "/desk/.",
    "/desk/..",
]


def raw_get(serving: Serving, target: str) -> tuple[int, bytes]:
    return serving.raw(f"GET {target} HTTP/1.1\nHost: localhost\nConnection: close\n\n")


@pytest.mark.parametrize("target", ESCAPES)
def test_nothing_outside_its_folder_is_served(url: str, serving: Serving, target: str) -> None:
    status, answer = raw_get(serving, target)

    assert status < 500
    assert b"not yours" not in answer
    assert b"root:" not in answer
    assert b"[project]" not in answer
    if status == 200:
        assert b"<title>Desk</title>" in answer or b"<title>Phone</title>" in answer


def test_a_link_out_of_the_folder_is_not_followed(url: str, pages: Path, serving: Serving) -> None:
    link = pages / "shared" / "link.txt"
    link.symlink_to(pages.parent / "secret.txt")
    try:
        status, answer = raw_get(serving, "/shared/link.txt")
    finally:
        link.unlink()

    assert (status, b"not yours" in answer) == (404, False)


@pytest.mark.parametrize(
    "path", ["/desk/queue/", "/shared/", "/phone/", "/assets/icons/", "/assets/fonts/", "/assets/"]
)
def test_no_folder_is_listed(anyone: requests.Session, url: str, path: str) -> None:
    answer = anyone.get(url + path, timeout=LIMIT_S)

    assert answer.status_code == 404
    assert ".css" not in answer.text
    assert ".svg" not in answer.text


def test_the_front_door_leads_to_the_desk(anyone: requests.Session, url: str) -> None:
    answer = anyone.get(url, timeout=LIMIT_S)

    assert [step.status_code for step in answer.history] == [307]
    assert answer.url == f"{url}/desk/"
    assert "<title>Desk</title>" in answer.text


@pytest.mark.parametrize("token", ["tok", "a" * 200, "nobodys", "%3Cscript%3E"])
def test_every_phone_address_gives_the_same_page(
    anyone: requests.Session, url: str, token: str
) -> None:
    """The page asks for itself; the server tells nobody whether a token is known by a page."""
    answer = anyone.get(f"{url}/v/{token}", timeout=LIMIT_S)

    assert (answer.status_code, "<title>Phone</title>" in answer.text) == (200, True)
    assert token not in answer.text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/desk/", "text/html"),
        ("/desk/desk.js", "text/javascript"),
        ("/desk/queue/queue.js", "text/javascript"),
        ("/shared/base.css", "text/css"),
        ("/assets/icons/check.svg", "image/svg+xml"),
        ("/favicon.ico", "image/svg+xml"),
        ("/assets/fonts/Inter-Regular.ttf", "font/ttf"),
    ],
)
def test_files_say_what_they_are(anyone: requests.Session, url: str, path: str, kind: str) -> None:
    if path.startswith("/assets/fonts") and not (ASSETS / path.removeprefix("/assets/")).exists():
        pytest.skip("fonts are made by scripts/setup")

    answer = anyone.get(url + path, timeout=LIMIT_S)

    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == kind


def test_a_page_that_has_not_changed_is_not_sent_again(anyone: requests.Session, url: str) -> None:
    first = anyone.get(f"{url}/desk/desk.js", timeout=LIMIT_S)

    again = anyone.get(
        f"{url}/desk/desk.js", headers={"If-None-Match": first.headers["etag"]}, timeout=LIMIT_S
    )

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"]


def test_the_heads_of_pages_come_without_their_bodies(anyone: requests.Session, url: str) -> None:
    for path in ("/desk/", "/desk/desk.js", "/v/tok", "/favicon.ico", "/assets/icons/check.svg"):
        whole = anyone.get(url + path, timeout=LIMIT_S)
        head = anyone.head(url + path, timeout=LIMIT_S)

        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(whole.content))
