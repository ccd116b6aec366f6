"""`kiosk audit`: lists who looked at which picture, exported, or revoked a right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import site_option
from kiosk.cli.server.opened_home import opened_home
from kiosk.settings import read_site


@click.group()
def audit() -> None:
    """Who looked at pictures, exported visits, revoked a device."""


@audit.command("list")
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 180))
@click.option("--small", is_flag=True, help="Also views of small copies alone.")
@site_option
@plain_faults
def audit_list(*, days: int, small: bool, config: Path) -> None:
    """One line each, oldest first: when, who, what, about what, how, why. Tabs in between.

    A visit with several pictures shows small copies of them to whoever opens it. They are on
    record too, and left out here: the looks at whole pictures would be lost among them.
    """
    with opened_home(read_site(config), config) as home:
        since = home.store.now() - timedelta(days=days)
        for entry in home.audit.entries(since, small=small):
            at = f"{home.store.site.local(entry.at):%Y-%m-%d %H:%M}"
            who = entry.who or "command line"
            click.echo(
                "\t".join((at, who, entry.act, entry.about, entry.detail, entry.reason)).rstrip()
            )
