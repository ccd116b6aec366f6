"""`kiosk doctor`: a check of one station."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kiosk.cli.camera_setting import check_camera
from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import station_option
from kiosk.clock import SystemClock
from kiosk.machine.small_file import one_line
from kiosk.settings import read_station


@click.command()
@station_option
@plain_faults
def doctor(config: Path) -> None:
    """Look at this station: versions, store, outbox, disk, server, camera. Status 1: see to it."""
    from kiosk import journal
    from kiosk.station.doctor import examine  # loads OpenCV, which other commands do not need

    settings = read_station(config)
    check_camera(f"{config}", settings.camera.source)
    journal.quiet()
    findings = []
    for finding in examine(settings, SystemClock()):
        findings.append(finding)
        seen = one_line(finding.seen)
        click.echo(f"{'ok ' if finding.well else 'SEE'}  {finding.what:<10} {seen}")
    sys.exit(0 if all(finding.well for finding in findings) else 1)
