"""Nobody browses old pictures, and who saw which is on record before they see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner

from kiosk.cli.server.audit import audit
from kiosk.journal import LogEvent
from kiosk.server.audit.record import Act
from kiosk.server.home import Home
from kiosk.server.pictures.access import PictureAccess
from tests.conftest import ExpectLog
from tests.server.conftest import Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import StationSide, jpeg

Logged = Callable[[LogEvent], list[dict[str, Any]]]


def looks(home: Home) -> list[tuple[str | None, str, str]]:
    """Who saw which visit's picture, and how."""
    entries = home.audit.entries(home.store.now() - timedelta(days=90))
    return [(entry.who, entry.about, entry.detail) for entry in entries]


def code(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def sign_in_again(tablet: DeskClient, member_id: str, pin: str) -> None:
    """A session ends after 12 hours."""
    assert tablet.sign_in(member_id, pin).status_code == 200


@pytest.fixture
def old(
    sender: StationSide,
    maya: DeskClient,
    ben: DeskClient,
    prepared: Prepared,
    clock: FakeClock,
) -> str:
    """A picture of a visit that ended 24 hours ago; both are signed in."""
    visit = sender.arrives("Ada")
    photo = sender.shows(visit, jpeg())
    maya.does("call", visit)
    maya.finishes(visit)
    clock.passes(hours=24)
    sign_in_again(maya, prepared.maya.member.id, prepared.maya.pin)
    sign_in_again(ben, prepared.ben.member.id, prepared.ben.pin)
    return photo


def test_the_picture_of_an_open_visit_is_every_members_and_each_look_is_kept(
    sender: StationSide, ben: DeskClient, home: Home
) -> None:
    photo = sender.shows(sender.arrives("Ada"), jpeg())

    assert ben.get(f"/pictures/{photo}").status_code == 200
    assert looks(home) == [("Ben Okoro", "2026-03-02 B1", "whole")]


def test_looks_within_ten_minutes_are_one_and_the_larger_counts(
    sender: StationSide, ben: DeskClient, maya: DeskClient, home: Home, clock: FakeClock
) -> None:
    photo = sender.shows(sender.arrives(), jpeg())
    for size in ("/thumb", "/thumb", "", "/thumb"):
        ben.get(f"/pictures/{photo}{size}")
    maya.get(f"/pictures/{photo}/thumb")
    clock.passes(minutes=10)
    ben.get(f"/pictures/{photo}/thumb")

    visit = "2026-03-02 B1"
    assert looks(home) == [
        ("Ben Okoro", visit, "whole"),
        ("Maya Lund", visit, "small"),
        ("Ben Okoro", visit, "small"),
    ]


def test_small_copies_alone_are_left_out_of_a_list_of_looks(
    sender: StationSide, ben: DeskClient, maya: DeskClient, home: Home
) -> None:
    photo = sender.shows(sender.arrives(), jpeg())
    maya.get(f"/pictures/{photo}/thumb")
    ben.get(f"/pictures/{photo}")

    entries = home.audit.entries(home.store.now() - timedelta(days=1), small=False)
    assert [(entry.who, entry.detail) for entry in entries] == [("Ben Okoro", "whole")]


def test_within_a_day_of_its_end_a_visits_picture_is_still_the_teams(
    old: str, ben: DeskClient, clock: FakeClock
) -> None:
    clock.passes(seconds=-1)

    assert ben.get(f"/pictures/{old}").status_code == 200


@pytest.mark.parametrize("size", ["", "/thumb"])
def test_after_a_day_a_member_does_not_see_it_whatever_they_say(
    old: str, ben: DeskClient, home: Home, size: str
) -> None:
    answer = ben.get(f"/pictures/{old}{size}", params={"reason": "I would like to see it"})

    assert code(answer) == (403, "lead_needed")
    assert answer.json()["detail"] == "This visit ended more than a day ago. Ask a lead."
    assert looks(home) == []


@pytest.mark.parametrize("reason", ["", "why", " \t \u200b\x00 "])
def test_after_a_day_a_lead_has_to_say_why(
    old: str, maya: DeskClient, home: Home, reason: str
) -> None:
    answer = maya.get(f"/pictures/{old}", params={"reason": reason})

    assert code(answer) == (403, "reason_needed")
    assert "Say why" in answer.json()["detail"]
    assert looks(home) == []


def test_a_lead_who_says_why_sees_it_and_the_reason_is_kept(
    old: str, maya: DeskClient, home: Home, data: Path
) -> None:
    answer = maya.get(f"/pictures/{old}", params={"reason": "The same dock\nfailed again"})

    assert answer.headers["content-type"] == "image/jpeg"
    [entry] = home.audit.entries(home.store.now())
    assert (entry.who, entry.reason) == ("Maya Lund", "The same dock failed again")


def test_a_reason_too_long_to_read_is_refused(old: str, maya: DeskClient) -> None:
    assert code(maya.get(f"/pictures/{old}", params={"reason": "x" * 301})) == (422, "malformed")


def test_a_station_whose_clock_is_ahead_keeps_no_picture_open(
    sender: StationSide, ben: DeskClient, prepared: Prepared, clock: FakeClock
) -> None:
    """The end a station tells of carries its own clock; the home's own counts."""
    visit = sender.arrives()
    photo = sender.shows(visit, jpeg())
    sender.push(sender.event("VisitorLeft", visit, at="2999-01-01T00:00:00Z"))

    clock.passes(hours=24)
    sign_in_again(ben, prepared.ben.member.id, prepared.ben.pin)

    assert code(ben.get(f"/pictures/{photo}")) == (403, "lead_needed")


def test_what_two_visitors_showed_is_open_while_one_of_them_is_here(
    old: str, sender: StationSide, ben: DeskClient
) -> None:
    sender.shows(sender.arrives("Bob"), jpeg())

    assert ben.get(f"/pictures/{old}").status_code == 200


def test_what_cannot_be_put_on_record_is_not_shown(
    sender: StationSide, ben: DeskClient, home: Home, expect_log: ExpectLog
) -> None:
    """A planted fault: the record's table is gone."""
    expect_log(LogEvent.SERVER_FAULT)
    photo = sender.shows(sender.arrives(), jpeg())
    with home.store.write() as connection:
        connection.exec_driver_sql("alter table audit rename to elsewhere")

    answer = ben.get(f"/pictures/{photo}")

    assert (answer.status_code, b"JFIF" in answer.content) == (503, False)


def test_more_than_fifty_pictures_within_an_hour_are_said_once(
    sender: StationSide,
    ben: DeskClient,
    home: Home,
    clock: FakeClock,
    expect_log: ExpectLog,
    logged: Logged,
) -> None:
    expect_log(LogEvent.MANY_PICTURES_SEEN)
    photo = sender.shows(sender.arrives(), jpeg())
    ben.get(f"/pictures/{photo}")
    [first] = home.audit.entries(clock.now())
    member = ben.state()["me"]["id"]
    with home.store.write() as connection:
        # The other forty-nine looks of the hour, without taking forty-nine pictures.
        for count in range(49):
            row = f"'{count}', 'lab', at, '{member}', act, about, '{count}', 'whole', ''"
            connection.exec_driver_sql(f"insert into audit select {row} from audit limit 1")
    said = []
    for colour in ("red", "blue", "green"):
        ben.get(f"/pictures/{sender.shows(sender.arrives(), jpeg(colour=colour))}")
        said.append(len(logged(LogEvent.MANY_PICTURES_SEEN)))

    assert (first.who, said) == ("Ben Okoro", [1, 1, 1])
    assert logged(LogEvent.MANY_PICTURES_SEEN) == [{"member_id": member, "count": 51}]


def test_the_record_is_read_on_the_command_line(
    sender: StationSide, ben: DeskClient, home: Home, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben.get(f"/pictures/{sender.shows(sender.arrives(), jpeg())}")
    home.audit.record(Act.REVOKE, "station B")
    config = data.with_name("site.toml")
    config.write_text('id = "lab"\nname = "The Lab"\ntime_zone = "Europe/London"', "utf-8")
    monkeypatch.setattr("kiosk.cli.server.opened_home.SystemClock", lambda: home.store.clock)

    told = CliRunner().invoke(audit, ["list", "--config", str(config)])

    assert told.output.splitlines() == [
        "2026-03-02 09:00\tBen Okoro\tpicture\t2026-03-02 B1\twhole",
        "2026-03-02 09:00\tcommand line\trevoke\tstation B",
    ]


def test_a_door_left_open_would_be_found(
    old: str, ben: DeskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug: every visit counts as recent."""
    monkeypatch.setattr(PictureAccess, "_is_recent", lambda _viewing, _visit: True)

    assert ben.get(f"/pictures/{old}").status_code == 200
