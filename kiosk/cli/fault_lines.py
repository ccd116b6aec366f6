"""Prints the fault of a command as one line on standard error and sets the exit status."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from kiosk.faults import Fault, SettingsFault
from kiosk.machine.small_file import one_line

_P = ParamSpec("_P")


def plain_faults(command: Callable[_P, None]) -> Callable[_P, None]:
    """Prints a fault of `command` as one line; exit status 2 for settings, 1 for the rest."""

    @wraps(command)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except SettingsFault as fault:
            click.echo(f"kiosk: {one_line(str(fault))}", err=True)
            sys.exit(2)
        except Fault as fault:
            click.echo(f"kiosk: {one_line(str(fault))}", err=True)
            sys.exit(1)
        except OSError as fault:
            where = f"{fault.filename}: " if fault.filename else ""
            said = fault.strerror or f"{fault}" or "a file or folder cannot be used"
            click.echo(f"kiosk: {one_line(f'{where}{said}')}", err=True)
            sys.exit(1)

    return guarded
