"""`kiosk members`: the members of the team who may sign in at a desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import site_option
from kiosk.cli.server.opened_home import opened_home
from kiosk.domain.names import clean_name
from kiosk.faults import SettingsFault
from kiosk.machine.small_file import one_line
from kiosk.settings import read_site

if TYPE_CHECKING:
    from kiosk.server.home import Home


_LAST_LEAD: Final = "expected another lead first: kiosk members role NAME lead"


@click.group()
def members() -> None:
    """The team: who may sign in at a desk."""


@members.command("list")
@site_option
@plain_faults
def members_list(config: Path) -> None:
    """One line for each member: name and role. Tabs in between."""
    with opened_home(read_site(config), config) as home:
        for member in home.members.all():
            click.echo(f"{member.name}\t{member.role}")


@members.command("add")
@click.argument("name")
@click.option("--lead", is_flag=True, help="May also change the team.")
@site_option
@plain_faults
def members_add(*, name: str, lead: bool, config: Path) -> None:
    """Add a member and print their PIN, once."""
    from kiosk.server.audit.record import Act
    from kiosk.server.auth.members import Role

    role = Role.LEAD if lead else Role.MEMBER
    with opened_home(read_site(config), config) as home:
        added = home.members.add(member_name(name), role)
        if added is None:
            raise _like(home, name, "members add")
        member, pin = added
        home.audit.record(Act.TEAM, f"member {member.name}", detail=f"added as {role.value}")
        click.echo(f"{member.name}  PIN {pin}")


@members.command("rename")
@click.argument("name")
@click.argument("new_name")
@site_option
@plain_faults
def members_rename(*, name: str, new_name: str, config: Path) -> None:
    """Give a member another name; PIN, sessions and visits stay."""
    from kiosk.server.audit.record import Act

    with opened_home(read_site(config), config) as home:
        _check_known(home, name, "members rename")
        member = home.members.rename(member_name(name), member_name(new_name))
        if member is None:
            raise _like(home, new_name, "members rename")
        home.audit.record(Act.TEAM, f"member {member.name}", detail=f"was {member_name(name)}")
        click.echo(f"{member_name(name)} is {member.name} now.")


@members.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(["lead", "member"]))
@site_option
@plain_faults
def members_role(*, name: str, role: str, config: Path) -> None:
    """Make a member a lead, or a lead a member. Somebody must stay a lead."""
    from kiosk.server.audit.record import Act
    from kiosk.server.auth.members import Role

    with opened_home(read_site(config), config) as home:
        _check_known(home, name, "members role")
        member = home.members.set_role(member_name(name), Role(role))
        if member is None:
            raise SettingsFault(f"members role: {one_line(name)}: {_LAST_LEAD}")
        home.audit.record(Act.TEAM, f"member {member.name}", detail=f"made a {role}")
        click.echo(f"{member.name} is a {role} now.")


@members.command("remove")
@click.argument("name")
@site_option
@plain_faults
def members_remove(*, name: str, config: Path) -> None:
    """Remove a member: signed out everywhere at once; visitors with them wait again, first in line.

    What they did stays on record. Somebody else may have the name.
    """
    from kiosk.server.audit.record import Act
    from kiosk.server.team import remove_member

    with opened_home(read_site(config), config) as home:
        _check_known(home, name, "members remove")
        removed = remove_member(home.store, home.members, member_name(name))
        if removed is None:
            raise SettingsFault(f"members remove: {one_line(name)}: {_LAST_LEAD}")
        home.audit.record(Act.TEAM, f"member {member_name(name)}", detail="removed")
        waits = "waits" if removed.returned == 1 else "wait"
        visits = f"; {removed.returned} {waits} again" if removed.returned else ""
        click.echo(f"{member_name(name)} is removed and signed out everywhere{visits}.")


@members.command("reset-pin")
@click.argument("name")
@site_option
@plain_faults
def members_reset_pin(*, name: str, config: Path) -> None:
    """Give a member a new PIN, print it once, lift a lock and end open sessions."""
    with opened_home(read_site(config), config) as home:
        _check_known(home, name, "members reset-pin")
        pin = home.members.reset_pin(member_name(name))
        click.echo(f"{member_name(name)}  PIN {pin}")


def member_name(name: str) -> str:
    """`name` as it is stored; SettingsFault when nothing of it is left."""
    cleaned = clean_name(name)
    if not cleaned:
        raise SettingsFault("members: name: expected at least one letter")
    return cleaned


def _check_known(home: Home, name: str, command: str) -> None:
    """SettingsFault when nobody has the name; it says whose is like it."""
    wanted = member_name(name)
    if wanted not in {member.name for member in home.members.all()}:
        like = ", ".join(member.name for member in home.members.like(wanted))
        hint = f"; {like} is one" if like else "; see kiosk members list"
        raise SettingsFault(f"{command}: {one_line(name)}: expected a member's name{hint}")


def _like(home: Home, name: str, command: str) -> SettingsFault:
    like = ", ".join(member.name for member in home.members.like(member_name(name)))
    expected = f"expected a name that looks like nobody's; {like} is in the team"
    return SettingsFault(f"{command}: {one_line(name)}: {expected}")
