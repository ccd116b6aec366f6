"""`kiosk move-home`: the home's store from its file to PostgreSQL, and back."""

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
from kiosk.settings import read_site

_FILE: Final = "file"
_TO: Final = "Where to: postgresql://db/kiosk, an empty database, or `file`, one in data_dir."


@click.command("move-home")
@site_option
@click.option("--to", required=True, metavar="URL|file", help=_TO)
@plain_faults
def move_home(*, config: Path, to: str) -> None:
    """Move the home's store from its file to PostgreSQL, or back, with the server stopped.

    Every row is proven in its new place before the old one is given up. Pictures stay in data_dir.
    """
    journal.quiet()
    from kiosk.server.store.copies import move

    if to != _FILE and not to.startswith("postgres"):
        # It is not repeated: it may hold a password.
        raise SettingsFault("--to: expected postgresql://… or the word file")
    settings = read_site(config)
    target = "" if to == _FILE else to
    data = Path(settings.data_dir)
    moved = move.move_home(data, settings.database, target, SystemClock().now(), _tell)
    if sys.stderr.isatty():
        click.echo(err=True)
    rows = sum(moved.counts.values())
    click.echo(
        f"moved {rows} rows: {moved.counts['visits']} visits, {moved.counts['events']} events"
    )
    if moved.set_aside is not None:
        click.echo(f"The file was set aside in {one_line(moved.set_aside)}.")
        shown = "postgresql://…" if "password" in to or urlsplit(to).password else to
        click.echo(f'Next:  write into {one_line(config)}:  database = "{shown}"')
    else:
        click.echo("The database still holds what it held, names too: drop it (dropdb).")
        click.echo(f"Next:  take the line  database = …  out of {one_line(config)}")


def _tell(done: int, whole: int) -> None:
    """How far it is, for somebody who waits at a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {whole} rows", err=True, nl=False)
