"""What a desk says of its kiosks, and what a lead does with them: pair, revoke, unpair."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from kiosk.clock import SystemClock
from tests.journeys.actors import DESK_SIZE, HomeProcess
from tests.server.pairing_side import NewKiosk, held
from tests.web.conftest import OpenTablet, Site, copy_of
from tests.web.pages import UPRIGHT, Tablet, WebPage
from tests.web.plain_station import PlainStation

LOOK_MS = 120_000
"""A desk looks by itself every 20 seconds; nothing hints at what did not happen."""

SMALL: ViewportSize = {"width": 834, "height": 1194}
TIME = r"(?:[^.]*, )?\d\d:\d\d"
"""Of another day when midnight was in between."""
LOST = "No connection. Try again in a moment."


@pytest.fixture
def home(site: Site, tmp_path: Path) -> Iterator[HomeProcess]:
    yield from copy_of(site, tmp_path)


@pytest.fixture
def lead(home: HomeProcess, site: Site, browser: Browser, opened: list[WebPage]) -> Tablet:
    """A lead at her desk."""
    found = re.search(r"PIN (\d{6})", home.command("members", "add", "Lea", "--lead"))
    assert found is not None
    tablet = Tablet(browser, home.url, DESK_SIZE)
    opened.append(tablet)
    tablet.sign_in(site.codes[0], "Lea", found[1])
    tablet.open()
    return tablet


def opens_kiosks(lead: Tablet) -> None:
    lead.press("Lea, here")
    lead.press("Kiosks and tablets")
    lead.page.get_by_role("heading", name="Kiosks and tablets").wait_for()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"camera": "lost"}, "The kiosk has lost its camera. It still checks people in."),
        ({"set_aside": 2}, "2 facts of the kiosk need a look: kiosk visits set-aside."),
        (
            {"waiting": 3, "oldest_s": 720.0},
            "Visits are still on the kiosk, the oldest for 12 minutes.",
        ),
        (
            {"waiting": 3, "visits": 2, "oldest_s": 720.0},
            re.compile(rf"^2 visits are still on the kiosk, the oldest since {TIME}\.$"),
        ),
        (
            {"waiting": 2, "visits": 1, "oldest_s": 720.0},
            re.compile(rf"^1 visit is still on the kiosk, since {TIME}\.$"),
        ),
        (
            {"waiting": 900, "visits": 400, "oldest_s": 200_000.0},
            re.compile(
                r"^400 visits are still on the kiosk, the oldest since .*\d.*, \d\d:\d\d\.$"
            ),
        ),
        ({"store": "low", "camera": "unknown"}, "The kiosk’s disk is nearly full."),
        (
            {"store": "restored"},
            "The kiosk was restored from a copy. A visit may be missing.",
        ),
        (
            {"store": "full", "camera": "lost"},
            "The kiosk’s disk is full. It can’t check people in.",
        ),
    ],
)
def test_what_a_kiosk_lacks_is_one_calm_line(
    tablet: OpenTablet,
    station: PlainStation,
    told: dict[str, object],
    words: str | re.Pattern[str],
) -> None:
    station.fares(**told)
    ben = tablet()

    expect(ben.page.locator(".station-warnings li")).to_have_text([words])
    assert ben.violations() == []
    assert ben.overflows() == []


def test_what_is_well_again_is_said_no_more(tablet: OpenTablet, station: PlainStation) -> None:
    station.fares(camera="lost")
    ben = tablet()
    expect(ben.page.locator(".station-warnings li")).to_have_count(1)

    station.fares()

    expect(ben.page.locator(".station-warnings")).to_be_hidden(timeout=LOOK_MS)


@pytest.mark.parametrize(
    ("held", "then"),
    [
        ({}, ""),
        ({"waiting": 3, "oldest_s": 30.0}, " Visits are still on it."),
        ({"waiting": 3, "visits": 2, "oldest_s": 30.0}, " 2 visits were still on it then."),
        ({"waiting": 2, "visits": 1, "oldest_s": 30.0}, " 1 visit was still on it then."),
    ],
)
def test_a_kiosk_that_falls_silent_is_said_after_two_minutes(
    tablet: OpenTablet, station: PlainStation, held: dict[str, object], then: str
) -> None:
    station.fares(**held)
    ben = tablet()
    expect(ben.page.locator(".station-warnings")).to_be_hidden()

    hears_of_the_kiosk(ben, seen_at=ago(minutes=3), told_at=ago(minutes=3))

    note = ben.page.locator(".station-warnings li")
    expect(note).to_have_text(re.compile(rf"^The kiosk hasn’t answered since {TIME}\.{then}$"))
    assert ben.overflows() == []


def test_a_kiosk_that_is_silent_since_another_day_is_told_with_the_day(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.fares()
    ben = tablet()

    hears_of_the_kiosk(ben, seen_at="2026-03-02T10:41:00Z")

    note = ben.page.locator(".station-warnings li")
    expect(note).to_have_text(re.compile(r"^The kiosk hasn’t answered since .*2.*, \d\d:41\.$"))


def test_a_kiosk_that_asks_and_gets_nothing_through_is_told_as_it_was_then(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.fares(waiting=3, visits=2, oldest_s=30.0)
    ben = tablet()

    hears_of_the_kiosk(ben, told_at=ago(minutes=3))

    note = ben.page.locator(".station-warnings li")
    then = rf"^At {TIME}, 2 visits were still on the kiosk, the oldest since {TIME}\.$"
    expect(note).to_have_text(re.compile(then))


def test_the_sheet_shows_every_stuck_way_and_follows_while_it_is_open(
    lead: Tablet, station: PlainStation
) -> None:
    station.fares()
    opens_kiosks(lead)
    row = lead.page.locator(".fleet-list [data-id=B]")
    expect(row.locator(".fleet-ways")).to_be_hidden()

    way = {"for_s": 600.0, "reason": "status 413", "status": 413}
    station.fares(ways=[{**way, "way": "pictures"}, {**way, "way": "hints", "status": None}])

    expect(row.locator(".fleet-ways li")).to_have_text(
        [
            re.compile(
                f"^Pictures haven’t got through since {TIME}: something on the way says 413"
            ),
            re.compile(f"^It hears of changes some seconds late since {TIME}: no answer"),
        ]
    )
    assert lead.violations() + lead.overflows() == []


def hears_of_the_kiosk(tablet: Tablet, **of_the_kiosk: object) -> None:
    """What the server says of it is true of another moment."""
    told = tablet.context.request.get(f"{tablet.url}/api/v1/desk/state").json()
    told["stations"][0] |= of_the_kiosk
    tablet.page.route("**/api/v1/desk/state*", lambda route: route.fulfill(json=told))
    tablet.open()


def ago(*, minutes: int) -> str:
    return (SystemClock().now() - timedelta(minutes=minutes)).isoformat()


def test_a_lead_pairs_a_kiosk_by_its_code(lead: Tablet, home: HomeProcess) -> None:
    kiosk = NewKiosk(home.url)
    code = kiosk.shows(**held("B", site="demo"))
    opens_kiosks(lead)
    words = lead.page.locator(".pair-form [role=status]")
    lead.page.get_by_label("Code on the kiosk").fill("0000-0000")
    lead.page.get_by_role("combobox").select_option("D")
    lead.page.get_by_label("Seats").fill("7, 8")

    lead.press("Pair this kiosk")
    expect(words).to_contain_text("No kiosk shows this code now.")
    lead.page.get_by_label("Code on the kiosk").fill(code.lower())
    lead.press("Pair this kiosk")
    expect(words).to_have_text("This kiosk still holds visits of letter B. Give it that letter.")
    lead.page.get_by_role("combobox").select_option("B")
    lead.page.get_by_label("Seats").fill("1, 2, 3")
    lead.press("Pair this kiosk")

    expect(words).to_have_text("Kiosk B is paired. It starts by itself.")
    assert kiosk.token().startswith("wk1.demo.B.")
    kiosk.session.close()


def test_a_code_a_lead_scanned_is_typed_already(lead: Tablet, home: HomeProcess) -> None:
    kiosk = NewKiosk(home.url)
    code = kiosk.shows()

    lead.page.goto(f"{lead.url}/desk/#kiosk={code}")
    expect(lead.page.get_by_label("Code on the kiosk")).to_have_value(code)
    lead.press("Pair this kiosk")

    expect(lead.page.locator(".pair-form [role=status]")).to_contain_text("is paired")
    kiosk.session.close()


def test_a_lead_revokes_a_kiosk_after_being_asked_once_more(
    lead: Tablet, station: PlainStation
) -> None:
    station.fares()
    opens_kiosks(lead)
    row = lead.page.locator(".fleet-list [data-id=B]")
    expect(row).to_contain_text("from 127.0.0.1")

    lead.press("Revoke kiosk B")
    expect(row).to_contain_text("Kiosk B can do nothing here from then on.")
    assert lead.violations() == []
    lead.press("Keep it")
    expect(row.locator(".fleet-confirm")).to_be_hidden()
    lead.press("Revoke kiosk B")
    lead.press("Yes, revoke")

    expect(row).to_contain_text("Revoked.")
    with pytest.raises(AssertionError, match="unknown_token"):
        station.fares()


def test_the_sheet_says_which_tablet_is_this_one_and_when_each_was_seen(
    lead: Tablet, tablet: OpenTablet
) -> None:
    tablet("Ben")
    opens_kiosks(lead)
    rows = lead.page.locator("[data-part=tablets] > li")
    hers, his = rows.filter(has_text="Lea"), rows.filter(has_text="Ben")

    expect(hers.get_by_text("this tablet", exact=True)).to_be_visible()
    expect(his.get_by_text("this tablet", exact=True)).to_be_hidden()
    expect(his).to_contain_text(re.compile(rf"Seen {TIME}"))
    his.get_by_role("button", name="Unpair").first.click()
    hers.get_by_role("button", name="Unpair").first.click()

    expect(his).to_contain_text("Whoever is signed in there is signed out.")
    expect(hers).to_contain_text("This tablet then needs a new address from the server")
    assert lead.violations() == []


def test_a_silent_kiosk_looks_silent_and_a_revoked_one_stands_apart(
    lead: Tablet, station: PlainStation
) -> None:
    station.fares()
    told = lead.context.request.get(f"{lead.url}/api/v1/desk/stations").json()
    gone = {**told["stations"][0], "letter": "C", "standing": "revoked", "seats": [7]}
    told["stations"] = [{**told["stations"][0], "seen_at": ago(minutes=9)}, gone]
    lead.page.route("**/api/v1/desk/stations", lambda route: route.fulfill(json=told))
    opens_kiosks(lead)

    silent = lead.page.locator("[data-part=stations] > li")
    expect(silent).to_have_count(1)
    expect(silent).to_contain_text(
        re.compile(rf"Hasn’t answered since {TIME}\. See that it has power and network")
    )
    expect(lead.page.get_by_role("heading", name="Revoked")).to_be_visible()
    expect(lead.page.locator("[data-part=revoked] > li")).to_contain_text("Kiosk C")
    assert lead.violations() + lead.overflows() == []


def test_the_way_out_of_the_sheet_is_in_sight_on_a_low_screen(
    lead: Tablet, station: PlainStation
) -> None:
    station.fares()
    lead.page.set_viewport_size({"width": 1280, "height": 800})
    opens_kiosks(lead)

    expect(lead.button("Close", exact=True)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    ("seats", "words"),
    [
        ("5, 6, 7", "Kiosk B hands out seats 5 and 6. Leave them out, or choose others."),
        ("6, 7", "Kiosk B hands out seat 6. Leave it out, or choose another."),
    ],
)
def test_a_refusal_names_the_seats_and_goes_to_them(
    lead: Tablet, home: HomeProcess, seats: str, words: str
) -> None:
    kiosk = NewKiosk(home.url)
    opens_kiosks(lead)
    lead.page.get_by_label("Code on the kiosk").fill(kiosk.shows())
    lead.page.get_by_role("combobox").select_option("D")
    lead.page.get_by_label("Seats").fill(seats)

    lead.press("Pair this kiosk")

    said = lead.page.locator(".pair-form [role=status]")
    expect(said).to_have_text(words)
    expect(said).to_have_class(re.compile("refusal"))
    expect(lead.page.get_by_label("Seats")).to_be_focused()
    assert lead.violations() == []
    kiosk.session.close()


@pytest.mark.parametrize(
    "size", [DESK_SIZE, UPRIGHT, SMALL], ids=["landscape", "portrait", "small"]
)
def test_the_sheet_is_clean(lead: Tablet, size: ViewportSize) -> None:
    lead.page.set_viewport_size(size)
    opens_kiosks(lead)

    assert lead.violations() + lead.small_targets() + lead.overflows() == []


def test_who_does_not_lead_is_not_offered_the_sheet(tablet: OpenTablet) -> None:
    ben = tablet()

    ben.press("Ben, here")

    expect(ben.button("Keyboard shortcuts")).to_be_visible()
    expect(ben.button("Kiosks and tablets")).to_be_hidden()


def test_seats_written_by_hand_stay_when_the_letter_is_chosen_after(lead: Tablet) -> None:
    opens_kiosks(lead)
    letter, seats = lead.page.get_by_role("combobox"), lead.page.get_by_label("Seats")
    letter.select_option("B")
    expect(seats).to_have_value("1, 2, 3, 4, 5, 6")

    seats.fill("7, 8")
    letter.select_option("D")

    expect(seats).to_have_value("7, 8")


def test_a_second_kiosk_never_replaces_the_first_by_itself(
    lead: Tablet, home: HomeProcess, station: PlainStation
) -> None:
    station.fares()
    opens_kiosks(lead)
    code = lead.page.get_by_label("Code on the kiosk")
    letter = lead.page.get_by_role("combobox")
    kiosk = NewKiosk(home.url)
    code.fill(kiosk.shows())
    lead.page.get_by_label("Seats").fill("7")
    chosen = letter.input_value()
    lead.press("Pair this kiosk")
    expect(lead.page.locator(".pair-form [role=status]")).to_contain_text("is paired")
    kiosk.token()
    kiosk.session.close()
    lead.press("Close", exact=True)

    opens_kiosks(lead)

    assert chosen != "B", "a kiosk has it"
    expect(letter).not_to_have_value(chosen)
    expect(lead.page.locator(".pair-form [role=status]")).to_be_hidden()


def test_without_a_connection_the_sheet_says_so(
    lead: Tablet, home: HomeProcess, station: PlainStation
) -> None:
    station.fares()
    lead.may_lose_connection = True
    opens_kiosks(lead)
    home.kill()

    lead.press("Revoke kiosk B")
    lead.press("Yes, revoke")
    expect(lead.page.locator(".fleet-list [data-id=B]")).to_contain_text(LOST)
    lead.press("Close", exact=True)
    lead.press("Lea, here")
    lead.press("Kiosks and tablets")
    expect(lead.page.locator(".notices")).to_contain_text(LOST)
    home.start()
