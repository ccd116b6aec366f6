"""`kiosk sites`: the sites of this server, and whether their files are right."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import site_option
from kiosk.settings import check_sites, read_sites


@click.group()
def sites() -> None:
    """The sites that one server serves: a file for each in the folder that --config names."""


@sites.command("list")
@site_option
@plain_faults
def sites_list(config: Path) -> None:
    """Each site: its id, its name, its address and its data folder."""
    known = read_sites(config)
    widest = max(len(it.site.site_id) for it in known)
    for it in known:
        address = it.site.public_url or "no public_url"
        click.echo(f"{it.site.site_id:<{widest}}  {it.site.name}  {address}  {it.data_dir}")


@sites.command("check")
@site_option
@plain_faults
def sites_check(config: Path) -> None:
    """Reads every file as the server would, without serving; exit status 2 if one is wrong."""
    files = check_sites(config)
    for file in files:
        click.echo(f"{file.path}: well" if file.fault is None else f"{file.fault}")
    if any(file.fault for file in files):
        sys.exit(2)
