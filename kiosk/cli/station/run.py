"""`kiosk run`: the touchscreen of one station."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click
import msgspec

from kiosk.camera.source import OFF
from kiosk.cli.camera_setting import check_camera
from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import station_option
from kiosk.clock import SystemClock
from kiosk.settings import CameraPart, StationSettings, read_station
from kiosk.station.safe_mode import CrashLoopGuard


@click.command()
@station_option
@plain_faults
def run(config: Path) -> None:
    """Run the touchscreen of one station."""
    gc.disable()  # the start makes little garbage; the app collects once it is running
    settings = read_station(config)
    check_camera(f"{config}", settings.camera.source)
    if settings.server.ca_file:
        from kiosk.sync.authorities import (
            read_authorities,
        )  # loads TLS: after the first frame, else

        read_authorities(Path(settings.server.ca_file))
    sys.exit(run_guarded(settings))


def run_guarded(settings: StationSettings) -> int:
    """Runs the touchscreen; without its camera after repeated crashes. Returns the exit code."""
    clock = SystemClock()
    starts = CrashLoopGuard(Path(settings.data_dir), clock)
    if starts.safe:
        settings = msgspec.structs.replace(settings, camera=CameraPart(OFF))
    from ui.touch import app  # after the guard: a crash while this loads must count as a start

    return app.run(settings, clock=clock, starts=starts)
