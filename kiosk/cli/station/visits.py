"""`kiosk visits`: the events and pictures that the server refused, and offering them again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import click

from kiosk import wire
from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import station_option
from kiosk.faults import SettingsFault
from kiosk.settings import read_station
from kiosk.wire import RefusalCode

EXPLANATIONS: Final = {
    RefusalCode.MALFORMED.value: "The home could not read it. A report to the developers helps.",
    RefusalCode.TOO_NEW.value: "The home is older than this kiosk; it goes by itself once it is "
    "updated.",
    RefusalCode.WRONG_SITE.value: "It is of another site. Was this kiosk paired with another home?",
    RefusalCode.WRONG_ORIGIN.value: "It is of another letter. Was this kiosk paired as another?",
    RefusalCode.HOME_ONLY.value: "Only the home may say this. A report to the developers helps.",
    RefusalCode.NOT_YOURS.value: "The home has this visit from another kiosk. Was a disk copied?",
    RefusalCode.UNKNOWN_VISIT.value: "The home does not know the visit. Offer all of it again.",
    wire.SERVER_FAILS: "The home failed over it again and again. Update the home, then offer it "
    "again.",
    wire.FILE_MISSING: "The picture's file is gone from this disk. Nothing can bring it back.",
    wire.UNREADABLE: "This disk, or this version, cannot read it. After a newer version ran here: "
    "update again, then offer it again; else look at the disk.",
    "unannounced": "The home has not heard of this picture. Offer all of it again.",
    "not_a_picture": "The home could not read it as a picture. It may be damaged on this disk.",
    "too_large": "The home takes no picture this large.",
}
"""What each code means, for whoever looks after the kiosk."""
_UNKNOWN_CODE: Final = "The home says no more than this code."


@click.group()
def visits() -> None:
    """This station's visits, as far as the home is concerned."""


@visits.command("set-aside")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--offer-again", is_flag=True, help="Offer these to the home again.")
@click.option("--all", "everything", is_flag=True, help="With --offer-again: all of them.")
@station_option
@plain_faults
def set_aside(*, ids: tuple[str, ...], offer_again: bool, everything: bool, config: Path) -> None:
    """What the home refused, and why. Works beside a running kiosk; tells nobody's name."""
    if offer_again != (bool(ids) or everything) or (ids and everything):
        raise click.UsageError("give --offer-again with either IDs or --all, or nothing at all")
    path = Path(read_station(config).data_dir) / "station.db"
    if not path.exists():
        raise SettingsFault(f"{config}: data_dir: expected a store of a kiosk that ran, {path}")
    if offer_again:
        _offer_again(path, ids)
    else:
        _list(path)


def _list(path: Path) -> None:
    from kiosk.station.store.set_aside import set_aside

    found = set_aside(path)
    if not found:
        click.echo("Nothing was set aside.")
    for item in found:
        since = f"{datetime.fromisoformat(item.since):%Y-%m-%d %H:%M} UTC" if item.since else "?"
        click.echo(f"{item.id}  {item.number}  {item.kind}  {item.code}  since {since}")
        detail = f" ({item.detail})" if item.detail else ""
        click.echo(f"    {EXPLANATIONS.get(item.code, _UNKNOWN_CODE)}{detail}")


def _offer_again(path: Path, ids: tuple[str, ...]) -> None:
    from kiosk.station.store.set_aside import offer_again

    found = offer_again(path, ids or None)
    unknown = [wanted for wanted in ids if wanted not in found]
    if unknown:
        raise SettingsFault(f"set-aside: expected ids of the list, got {' '.join(unknown)}")
    click.echo(f"{len(found)} offered again; a running kiosk sends within half a minute.")
