"""`kiosk serve`: the server of a site, and the set-up of its store."""

from __future__ import annotations

import os
import shlex
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import click

from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import DEFAULT_PORT, site_option
from kiosk.cli.server.members import member_name
from kiosk.cli.server.opened_home import opened_home
from kiosk.faults import SettingsFault
from kiosk.machine.small_file import one_line
from kiosk.settings import DATABASE_VARIABLE, SiteSettings, read_site, read_sites

_WORKERS: Final = "Processes that serve; more than one take --database."
_DATABASE: Final = "PostgreSQL with the store, like postgresql://db/kiosk; else a file in data_dir."


@click.command()
@site_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--database", default="", metavar="URL", help=_DATABASE)
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 16), help=_WORKERS)
@click.option("--socket", type=int, hidden=True)  # a supervisor's, for its processes
@click.option("--setup", is_flag=True, help="Make the store and the first lead, then end.")
@click.option("--lead", default="Lead", show_default=True, help="With --setup: the lead's name.")
@plain_faults
def serve(*, config: Path, database: str, setup: bool, lead: str, **address: Any) -> None:
    """Run the home of a site: its queue, its desk pages, its stations' API.

    Where --config is a folder, the homes of all the sites that have a file there.
    """
    if database:
        os.environ[DATABASE_VARIABLE] = database  # where the processes look that it starts
    if setup:
        _set_up(read_site(config), config, lead)
        return
    sites = read_sites(config)
    from kiosk.server.listen import Address, listen
    from kiosk.server.workers import supervise

    at = Address(**address)
    if at.workers == 1:
        listen(sites, _pages(), at)
    else:
        supervise(sites, at, [sys.executable, "-m", "kiosk", "serve", "--config", str(config)])


def _set_up(settings: SiteSettings, config: Path, lead: str) -> None:
    from kiosk.server.auth.members import Role

    with opened_home(settings, config) as home:
        if home.members.all():
            leads = ", ".join(it.name for it in home.members.all() if it.role == Role.LEAD.value)
            already = (
                f"there is a lead already, {leads}: use kiosk members add"
                if leads
                else "there are members and no lead: use kiosk members role NAME lead"
            )
            raise SettingsFault(f"{config}: --setup: expected a store without members; {already}")
        added = home.members.add(member_name(lead), Role.LEAD)
        assert added is not None, "a store without members has no such name"
    click.echo(f"{added[0].name}  PIN {added[1]}   (shown once)")
    typed = one_line(shlex.quote(f"{config}"))
    click.echo(f"Next:  kiosk serve --config {typed}")
    click.echo(f"       kiosk pair --config {typed} --tablet")
    for letter in settings.site.seats:
        approve = f"kiosk pair approve CODE --config {typed} --letter {letter}"
        click.echo(f"       {approve}   (the code its kiosk shows)")


def _pages() -> Path:
    return Path(str(files("ui"))) / "web"
