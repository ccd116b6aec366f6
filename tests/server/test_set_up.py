"""Whoever runs the server sets it up from the command line; secrets are printed once and kept as
hashes, and what they open is opened.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import kiosk
from kiosk.clock import SystemClock
from kiosk.journal import LogEvent
from kiosk.server.auth.members import Locked, WrongPin
from kiosk.server.fleet.pairings import PairingCode, UnsentEvents
from kiosk.server.home import Home, open_home
from kiosk.server.sync.quotas import Allowance
from kiosk.settings import read_site
from tests.conftest import ExpectLog
from tests.doubles.stores import SQLITE, Stores

SETTINGS = 'id = "lab"\nname = "The Lab"\n[[stations]]\nletter = "B"\n'


@pytest.fixture
def config(tmp_path: Path, stores: Stores) -> Iterator[Path]:
    """A site's settings, where everything else is yet to be made, under a lax umask."""
    path = tmp_path / "site.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    umask = os.umask(0o022)
    yield path
    os.umask(umask)


@pytest.fixture
def opened(config: Path) -> Iterator[Home]:
    """The store as a server beside the commands has it open."""
    data = Path(read_site(config).data_dir)
    home = open_home(read_site(config).site, data, SystemClock())
    yield home
    home.close()


def run(config: Path, *words: str) -> Result:
    return CliRunner().invoke(kiosk, [*words, "--config", str(config)], catch_exceptions=False)


def pin_in(result: Result) -> str:
    assert result.exit_code == 0, result.output
    (pin,) = re.findall(r"PIN (\d{6})\b", result.output)
    return str(pin)


def tablet_of(home: Home, config: Path) -> str:
    """A tablet paired by the address the command prints."""
    address = run(config, "pair", "--tablet").output.strip()
    token = home.devices.pair_tablet(address.partition("#pair=")[2])
    assert token is not None
    return home.devices.tablet(token) or ""


def test_the_first_lead_signs_in_with_the_pin_that_was_printed(config: Path) -> None:
    result = run(config, "serve", "--setup", "--lead", "Maya")

    data = Path(read_site(config).data_dir)
    home = open_home(read_site(config).site, data, SystemClock())
    (lead,) = home.members.all()
    answer = home.members.sign_in(lead.id, pin_in(result), tablet_of(home, config))
    home.close()
    assert (lead.name, lead.role) == ("Maya", "lead")
    assert isinstance(answer, tuple)


def test_a_second_set_up_is_refused_and_changes_nothing(config: Path, opened: Home) -> None:
    first = run(config, "serve", "--setup", "--lead", "Maya")

    second = run(config, "serve", "--setup", "--lead", "Mallory")

    assert (first.exit_code, second.exit_code) == (0, 2)
    assert "PIN" not in second.output
    assert len(second.output.strip().splitlines()) == 1
    assert [member.name for member in opened.members.all()] == ["Maya"]


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_secrets_are_printed_once_and_kept_nowhere(config: Path) -> None:
    secrets = [
        pin_in(run(config, "serve", "--setup")),
        pin_in(run(config, "members", "add", "Ben")),
        run(config, "pair", "--station", "B").output.strip(),
        run(config, "pair", "--tablet").output.strip().partition("#pair=")[2],
    ]

    files = [path for path in config.parent.rglob("*") if path.is_file()]
    kept = b"".join(path.read_bytes() for path in files)
    assert all(secrets)
    assert len(files) >= 2
    found = [secret for secret in secrets if f'"{secret}"'.encode() in kept]
    assert found == []
    assert [secret for secret in secrets[2:] if secret.encode() in kept] == []


def test_what_is_made_is_for_the_servers_own_account_alone(config: Path) -> None:
    run(config, "serve", "--setup")
    run(config, "pair", "--station", "B")

    data = config.parent / "server"
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [data, *data.rglob("*")]}
    assert {path.name: oct(mode) for path, mode in modes.items() if mode & 0o077} == {}


def test_a_stations_token_is_one_line_that_opens_the_station(config: Path, opened: Home) -> None:
    first = run(config, "pair", "--station", "B").output
    second = run(config, "pair", "--station", "B").output

    assert first.count("\n") == second.count("\n") == 1
    assert second.startswith("wk1.lab.B.")
    assert opened.devices.station(first.strip()) is None
    caller = opened.devices.station(second.strip())
    assert caller is not None
    assert caller.letter == "B"


def test_a_kiosk_paired_by_hand_in_a_new_store_may_bring_the_week_it_kept(
    config: Path, opened: Home
) -> None:
    """The store was lost and made anew: nobody knows any more what the kiosk holds."""
    token = run(config, "pair", "--station", "B").output.strip()
    caller = opened.devices.station(token)
    assert caller is not None

    with opened.store.write() as connection:
        allowance = Allowance(connection, opened.store.site, caller, opened.store.now())

    assert allowance.visits >= 10_000


