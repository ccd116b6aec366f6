"""`kiosk stations`: the kiosks and tablets of a home; revoking and unpairing them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import site_option
from kiosk.cli.server.opened_home import opened_home
from kiosk.faults import SettingsFault
from kiosk.settings import read_site


@click.group()
def stations() -> None:
    """The kiosks and tablets of this home."""


@stations.command("list")
@site_option
@plain_faults
def stations_list(config: Path) -> None:
    """Each letter: its seats, its kiosk, when and from where that was last seen."""
    from kiosk.server.fleet.overview import fleet_overview

    with opened_home(read_site(config), config) as home, home.store.read() as connection:
        for row in fleet_overview(connection, home.store.site, home.store.terms).stations:
            seats = ",".join(str(seat) for seat in row.seats) or "none"
            seen = f"seen {_instant(row.seen_at)} from {row.seen_from}" if row.seen_at else ""
            also = f" and {row.also_from}" if row.standing == "stopped" else ""
            click.echo(f"{row.letter}  {row.standing:<8}  seats {seats:<14}  {seen}{also}".rstrip())


@stations.command("revoke")
@click.argument("letter")
@site_option
@plain_faults
def stations_revoke(*, letter: str, config: Path) -> None:
    """Take the token of a kiosk back: from now on it can do nothing here."""
    from kiosk.server.audit.record import Act

    with opened_home(read_site(config), config) as home:
        _apply(home.devices.revoke_station, letter, "the letter of a kiosk that has a token")
        home.audit.record(Act.REVOKE, f"station {letter}")
    click.echo(f"Station {letter} is revoked. Pair it again to use it; what it holds is kept.")


@stations.command("allow")
@click.argument("letter")
@site_option
@plain_faults
def stations_allow(*, letter: str, config: Path) -> None:
    """Let a kiosk go on that was stopped because two machines use its token."""
    with opened_home(read_site(config), config) as home:
        _apply(home.devices.allow_station, letter, "the letter of a kiosk that was stopped")
    click.echo(f"Station {letter} goes on; both machines are known now.")


@stations.command("tablets")
@site_option
@plain_faults
def stations_tablets(config: Path) -> None:
    """Each paired tablet: its id, since when, and who is signed in there."""
    from kiosk.server.fleet.overview import fleet_overview

    with opened_home(read_site(config), config) as home, home.store.read() as connection:
        for row in fleet_overview(connection, home.store.site, home.store.terms).tablets:
            click.echo(f"{row.id}  since {_instant(row.paired_at)}  {row.member or ''}".rstrip())


@stations.command("unpair")
@click.argument("tablet_id")
@site_option
@plain_faults
def stations_unpair(*, tablet_id: str, config: Path) -> None:
    """Unpair a tablet; whoever is signed in there is out."""
    from kiosk.server.audit.record import Act

    with opened_home(read_site(config), config) as home:
        _apply(home.devices.unpair_tablet, tablet_id, "an id of `kiosk stations tablets`")
        home.audit.record(Act.REVOKE, f"tablet {tablet_id}")
    click.echo("The tablet is unpaired.")


def _apply(act: Callable[[str], bool], name: str, expected: str) -> None:
    """Runs `act` on the device `name`; SettingsFault when there is none it applies to."""
    if not act(name):
        raise SettingsFault(f"stations: expected {expected}, got {name!r}")


def _instant(at: datetime) -> str:
    return at.astimezone().isoformat(" ", "minutes")
