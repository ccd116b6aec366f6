"""`kiosk serve`: the server of a site, and the set-up of its store."""

from __future__ import annotations

import shlex
from importlib.resources import files
from pathlib import Path

import click

from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import DEFAULT_PORT, site_option
from kiosk.cli.server.members import member_name
from kiosk.cli.server.opened_home import opened_home
from kiosk.faults import SettingsFault
from kiosk.machine.small_file import one_line
from kiosk.settings import SiteSettings, read_site, read_sites


@click.command()
@site_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--setup", is_flag=True, help="Make the store and the first lead, then end.")
@click.option("--lead", default="Lead", show_default=True, help="With --setup: the lead's name.")
@plain_faults
def serve(*, config: Path, host: str, port: int, setup: bool, lead: str) -> None:
    """Run the home of a site: its queue, its desk pages, its stations' API.

    Where --config is a folder, the homes of all the sites that have a file there.
    """
    if setup:
        _set_up(read_site(config), config, lead)
        return
    sites = read_sites(config)
    from kiosk.server.listen import listen

    listen(sites, _pages(), host, port)


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
