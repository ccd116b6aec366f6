"""Options that several commands share, and their defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

DEFAULT_PORT: Final = 8620

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