def test_a_code_is_approved_from_the_command_line(config: Path, opened: Home) -> None:
    kiosk_shows = opened.pairings.open("192.0.2.7")
    assert isinstance(kiosk_shows, PairingCode)

    approved = run(config, "pair", "approve", kiosk_shows.code, "--letter", "D", "--seats", "7, 8")

    token = opened.pairings.collect(kiosk_shows.claim)
    assert approved.output == "Station D is approved; the kiosk starts by itself.\n"
    assert isinstance(token, str)
    assert token.startswith("wk1.lab.D.")
    listed = run(config, "stations", "list").output.splitlines()
    assert [line.split()[:4] for line in listed] == [
        ["B", "free", "seats", "none"],
        ["D", "paired", "seats", "7,8"],
    ]
    assert run(config, "pair", "--station", "D").output.startswith("wk1.lab.D.")


def test_why_a_code_is_not_approved_is_one_line(config: Path, opened: Home) -> None:
    run(config, "pair", "--station", "B")
    kiosk_shows = opened.pairings.open("192.0.2.7", UnsentEvents("lab", "B", 5))
    assert isinstance(kiosk_shows, PairingCode)
    code = kiosk_shows.code

    ended = [
        run(config, "pair", "approve", "0000-0000", "--letter", "D"),
        run(config, "pair", "approve", code, "--letter", "D"),
        run(config, "pair", "approve", code, "--letter", "B"),
        run(config, "pair", "approve", code, "--letter", "B", "--seats", "1,x"),
        run(config, "pair", "approve", code, "--letter", "Q"),
    ]

    assert [each.exit_code for each in ended[:3]] == [2, 2, 2]
    assert [each.output.count("\n") for each in ended[:3]] == [1, 1, 1]
    assert "letter B: this kiosk still holds visits" in ended[1].output
    assert "--replace: B has one" in ended[2].output
    assert [each.exit_code for each in ended[3:]] == [2, 2]
    done = run(config, "pair", "approve", code, "--letter", "B", "--replace")
    assert done.exit_code == 0


def test_a_kiosk_and_a_tablet_are_taken_back_from_the_command_line(
    config: Path, opened: Home, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.STATION_REVOKED)
    token = run(config, "pair", "--station", "B").output.strip()
    tablet = tablet_of(opened, config)
    assert run(config, "stations", "tablets").output.startswith(tablet)

    revoked = run(config, "stations", "revoke", "B")
    again = run(config, "stations", "revoke", "B")
    unpaired = run(config, "stations", "unpair", tablet)

    assert [each.exit_code for each in (revoked, again, unpaired)] == [0, 2, 0]
    assert opened.devices.station(token) is None
    assert run(config, "stations", "list").output.startswith("B  revoked")
    assert run(config, "stations", "tablets").output == ""
    told = [line.split("\t")[1:] for line in run(config, "audit", "list").output.splitlines()]
    assert told == [
        ["command line", "revoke", about] for about in ("station B", f"tablet {tablet}")
    ]


def test_a_tablets_address_leads_where_it_was_told(config: Path) -> None:
    result = run(config, "pair", "--tablet", "--url", "https://help.example/")

    assert re.fullmatch(r"https://help\.example/desk/#pair=[\w-]{43}\n", result.output)


def test_a_tablets_address_is_the_sites_public_one_unless_told(config: Path) -> None:
    plain = run(config, "pair", "--tablet").output
    settings = config.read_text(encoding="utf-8")
    config.write_text(f'public_url = "https://help.example/"\n{settings}', encoding="utf-8")

    public = run(config, "pair", "--tablet").output

    assert plain.startswith("http://127.0.0.1:8620/desk/#pair=")
    assert public.startswith("https://help.example/desk/#pair=")


def test_a_member_added_beside_a_running_server_may_sign_in(config: Path, opened: Home) -> None:
    added = run(config, "members", "add", "Ben")

    (ben,) = opened.members.all()
    answer = opened.members.sign_in(ben.id, pin_in(added), tablet_of(opened, config))
    assert (ben.role, isinstance(answer, tuple)) == ("member", True)


def test_a_name_is_given_once(config: Path, opened: Home) -> None:
    run(config, "members", "add", "Ben")

    again = run(config, "members", "add", "  Ben ")

    assert (again.exit_code, "PIN" in again.output) == (2, False)
    assert len(opened.members.all()) == 1


@pytest.mark.parametrize("name", ["B\x1b[31men", "B\u202een", "Ben\nEve"])
def test_a_name_is_one_clean_line_also_for_a_member(config: Path, opened: Home, name: str) -> None:
    result = run(config, "members", "add", name)

    (member,) = opened.members.all()
    assert result.output == f"{member.name}  PIN {pin_in(result)}\n"
    assert member.name.isprintable()


def test_a_new_pin_unlocks_and_replaces_the_old(
    config: Path, opened: Home, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.MEMBER_LOCKED)
    old = pin_in(run(config, "members", "add", "Ben"))
    (ben,) = opened.members.all()
    tablet = tablet_of(opened, config)
    wrong = f"{(int(old) + 1) % 1_000_000:06d}"
    tries = [opened.members.sign_in(ben.id, wrong, tablet) for _ in range(6)]

    new = pin_in(run(config, "members", "reset-pin", "Ben"))

    assert isinstance(tries[-1], Locked)
    assert old == new or isinstance(opened.members.sign_in(ben.id, old, tablet), WrongPin)
    assert isinstance(opened.members.sign_in(ben.id, new, tablet), tuple)


def test_nobody_gets_the_pin_of_nobody(config: Path) -> None:
    result = run(config, "members", "reset-pin", "Ben")

    assert (result.exit_code, "PIN" in result.output) == (2, False)
