"""The command `kiosk`: a room of commands for a station, one for a server, the rest beside this.

A command reads settings, opens what it needs and prints the outcome; it knows no rule of the queue.
"""

from __future__ import annotations

import sys

import click

from kiosk import journal
from kiosk.cli.backup import backup, restore
from kiosk.cli.demo import demo
from kiosk.cli.doctor import doctor
from kiosk.cli.server.audit import audit
from kiosk.cli.server.export import export
from kiosk.cli.server.members import members
from kiosk.cli.server.move_home import move_home
from kiosk.cli.server.pair import pair
from kiosk.cli.server.purge import purge
from kiosk.cli.server.serve import serve
from kiosk.cli.server.sites import sites
from kiosk.cli.server.stations import stations
from kiosk.cli.station.camera import camera
from kiosk.cli.station.run import run
from kiosk.cli.station.visits import visits


def main() -> None:
    """Runs the command; a mistake in its usage is one line and exit status 2."""
    try:
        sys.exit(kiosk(prog_name="kiosk", standalone_mode=False))
    except click.UsageError as mistake:
        command = mistake.ctx.command_path if mistake.ctx else "kiosk"
        click.echo(f"{command}: {mistake.format_message()} See {command} --help.", err=True)
        sys.exit(2)
    except click.Abort:
        sys.exit(130)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="walkup-kiosk")
def kiosk() -> None:
    """Walk-up kiosk: visitors show what is wrong, get a number and a seat, and are helped."""
    journal.configure(as_json=not sys.stderr.isatty())


for command in (
    run,
    doctor,
    camera,
    serve,
    sites,
    pair,
    stations,
    members,
    backup,
    restore,
    move_home,
    export,
    purge,
    audit,
    visits,
    demo,
):
    kiosk.add_command(command)
