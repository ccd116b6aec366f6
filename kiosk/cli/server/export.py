"""`kiosk export`: visits as CSV."""

from __future__ import annotations

import codecs
from datetime import datetime
from pathlib import Path

import click

from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import site_option
from kiosk.cli.server.opened_home import opened_home
from kiosk.settings import read_site

_day = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--from", "first", type=_day, required=True, help="First day, like 2026-11-01.")
@click.option("--to", "last", type=_day, required=True, help="Last day, included.")
@click.option("--notes", is_flag=True, help="With members' notes; mind where you keep them.")
@click.option("--no-bom", is_flag=True, help="Plain UTF-8, for programs; spreadsheets need a BOM.")
@site_option
@plain_faults
def export(*, first: datetime, last: datetime, notes: bool, no_bom: bool, config: Path) -> None:
    """Write visits as CSV for a spreadsheet to standard output, without names; it goes on record.

    Works beside a running server.
    """
    if last < first:
        raise click.UsageError("--to comes before --from")
    from kiosk.server.audit.record import Act
    from kiosk.server.reports.export import ExportRange, visits_csv

    chosen = ExportRange(first.date(), last.date(), notes)
    with opened_home(read_site(config), config) as home:
        days = f"visits {chosen.first} to {chosen.last}"
        home.audit.record(Act.EXPORT, days, detail="with notes" if notes else "")
        if not no_bom:
            click.echo(codecs.BOM_UTF8, nl=False)
        for part in visits_csv(home.store, chosen):
            click.echo(part, nl=False)
