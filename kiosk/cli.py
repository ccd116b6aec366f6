"""The one command `kiosk`.

Owns options, exit statuses and words for whoever runs it; no rule of the product.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final, ParamSpec

import click

from kiosk import journal
from kiosk.camera.source import CameraSource
from kiosk.clock import SystemClock
from kiosk.domain.names import clean_name
from kiosk.faults import Fault, SettingsFault
from kiosk.settings import SiteSettings, read_site, read_station, site_of

if TYPE_CHECKING:
    from kiosk.server.app import Home

PAIRING_LASTS: Final = timedelta(minutes=10)
"""How long the address that pairs tablets works."""
DEFAULT_PORT: Final = 8620
_P = ParamSpec("_P")


def main() -> None:
    """Runs the command; a usage or settings mistake is one line and exit status 2."""
    try:
        sys.exit(kiosk(prog_name="kiosk", standalone_mode=False))
    except click.UsageError as mistake:
        command = mistake.ctx.command_path if mistake.ctx else "kiosk"
        click.echo(f"{command}: {mistake.format_message()} See {command} --help.", err=True)
        sys.exit(2)
    except click.Abort:
        sys.exit(130)


def _plain_faults(command: Callable[_P, None]) -> Callable[_P, None]:
    """Faults as one line on standard error: 2 for settings, 1 for the rest of the world."""

    @wraps(command)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except SettingsFault as fault:
            click.echo(f"kiosk: {fault}", err=True)
            sys.exit(2)
        except Fault as fault:
            click.echo(f"kiosk: {type(fault).__name__}: {fault}", err=True)
            sys.exit(1)

    return guarded


_site_option = click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path),
    default=Path("site.toml"),
    show_default=True,
    help="The home's settings.",
)

_station_option = click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path),
    default=Path("station.toml"),
    show_default=True,
    help="This box's settings.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="walkup-kiosk")
def kiosk() -> None:
    """Walk-up kiosk: visitors show what is wrong, get a number and a seat, and are helped."""
    journal.configure(as_json=not sys.stderr.isatty())


@kiosk.command()
@_station_option
@_plain_faults
def run(config: Path) -> None:
    """Run the touchscreen of one station."""
    from ui.touch import app

    settings = read_station(config)
    _check_camera(f"{config}", settings.camera.source)
    sys.exit(app.run(settings, clock=SystemClock()))


@kiosk.command()
@_station_option
@_plain_faults
def doctor(config: Path) -> None:
    """Look at this station: versions, store, outbox, disk, server, camera. Status 1: see to it."""
    from kiosk.doctor import examine  # OpenCV, only where a camera is looked at

    settings = read_station(config)
    _check_camera(f"{config}", settings.camera.source)
    findings = []
    for finding in examine(settings, SystemClock()):
        findings.append(finding)
        click.echo(f"{'ok ' if finding.well else 'SEE'}  {finding.what:<10} {finding.seen}")
    sys.exit(0 if all(finding.well for finding in findings) else 1)


@kiosk.command()
@_site_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--setup", is_flag=True, help="Make the store and the first lead, then end.")
@click.option("--lead", default="Lead", show_default=True, help="With --setup: the lead's name.")
@_plain_faults
def serve(*, config: Path, host: str, port: int, setup: bool, lead: str) -> None:
    """Run the home of a site: its queue, its desk pages, its stations' API."""
    settings = read_site(config)
    if setup:
        _set_up(settings, config, lead)
        return
    from kiosk.server.listen import listen

    listen(site_of(settings, config), Path(settings.data_dir), _pages(), host, port)


@kiosk.command()
@_site_option
@click.option("--station", "letter", help="Make the token of the station with this letter.")
@click.option("--tablet", is_flag=True, help="Make an address that pairs tablets for 10 minutes.")
@click.option("--url", default=f"http://127.0.0.1:{DEFAULT_PORT}", show_default=True)
@_plain_faults
def pair(*, config: Path, letter: str | None, tablet: bool, url: str) -> None:
    """Pair a station (prints its token, once) or a tablet (prints an address to open)."""
    settings = read_site(config)
    if tablet == bool(letter):
        raise click.UsageError("give either --station LETTER or --tablet")
    with _home(settings, config) as home:
        if letter:
            known = [station.letter for station in settings.stations]
            if letter not in known:
                expected = f"expected one of {', '.join(known) or 'none yet'}, got {letter!r}"
                raise SettingsFault(f"{config}: stations.letter: {expected}")
            click.echo(home.devices.pair_station(letter))
        else:
            click.echo(f"{url.rstrip('/')}/desk/#pair={home.devices.pairing_code(PAIRING_LASTS)}")


