"""`kiosk sites`: the sites of this server, and whether their files are right."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk import journal
from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import site_option
from kiosk.faults import Fault, StoreFault
from kiosk.machine.small_file import one_line
from kiosk.settings import SiteFile, check_sites, read_sites

if TYPE_CHECKING:
    from kiosk.server.store.copies.held_sites import HeldSites


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
    """Reads every file and looks into every store, as the server would, without serving.

    Nothing is written. The exit status is 2 if a file or a store is wrong.
    """
    journal.quiet()
    files = check_sites(config)
    stores = [_look(file) for file in files]
    for file, store in zip(files, stores, strict=True):
        click.echo(_line(file, store))
    if all(file.settings for file in files):
        _tell_left({it.settings.site.site_id for it in files if it.settings}, stores)
    if any(isinstance(store, Fault) for store in stores):
        sys.exit(2)


def _look(file: SiteFile) -> HeldSites | Fault:
    """What the store of a site holds, or why no server could use it."""
    if file.settings is None:
        assert file.fault is not None, "a file without settings has a fault"
        return file.fault
    from kiosk.server.store.copies.held_sites import held_sites

    try:
        return held_sites(Path(file.settings.data_dir), file.settings.database)
    except Fault as fault:
        return fault
    except OSError as fault:
        return StoreFault(f"{file.settings.data_dir}: {fault.strerror}")


def _line(file: SiteFile, store: HeldSites | Fault) -> str:
    if isinstance(store, Fault):
        return one_line(f"{store}" if file.settings is None else f"{file.path}: {store}")
    assert file.settings is not None, "a store was looked for"
    held = "held in" if file.settings.site.site_id in store.site_ids else "not yet in"
    older = ", whose schema is older: the server changes it when it starts"
    return one_line(f"{file.path}: well, {held} {store.place}{older if store.is_older else ''}")


def _tell_left(named: Collection[str], stores: Sequence[HeldSites | Fault]) -> None:
    """The sites that a store still holds although no file names them; each once."""
    left = {
        (store.place, site_id)
        for store in stores
        if not isinstance(store, Fault)
        for site_id in store.site_ids
        if site_id not in named
    }
    for place, site_id in sorted(left):
        why = "no server deletes what is past its days there"
        click.echo(one_line(f"{place}: holds {site_id}, which no file here names: {why}"))
