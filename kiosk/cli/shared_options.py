"""Owns what the commands share: options, opened homes, and faults told in one plain line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Final, ParamSpec

import click

from kiosk.camera.source import CameraSource
from kiosk.clock import SystemClock
from kiosk.domain.names import clean_name
from kiosk.faults import Fault, SettingsFault
from kiosk.settings import SiteSettings

if TYPE_CHECKING:
    from kiosk.server.home import Home

DEFAULT_PORT: Final = 8620
_P = ParamSpec("_P")


def plain_faults(command: Callable[_P, None]) -> Callable[_P, None]:
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


site_option = click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path),
    default=Path("site.toml"),
    show_default=True,
    help="The home's settings.",
)

station_option = click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path),
    default=Path("station.toml"),
    show_default=True,
    help="This box's settings.",
)


@contextmanager
def opened_home(settings: SiteSettings, config: Path) -> Iterator[Home]:
    """The opened home, for commands that change it beside or without a running server."""
    from kiosk.server.home import open_home

    home = open_home(settings.site, Path(settings.data_dir), SystemClock())
    try:
        yield home
    finally:
        home.close()


def check_camera(where: str, source: str | int) -> None:
    """What a camera may be is the camera's to say; that it was asked in vain is told here."""
    try:
        CameraSource.parse(source)
    except ValueError as mistake:
        raise SettingsFault(f"{where}: {mistake}") from mistake


def member_name(name: str) -> str:
    """`name` as it is kept; SettingsFault when nothing of it is left."""
    cleaned = clean_name(name)
    if not cleaned:
        raise SettingsFault("members: name: expected at least one letter")
    return cleaned
