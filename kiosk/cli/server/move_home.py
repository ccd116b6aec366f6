"""`kiosk move-home`: the stores of one site or of several, from files to PostgreSQL, and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import click

from kiosk import journal
from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import site_option
from kiosk.clock import SystemClock
from kiosk.faults import SettingsFault
from kiosk.machine.small_file import one_line
from kiosk.settings import read_sites

_FILE: Final = "file"
_TO: Final = "Where to: postgresql://db/kiosk, an empty database, or `file`, one in data_dir."


@click.command("move-home")
@site_option
@click.option("--to", required=True, metavar="URL|file", help=_TO)
@plain_faults
def move_home(*, config: Path, to: str) -> None:
    """Move the home's store from its file to PostgreSQL, or back, with the server stopped.

    Where --config is a folder, the stores of all its sites move to one database, or none does.
    Every row is proven in its new place before the old one is given up. Pictures stay in data_dir.
    """
    journal.quiet()
    from kiosk.server.store.copies.move import Moving, move_homes

    if to != _FILE and not to.startswith("postgres"):
        # It is not repeated: it may hold a password.
        raise SettingsFault("--to: expected postgresql://… or the word file")
    sites = read_sites(config)
    homes = [Moving(it.site.site_id, Path(it.data_dir), it.database) for it in sites]
    target = "" if to == _FILE else to
    try:
        moved = move_homes(homes, target, SystemClock().now(), _tell)
    except BaseException:
        if sys.stderr.isatty():
            click.echo(err=True)  # what is said now begins a line
        raise
    for home in moved:
        rows, visits = sum(home.counts.values()), home.counts["visits"]
        counts = f"{rows} rows: {visits} visits, {home.counts['events']} events"
        click.echo(f"{home.site_id}: moved {counts}")
        if home.set_aside is not None:
            click.echo(f"The file was set aside in {one_line(home.set_aside)}.")
    where = f"{one_line(config)}" if len(moved) == 1 else f"each file in {one_line(config)}"
    if target:
        shown = "postgresql://…" if "password" in to or urlsplit(to).password else to
        click.echo(f'Next:  write into {where}:  database = "{shown}"')
    else:
        click.echo("The database still holds what it held, names too: drop it (dropdb).")
        click.echo(f"Next:  take the line  database = …  out of {where}")


def _tell(site_id: str, done: int, whole: int) -> None:
    """How far it is, for somebody who waits at a terminal."""
    if sys.stderr.isatty():
        ends = "\n" if done == whole else ""
        click.echo(f"\r{site_id}: {done} of {whole} rows{ends}", err=True, nl=False)
