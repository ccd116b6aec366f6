"""`kiosk backup` and `kiosk restore`: copies of the data of a station or a home."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk import journal
from kiosk.cli.fault_lines import plain_faults
from kiosk.clock import SystemClock
from kiosk.machine.small_file import one_line
from kiosk.settings import read_site, read_station

if TYPE_CHECKING:
    from kiosk.backup import Data, Manifest

_PATH = click.Path(path_type=Path)


def _data_options(command: Callable[..., None]) -> Callable[..., None]:
    station = click.option("--config", type=_PATH, help="Of the station with these settings.")
    home = click.option("--site", type=_PATH, help="Of the home with these settings.")
    return station(home(command))


@click.command()
@click.argument("to", type=_PATH)
@_data_options
@plain_faults
def backup(*, to: Path, config: Path | None, site: Path | None) -> None:
    """Copy a station's or a home's data to the new folder TO, also while it runs."""
    journal.quiet()
    from kiosk.backup import back_up

    _report("backed up", to, back_up(_data(config, site), to, SystemClock()))


@click.command()
@click.argument("source", metavar="FROM", type=_PATH)
@_data_options
@click.option("--replace", is_flag=True, help="Set aside the store that is there.")
@plain_faults
def restore(*, source: Path, config: Path | None, site: Path | None, replace: bool) -> None:
    """Bring back the data of a station or a home from the folder FROM, every file verified."""
    journal.quiet()
    from kiosk import backup as backups

    data = _data(config, site)
    restored = backups.restore(source, data, SystemClock(), replace=replace)
    _report("restored", data.place, restored)


def _data(config: Path | None, site: Path | None) -> Data:
    from kiosk.backup import Data, Kind

    if config and not site:
        return Data(Kind.STATION, Path(read_station(config).data_dir))
    if site and not config:
        settings = read_site(site)
        return Data(Kind.HOME, Path(settings.data_dir), settings.database)
    raise click.UsageError("give either --config STATION.TOML or --site SITE.TOML")


def _report(done: str, where: Path | str, manifest: Manifest) -> None:
    counts = ", ".join(f"{count} {table}" for table, count in manifest.counts.items())
    click.echo(f"{done} {one_line(where)}: {counts}, {len(manifest.files)} files verified")
