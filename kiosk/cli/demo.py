"""`kiosk demo`: server, demonstration site and touchscreen on one machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from kiosk.cli.camera_setting import check_camera
from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import DEFAULT_PORT
from kiosk.clock import SystemClock


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Where the demonstration keeps its files.  [default: the user's data folder]",
)
@click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--camera", default="", help="Device, file or stream instead of the film.")
@click.option("--full-screen", is_flag=True, help="Fill the screen.")
@plain_faults
def demo(*, data: Path | None, port: int, camera: str, full_screen: bool) -> None:
    """Run everything on this machine: server, demonstration site, touchscreen."""
    from kiosk.demo.demonstration import Demonstration
    from ui.touch import app

    folder = data or Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    where = folder if data else folder / "walkup-kiosk-demo"
    if camera:
        check_camera("--camera", camera)
    clock = SystemClock()
    with Demonstration(where, port, clock) as demonstration:
        click.echo(f"Desk:  {demonstration.desk_url}")
        for name, pin in demonstration.pins.items():
            click.echo(f"       {name}, PIN {pin}")
        click.echo("Touch the screen to check in; open the desk address in a browser to help.")
        settings = demonstration.station_settings(camera=camera, full_screen=full_screen)
        code = app.run(settings, clock=clock)
    sys.exit(code)