@kiosk.group()
def members() -> None:
    """The team: who may sign in at a desk."""


@members.command("add")
@click.argument("name")
@click.option("--lead", is_flag=True, help="May also change the team.")
@_site_option
@_plain_faults
def members_add(*, name: str, lead: bool, config: Path) -> None:
    """Add a member and print their PIN, once."""
    from kiosk.server.members import Role

    with _home(read_site(config), config) as home:
        added = home.members.add(_member_name(name), Role.LEAD if lead else Role.MEMBER)
        if added is None:
            raise SettingsFault(f"members add: {name}: expected a name nobody has yet")
        click.echo(f"{added[0].name}  PIN {added[1]}")


@members.command("reset-pin")
@click.argument("name")
@_site_option
@_plain_faults
def members_reset_pin(*, name: str, config: Path) -> None:
    """Give a member a new PIN, print it once, lift a lock and end open sessions."""
    with _home(read_site(config), config) as home:
        pin = home.members.reset_pin(_member_name(name))
        if pin is None:
            raise SettingsFault(f"members reset-pin: {name}: expected a member's name")
        click.echo(f"{name}  PIN {pin}")


@kiosk.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Where the demonstration keeps its files.  [default: the user's data folder]",
)
@click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--camera", default="", help="Device, file or stream instead of the film.")
@click.option("--full-screen", is_flag=True, help="Fill the screen.")
@_plain_faults
def demo(*, data: Path | None, port: int, camera: str, full_screen: bool) -> None:
    """Run everything on this machine: server, demonstration site, touchscreen."""
    from kiosk.demo.demonstration import Demonstration
    from ui.touch import app

    folder = data or Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    where = folder if data else folder / "walkup-kiosk-demo"
    if camera:
        _check_camera("--camera", camera)
    clock = SystemClock()
    with Demonstration(where, port, clock) as demonstration:
        click.echo(f"Desk:  {demonstration.desk_url}")
        for name, pin in demonstration.pins.items():
            click.echo(f"       {name}, PIN {pin}")
        click.echo("Touch the screen to check in; open the desk address in a browser to help.")
        settings = demonstration.station_settings(camera=camera, full_screen=full_screen)
        code = app.run(settings, clock=clock)
    sys.exit(code)


@contextmanager
def _home(settings: SiteSettings, config: Path) -> Iterator[Home]:
    """The opened home, for commands that change it beside or without a running server."""
    from kiosk.server.app import open_home

    home = open_home(site_of(settings, config), Path(settings.data_dir), SystemClock())
    try:
        yield home
    finally:
        home.database.close()


def _set_up(settings: SiteSettings, config: Path, lead: str) -> None:
    from kiosk.server.members import Role

    with _home(settings, config) as home:
        if home.members.all():
            raise SettingsFault(f"{config}: data_dir: expected a store without members yet")
        added = home.members.add(_member_name(lead), Role.LEAD)
        assert added is not None, "a store without members has no such name"
    click.echo(f"{added[0].name}  PIN {added[1]}   (shown once)")
    click.echo(f"Next:  kiosk serve --config {config}")
    click.echo(f"       kiosk pair --config {config} --tablet")
    for station in settings.stations:
        click.echo(f"       kiosk pair --config {config} --station {station.letter} > token")


def _check_camera(where: str, source: str | int) -> None:
    """What a camera may be is the camera's to say; that it was asked in vain is told here."""
    try:
        CameraSource.parse(source)
    except ValueError as mistake:
        raise SettingsFault(f"{where}: {mistake}") from mistake


def _member_name(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned:
        raise SettingsFault("members: name: expected at least one letter")
    return cleaned


def _pages() -> Path:
    return Path(str(files("ui"))) / "web"
