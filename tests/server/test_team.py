"""The team on the command line: no names alike; who leaves is out, and their visitors are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cli import kiosk
from kiosk.server.auth.look_alike import look_alike
from kiosk.server.home import Home
from tests.server.desk_side import DeskClient
from tests.server.station_side import StationSide

LIKE_MAYA = [
    "maya",
    "MAYA",
    "\u041caya",  # Cyrillic Em
    "\u041c\u0430\u0443\u0430",  # Cyrillic alone
    "\u043c\u0430\u0443\u0430",  # and in small letters
    "\uff2d\uff41\uff59\uff41",  # full width
    "M\u0430ya",  # Cyrillic a
    "Ma\u200dya",
    "\U0001d40caya",  # mathematical bold
]


@pytest.fixture
def config(home: Home, data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings of the running server, whose time the commands go by."""
    monkeypatch.setattr("kiosk.cli.server.opened_home.SystemClock", lambda: home.store.clock)
    path = data.with_name("site.toml")
    path.write_text(f'id = "lab"\nname = "The Lab"\ndata_dir = "{data}"\n', encoding="utf-8")
    return path


def run(config: Path, *words: str) -> Result:
    return CliRunner().invoke(
        kiosk, ["members", *words, "--config", str(config)], catch_exceptions=False
    )


def team(config: Path) -> list[str]:
    return run(config, "list").output.splitlines()


@pytest.mark.parametrize("name", LIKE_MAYA)
def test_a_name_that_looks_like_another_is_told(name: str) -> None:
    assert look_alike("Maya", name)
    assert look_alike(name, "Maya")


@pytest.mark.parametrize(("one", "other"), [("Maya", "Mia"), ("Zoe", "Zoë"), ("Ana", "Anna")])
def test_names_that_people_can_tell_apart_are_two(one: str, other: str) -> None:
    assert not look_alike(one, other)


@given(st.text(max_size=20), st.text(max_size=20))
def test_looking_alike_is_mutual_and_each_name_looks_like_itself(one: str, other: str) -> None:
    assert look_alike(one, one)
    assert look_alike(one, other) == look_alike(other, one)


@pytest.mark.parametrize("name", ["maya lund", "\u041caya Lund"])
def test_nobody_is_added_who_looks_like_a_member(config: Path, maya: DeskClient, name: str) -> None:
    before = team(config)
    added = run(config, "add", name)

    assert (added.exit_code, team(config)) == (2, before)
    assert "Maya Lund is in the team" in added.output
    assert "PIN" not in added.output


def test_a_member_is_renamed_and_goes_on_working(config: Path, maya: DeskClient) -> None:
    renamed = run(config, "rename", "Maya Lund", "maya lund")
    again = run(config, "rename", "maya lund", "Maya Berg")

    assert (renamed.exit_code, again.exit_code) == (0, 0)
    assert "Maya Berg\tlead" in team(config)
    assert maya.state()["me"]["name"] == "Maya Berg"


def test_a_name_nobody_has_is_told_with_the_one_that_was_meant(
    config: Path, maya: DeskClient
) -> None:
    assert "Maya Lund is one" in run(config, "remove", "maya lund").output
    assert "see kiosk members list" in run(config, "rename", "Nobody", "Ana").output


def test_the_last_lead_stays(config: Path, maya: DeskClient) -> None:
    removed = run(config, "remove", "Maya Lund")
    demoted = run(config, "role", "Maya Lund", "member")

    assert (removed.exit_code, demoted.exit_code) == (2, 2)
    assert "expected another lead first" in removed.output
    assert maya.state()["me"]["role"] == "lead"


def test_the_lead_changes(config: Path, maya: DeskClient, ben: DeskClient) -> None:
    run(config, "role", "Ben Okoro", "lead")
    run(config, "role", "Maya Lund", "member")

    assert {"Ben Okoro\tlead", "Maya Lund\tmember"} <= {*team(config)}
    assert (maya.state()["me"]["role"], ben.state()["me"]["role"]) == ("member", "lead")


@pytest.mark.parametrize("verbs", [["call"], ["call", "arrived"], ["call", "begin"]])
def test_who_is_removed_is_out_at_once_and_their_visitor_waits_again(
    config: Path,
    station: StationSide,
    home: Home,
    maya: DeskClient,
    ben: DeskClient,
    verbs: list[str],
) -> None:
    visit = station.arrives()
    station.arrives()
    for verb in verbs:
        ben.does(verb, visit)
    removed = run(config, "remove", "Ben Okoro")

    assert removed.output == "Ben Okoro is removed and signed out everywhere; 1 waits again.\n"
    assert ben.get("/state").status_code == 401
    assert next(it["id"] for it in maya.state()["waiting"]) == visit
    assert not any(it.name.startswith("Ben") for it in home.members.all())
    [entry] = [it for it in home.audit.entries(home.store.now()) if it.act == "team"]
    assert (entry.about, entry.detail) == ("member Ben Okoro", "removed")


def test_a_name_is_free_again_once_its_bearer_has_left(config: Path, ben: DeskClient) -> None:
    run(config, "remove", "Ben Okoro")
    first = run(config, "add", "Ben Okoro")
    run(config, "remove", "Ben Okoro")
    second = run(config, "add", "Ben Okoro")

    assert ("PIN" in first.output, "PIN" in second.output) == (True, True)
