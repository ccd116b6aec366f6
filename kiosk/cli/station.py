"""The commands of one kiosk: run it, look at it."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click
import msgspec

from kiosk.camera.source import OFF
from kiosk.cli.shared_options import check_camera, plain_faults, station_option
from kiosk.clock import SystemClock
from kiosk.settings import CameraPart, StationSettings, read_station
from kiosk.station.safe_mode import CrashLoopGuard


@click.command()
@station_option
@plain_faults
def run(config: Path) -> None:
    """Run the touchscreen of one station."""
    gc.disable()  # little of what is loaded now is rubbish; the app looks for it after its start
    settings = read_station(config)
    check_camera(f"{config}", settings.camera.source)
    sys.exit(run_counted(settings))


def run_counted(settings: StationSettings) -> int:
    """Runs the touchscreen, without its camera where starts came to nothing; the exit code."""
    clock = SystemClock()
    starts = CrashLoopGuard(Path(settings.data_dir), clock)
    if starts.safe:
        settings = msgspec.structs.replace(settings, camera=CameraPart(OFF))
    from ui.touch import app  # late: what a start may break on is counted

    return app.run(settings, clock=clock, starts=starts)


@click.command()
@station_option
@plain_faults
def doctor(config: Path) -> None:
    """Look at this station: versions, store, outbox, disk, server, camera. Status 1: see to it."""
    from kiosk.station.doctor import examine  # OpenCV, only where a camera is looked at

    settings = read_station(config)
    check_camera(f"{config}", settings.camera.source)
    findings = []
    for finding in examine(settings, SystemClock()):
        findings.append(finding)
        click.echo(f"{'ok ' if finding.well else 'SEE'}  {finding.what:<10} {finding.seen}")
    sys.exit(0 if all(finding.well for finding in findings) else 1)
