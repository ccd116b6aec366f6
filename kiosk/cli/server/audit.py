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
@site_option
@plain_faults
def audit_list(*, days: int, config: Path) -> None:
    """One line each, oldest first: when, who, what, about what, how, why. Tabs in between."""
    with opened_home(read_site(config), config) as home:
        for entry in home.audit.entries(home.store.now() - timedelta(days=days)):
            at = f"{home.store.site.local(entry.at):%Y-%m-%d %H:%M}"
            who = entry.who or "command line"
            click.echo(
                "\t".join((at, who, entry.act, entry.about, entry.detail, entry.reason)).rstrip()
            )
