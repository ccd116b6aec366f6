"""The command that forgets what is past its time, when the server does not dare to."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.cli.shared_options import opened_home, plain_faults, site_option
from kiosk.faults import SettingsFault
from kiosk.settings import read_site


@click.command()
@click.option("--clock-is-right", is_flag=True, help="Believe this machine's clock after a jump.")
@site_option
@plain_faults
def purge(*, clock_is_right: bool, config: Path) -> None:
    """Delete pictures and words past their days now; a running server does so every day."""
    with opened_home(read_site(config), config) as home:
        if not home.retention.run(clock_is_right=clock_is_right):
            expected = "expected a clock near the last event; --clock-is-right if it is"
            raise SettingsFault(f"purge: {home.store.now():%Y-%m-%d}: {expected}")
    click.echo("Nothing past its days is left.")
