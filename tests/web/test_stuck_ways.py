"""A way between kiosk and server is stuck, or a picture cannot come: the desk says so in words."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from kiosk.clock import SystemClock
from tests.web.conftest import OpenTablet
from tests.web.pages import Tablet
from tests.web.plain_station import PlainStation

TIME = r"(?:[^.]*, )?\d\d:\d\d"
"""Of another day when midnight was in between."""


def ago(*, minutes: int) -> str:
    return (SystemClock().now() - timedelta(minutes=minutes)).isoformat()


def hears_of_the_kiosk(tablet: Tablet, **of_the_kiosk: object) -> None:
    """What the server says of it is true of another moment."""
    state = tablet.context.request.get(f"{tablet.url}/api/v1/desk/state").json()
    state["stations"][0] |= of_the_kiosk
    tablet.page.route("**/api/v1/desk/state*", lambda route: route.fulfill(json=state))
    tablet.open()


def stuck(way: str, *, minutes: int = 14, **more: object) -> dict[str, object]:
    """A way that is stuck, for so long once it is told."""
    return {"way": way, "minutes": minutes, "status": 413, "reason": "", "by_home": False, **more}


def told(*ways: dict[str, object]) -> list[dict[str, object]]:
    """The ways as a desk is told of them now."""
    return [{**way, "since": ago(minutes=int(str(way["minutes"])))} for way in ways]


@pytest.mark.parametrize(
    ("ways", "words"),
    [
        (
            [stuck("pictures")],
            r"Pictures from the kiosk haven’t got through since {}: "
            r"something on the way says 413\. Visits do\.",
        ),
        (
            [stuck("hints"), stuck("pictures"), stuck("events", status=403)],
            r"Visits from the kiosk haven’t got through since {}: something on the way says 403\.",
        ),
        (
            [stuck("state", status=None)],
            r"The kiosk hasn’t heard about the line since {}: no answer\.",
        ),
        (
            [stuck("pictures", status=503, by_home=True)],
            r"Pictures from the kiosk haven’t got through since {}: "
            r"the server says 503\. Visits do\.",
        ),
    ],
    ids=["pictures", "the gravest", "state", "the server itself"],
)
def test_a_way_that_is_stuck_is_one_calm_line(
    tablet: OpenTablet, station: PlainStation, ways: list[dict[str, object]], words: str
) -> None:
    station.fares()
    ben = tablet()

    hears_of_the_kiosk(ben, ways=told(*ways))

    note = ben.page.locator(".station-warnings li")
    expect(note).to_have_text(re.compile(f"^{words.format(TIME)}$"))
    assert ben.violations() + ben.overflows() == []


@pytest.mark.parametrize("way", [stuck("hints"), stuck("pictures", minutes=1), stuck("mood")])
def test_what_a_member_need_not_know_is_not_said(
    tablet: OpenTablet, station: PlainStation, way: dict[str, object]
) -> None:
    station.fares()
    ben = tablet()

    hears_of_the_kiosk(ben, ways=told(way))

    ben.rests()
    expect(ben.page.locator(".station-warnings")).to_be_hidden()


@pytest.mark.parametrize(
    ("delay", "words"),
    [
        ("coming", "The picture is on its way."),
        ("late", "The picture hasn’t come yet. Ask them to show you."),
        ("stuck", "The picture can’t get through since 10:41. Ask them to show you."),
        ("silent", "The picture is still on the kiosk. Ask them to show you."),
        ("refused", "The picture couldn’t be taken in. Ask them to show you."),
    ],
)
def test_a_picture_that_is_not_here_says_why(
    tablet: OpenTablet, station: PlainStation, delay: str, words: str
) -> None:
    station.shows(station.joins("Dan", seat=5), announced_only=True)
    ben = tablet()
    told = ben.context.request.get(f"{ben.url}/api/v1/desk/state").json()
    since = SystemClock().now().astimezone().replace(hour=10, minute=41).isoformat()
    told["waiting"][0]["pictures"][0] |= {"delay": delay, "delay_since": since}
    ben.page.route("**/api/v1/desk/state*", lambda route: route.fulfill(json=told))
    ben.open()

    ben.row("Dan").click()

    expect(ben.page.locator(".frame-words")).to_have_text(words)
    said = "Picture on its way" if delay == "coming" else "No picture yet"
    expect(ben.row("Dan").get_by_role("button")).to_have_accessible_name(re.compile(said))
