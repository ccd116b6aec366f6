"""The commands of a home: serve it, pair its stations and tablets."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Final

import click

from kiosk.cli.plain import DEFAULT_PORT, member_name, opened_home, plain_faults, site_option
from kiosk.faults import SettingsFault
from kiosk.settings import SiteSettings, read_site, site_of

PAIRING_LASTS: Final = timedelta(minutes=10)
"""How long the address that pairs tablets works."""


@click.command()
@site_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--setup", is_flag=True, help="Make the store and the first lead, then end.")
@click.option("--lead", default="Lead", show_default=True, help="With --setup: the lead's name.")
@plain_faults
def serve(*, config: Path, host: str, port: int, setup: bool, lead: str) -> None:
    """Run the home of a site: its queue, its desk pages, its stations' API."""
    settings = read_site(config)
    if setup:
        _set_up(settings, config, lead)
        return
    from kiosk.server.listen import listen

    listen(site_of(settings, config), Path(settings.data_dir), _pages(), host, port)


@click.command()
@site_option
@click.option("--station", "letter", help="Make the token of the station with this letter.")
@click.option("--tablet", is_flag=True, help="Make an address that pairs tablets for 10 minutes.")
@click.option("--url", default=f"http://127.0.0.1:{DEFAULT_PORT}", show_default=True)
@plain_faults
def pair(*, config: Path, letter: str | None, tablet: bool, url: str) -> None:
    """Pair a station (prints its token, once) or a tablet (prints an address to open)."""
    settings = read_site(config)
    if tablet == bool(letter):
        raise click.UsageError("give either --station LETTER or --tablet")
    with opened_home(settings, config) as home:
        if letter:
            known = [station.letter for station in settings.stations]
            if letter not in known:
                expected = f"expected one of {', '.join(known) or 'none yet'}, got {letter!r}"
                raise SettingsFault(f"{config}: stations.letter: {expected}")
            click.echo(home.devices.pair_station(letter))
        else:
            click.echo(f"{url.rstrip('/')}/desk/#pair={home.devices.pairing_code(PAIRING_LASTS)}")


def _set_up(settings: SiteSettings, config: Path, lead: str) -> None:
    from kiosk.server.members import Role

    with opened_home(settings, config) as home:
        if home.members.all():
            raise SettingsFault(f"{config}: data_dir: expected a store without members yet")
        added = home.members.add(member_name(lead), Role.LEAD)
        assert added is not None, "a store without members has no such name"
    click.echo(f"{added[0].name}  PIN {added[1]}   (shown once)")
    click.echo(f"Next:  kiosk serve --config {config}")
    click.echo(f"       kiosk pair --config {config} --tablet")
    for station in settings.stations:
        click.echo(f"       kiosk pair --config {config} --station {station.letter} > token")


def _pages() -> Path:
    return Path(str(files("ui"))) / "web"
