"""`kiosk purge`: runs retention by hand when the server refuses because its clock looks wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from kiosk import journal
from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import site_option
from kiosk.cli.server.opened_home import opened_home
from kiosk.faults import SettingsFault, StoreFault
from kiosk.settings import read_site

_AGAIN: Final = "a running server tries again by itself, without one run kiosk purge again"


@click.command()
@click.option("--clock-is-right", is_flag=True, help="Believe this machine's clock after a jump.")
@site_option
@plain_faults
def purge(*, clock_is_right: bool, config: Path) -> None:
    """Delete pictures and words past their days now; a running server does so every day."""
    journal.quiet()
    with opened_home(read_site(config), config) as home:
        try:
            believed = home.retention.run(clock_is_right=clock_is_right)
            if believed:
                home.picture_store.delete_left()
        except StoreFault as fault:
            raise StoreFault(f"purge: {fault}; {_AGAIN}") from fault
        if not believed:
            expected = "expected a clock near the last event; --clock-is-right if it is"
            raise SettingsFault(f"purge: {home.store.now():%Y-%m-%d}: {expected}")
    click.echo("Nothing past its days is left.")
