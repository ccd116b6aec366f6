"""Pages are files of their folders, and nothing beside them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import requests

from kiosk.server.http.pages import FOR_GOOD, version_of
from tests.server.serving import Serving
from tests.server.station_side import LIMIT_S

FILES = "/static/of-any-version"
ESCAPES = [
    "/desk/../../secret.txt",
    "/desk/..%2f..%2fsecret.txt",
    "/desk/%2e%2e/%2e%2e/secret.txt",
    "/desk/%2e%2e%2f%2e%2e%2fsecret.txt",
    "/desk/..%5c..%5csecret.txt",
    "/desk//etc/passwd",
    "/desk/%2fetc%2fpasswd",
    f"{FILES}/shared/../../secret.txt",
    f"{FILES}/shared/..%2f..%2fsecret.txt",
    f"{FILES}/shared/%2fetc%2fpasswd",
    f"{FILES}/phone/../../secret.txt",
    f"{FILES}/assets/icons/../../pyproject.toml",
    f"{FILES}/assets/icons/..%2f..%2fpyproject.toml",
    f"{FILES}/assets/icons/..%2fdemo%2fsite.toml",
    f"{FILES}/assets/fonts/web/..%2fOFL.txt",
    "/static/..%2f..%2fsecret.txt",
    "/static/%2e%2e/desk/index.html",
    "/v/..%2f..%2fsecret.txt",
    "/desk/%00",
    f"{FILES}/desk/desk.js%00.css",
    f"{FILES}/desk/" + "a" * 300,
    f"{FILES}/desk/%ff%fe",
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
        status, answer = raw_get(serving, f"{FILES}/shared/link.txt")
    finally:
        link.unlink()

    assert (status, b"not yours" in answer) == (404, False)


@pytest.mark.parametrize(
    "path",
    [
        "/desk/queue/",
        "/static/",
        f"{FILES}/",
        f"{FILES}/desk/",
        f"{FILES}/desk/queue/",
        f"{FILES}/shared/",
        f"{FILES}/assets/",
        f"{FILES}/assets/icons/",
    ],
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
        (f"{FILES}/desk/desk.js", "text/javascript"),
        (f"{FILES}/desk/queue/queue.js", "text/javascript"),
        (f"{FILES}/shared/base.css", "text/css"),
        (f"{FILES}/assets/icons/check.svg", "image/svg+xml"),
        ("/favicon.ico", "image/svg+xml"),
        (f"{FILES}/assets/fonts/web/Inter-Regular-latin.woff2", "font/woff2"),
        (f"{FILES}/assets/fonts/web/fonts.css", "text/css"),
    ],
)
def test_files_say_what_they_are(anyone: requests.Session, url: str, path: str, kind: str) -> None:
    answer = anyone.get(url + path, timeout=LIMIT_S)

    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == kind


def test_a_page_that_has_not_changed_is_not_sent_again(anyone: requests.Session, url: str) -> None:
    first = anyone.get(f"{url}/desk/", timeout=LIMIT_S)

    again = anyone.get(
        f"{url}/desk/", headers={"If-None-Match": first.headers["etag"]}, timeout=LIMIT_S
    )

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"]


def test_a_page_is_asked_for_anew_and_its_files_are_kept_for_good(
    anyone: requests.Session, url: str
) -> None:
    page = anyone.get(f"{url}/desk/", timeout=LIMIT_S)
    [script] = re.findall(r'src="(/static/[0-9a-f]{16}/desk/desk.js)"', page.text)

    file = anyone.get(url + script, timeout=LIMIT_S)

    assert page.headers["cache-control"] == "no-cache"
    assert (file.status_code, file.text) == (200, "export {};")
    assert file.headers["cache-control"] == FOR_GOOD


@pytest.mark.parametrize(
    ("path", "status"),
    [(f"{FILES}/desk/desk.js", 200), (f"{FILES}/desk/gone.js", 404), ("/desk/gone.js", 404)],
)
def test_what_is_of_another_version_or_missing_is_not_kept(
    anyone: requests.Session, url: str, path: str, status: int
) -> None:
    """A page loaded before an update asks for files of the version before."""
    answer = anyone.get(url + path, timeout=LIMIT_S)

    assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-cache")


def test_a_missing_file_of_this_version_is_not_kept(anyone: requests.Session, url: str) -> None:
    page = anyone.get(f"{url}/desk/", timeout=LIMIT_S)
    [version] = re.findall(r'src="/static/([0-9a-f]{16})/desk/desk.js"', page.text)

    answer = anyone.get(f"{url}/static/{version}/desk/gone.js", timeout=LIMIT_S)

    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-cache")


@pytest.mark.parametrize("changed", ["desk/desk.js", "shared/base.css", "phone/index.html"])
def test_each_change_of_a_file_is_another_version(
    pages: Path, tmp_path: Path, changed: str
) -> None:
    copy = tmp_path / "pages"
    shutil.copytree(pages, copy)
    before = version_of(copy)

    (copy / changed).write_text("changed", encoding="utf-8")

    assert version_of(copy) != before
    assert version_of(pages) == before


def test_the_heads_of_pages_come_without_their_bodies(anyone: requests.Session, url: str) -> None:
    for path in ("/desk/", f"{FILES}/desk/desk.js", "/v/tok", "/favicon.ico"):
        whole = anyone.get(url + path, timeout=LIMIT_S)
        head = anyone.head(url + path, timeout=LIMIT_S)

        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(whole.content))
