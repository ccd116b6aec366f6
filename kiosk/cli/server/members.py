"""`kiosk members`: the members of the team who may sign in at a desk."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import site_option
from kiosk.cli.server.opened_home import opened_home
from kiosk.domain.names import clean_name
from kiosk.faults import SettingsFault
from kiosk.settings import read_site


@click.group()
def members() -> None:
    """The team: who may sign in at a desk."""


@members.command("add")
@click.argument("name")
@click.option("--lead", is_flag=True, help="May also change the team.")
@site_option
@plain_faults
def members_add(*, name: str, lead: bool, config: Path) -> None:
    """Add a member and print their PIN, once."""
    from kiosk.server.auth.members import Role

    with opened_home(read_site(config), config) as home:
        added = home.members.add(member_name(name), Role.LEAD if lead else Role.MEMBER)
        if added is None:
            raise SettingsFault(f"members add: {name}: expected a name nobody has yet")
        click.echo(f"{added[0].name}  PIN {added[1]}")


@members.command("reset-pin")
@click.argument("name")
@site_option
@plain_faults
def members_reset_pin(*, name: str, config: Path) -> None:
    """Give a member a new PIN, print it once, lift a lock and end open sessions."""
    with opened_home(read_site(config), config) as home:
        pin = home.members.reset_pin(member_name(name))
        if pin is None:
            raise SettingsFault(f"members reset-pin: {name}: expected a member's name")
        click.echo(f"{name}  PIN {pin}")


def member_name(name: str) -> str:
    """`name` as it is stored; SettingsFault when nothing of it is left."""
    cleaned = clean_name(name)
    if not cleaned:
        raise SettingsFault("members: name: expected at least one letter")
    return cleaned
