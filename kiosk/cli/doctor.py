"""`kiosk doctor`: a check of one station, or of a home."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.camera_setting import check_camera
from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.server.opened_home import opened_home
from kiosk.clock import SystemClock
from kiosk.finding import Finding
from kiosk.machine.small_file import one_line
from kiosk.settings import read_site, read_station

if TYPE_CHECKING:
    from kiosk.server.store.site_store import SiteStore

_PATH = click.Path(path_type=Path)
_STATION = Path("station.toml")
_SITE = Path("site.toml")


@click.command()
@click.option("--config", type=_PATH, help="Of the station with these settings.")
@click.option("--site", type=_PATH, help="Of the home with these settings.")
@click.option("--ca-file", help="With --site: who issued its certificate, if your own authority.")
@plain_faults
def doctor(*, config: Path | None, site: Path | None, ca_file: str | None) -> None:
    """Look at a station or a home and say what to see to. Status 1: there is something.

    A station: versions, store, outbox, ways, disk, server, camera, reading, lists. A home: disk,
    store, clock, backups, its kiosks, and what stands in front of it; this takes half a minute.
    Without an option it is the one whose settings lie here, station.toml or site.toml.
    """
    from kiosk import journal

    if site is not None and config is not None:
        raise click.UsageError("give either --config STATION.TOML or --site SITE.TOML")
    if site is None and config is None:
        config, site = _lying_here()
    findings = _of_home(site, ca_file) if site else _of_station(config or _STATION)
    journal.quiet()
    well = True
    for finding in findings:
        well = well and finding.well
        seen = one_line(finding.seen)
        click.echo(f"{'ok ' if finding.well else 'SEE'}  {finding.what:<10} {seen}")
    sys.exit(0 if well else 1)


def _lying_here() -> tuple[Path | None, Path | None]:
    is_home = _SITE.exists() and not _STATION.exists()
    return (None, _SITE) if is_home else (_STATION, None)


def _of_station(config: Path) -> Iterator[Finding]:
    from kiosk.station.doctor import examine  # loads OpenCV, which other commands do not need

    settings = read_station(config)
    check_camera(f"{config}", settings.camera.source)
    return examine(settings, SystemClock())


def _of_home(config: Path, ca_file: str | None) -> Iterator[Finding]:
    from kiosk.server.doctor.examine import Means, examine_home

    settings = read_site(config)

    @contextmanager
    def opened() -> Iterator[SiteStore]:
        with opened_home(settings, config) as home:
            yield home.store

    return examine_home(settings, config, Means(opened, ca_file))
