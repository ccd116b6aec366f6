"""`kiosk camera`: which cameras are plugged in, and a picture to aim one by."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.cli.camera_setting import check_camera
from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import station_option
from kiosk.clock import SystemClock
from kiosk.faults import SettingsFault
from kiosk.machine.small_file import one_line
from kiosk.settings import CameraPart, read_station


@click.group()
def camera() -> None:
    """The camera of this box: find it, aim it."""


@camera.command("list")
def camera_list() -> None:
    """One line for each camera: what `camera.source` says for it, and its name. Tabs in between.

    The first is the one that `source = "auto"` takes.
    """
    from kiosk.camera.devices import list_cameras, setting_of

    found = list_cameras()
    for node in found:
        click.echo(f"{setting_of(node)}\t{one_line(node.name)}\t{node.path}")
    if not found:
        click.echo("No camera found. Is it plugged in, and does it show in lsusb?")


@camera.command("picture")
@click.argument("to", metavar="FILE.jpg", type=click.Path(path_type=Path))
@click.option("--camera", "source", help="Another camera than the settings say.")
@station_option
@plain_faults
def camera_picture(*, to: Path, source: str | None, config: Path) -> None:
    """Save what the camera sees to FILE.jpg, to aim it by; FILE.jpg must not exist yet.

    Stop a running kiosk first: a camera serves one program at a time.
    """
    from kiosk import journal
    from kiosk.camera.one_shot import first_shot
    from kiosk.camera.source import OFF, CameraSource

    chosen = CameraPart(source) if source else read_station(config).camera
    check_camera("--camera" if source else f"{config}", chosen.source)
    if chosen.source == OFF:
        raise SettingsFault(f"{config}: camera.source: expected a camera, it is off")
    journal.quiet()
    shot = first_shot(CameraSource.of(chosen), SystemClock())
    try:
        with to.open("xb") as file:
            file.write(shot.jpeg)
    except OSError as fault:
        raise SettingsFault(f"{one_line(to)}: cannot be written: {fault.strerror}") from fault
    click.echo(f"{one_line(to)}: {shot.width} x {shot.height}")
