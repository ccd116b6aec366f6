"""`kiosk pair`: pairing of kiosks and tablets with a home, and of a kiosk anew."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kiosk.cli.fault_lines import plain_faults
from kiosk.cli.options import DEFAULT_PORT, site_option, station_option
from kiosk.cli.server.opened_home import opened_home
from kiosk.domain.site import LETTERS
from kiosk.faults import SettingsFault
from kiosk.settings import read_site, read_station
from kiosk.station.identity import TokenFile

if TYPE_CHECKING:
    from kiosk.server.home import Home

CODE_LIFETIME: Final = timedelta(minutes=10)
"""How long the address works that pairs tablets."""
MAX_ABSENCE: Final = timedelta(days=7)
"""For how long a kiosk that gets its token by hand may have been offline, which nobody asks it."""
MAX_SEAT: Final = 99
_EXPECTED: Final = {
    "unknown_code": "a code that a kiosk shows now; each works once, for ten minutes",
    "letter_in_use": "a letter no kiosk has, or --replace: {letter} has one",
    "seat_taken": "seats no other kiosk hands out: station {letter} has one of these",
    "holds_visits": "letter {letter}: this kiosk still holds visits of it that must be sent first",
}


@click.group(invoke_without_command=True)
@site_option
@click.option("--station", "letter", help="Make the token of the station with this letter.")
@click.option("--tablet", is_flag=True, help="Make an address that pairs tablets for 10 minutes.")
@click.option("--url", default=None, help="With --tablet: where tablets reach the home.")
@click.pass_context
@plain_faults
def pair(
    context: click.Context, *, config: Path, letter: str | None, tablet: bool, url: str | None
) -> None:
    """Pair a kiosk or a tablet.

    A kiosk without a token shows a code: approve it here or at the desk. --station prints a token,
    once, to carry to the kiosk by hand; --tablet prints an address to open on each tablet. A kiosk
    that was paired is paired anew with `kiosk pair again`, on the kiosk.
    """
    if context.invoked_subcommand is not None:
        return
    settings = read_site(config)
    if tablet == bool(letter):
        raise click.UsageError("give either --station LETTER or --tablet, or approve CODE")
    with opened_home(settings, config) as home:
        if letter:
            click.echo(_station_token(home, letter, config))
        else:
            at = url or settings.site.public_url or f"http://127.0.0.1:{DEFAULT_PORT}"
            click.echo(f"{at.rstrip('/')}/desk/#pair={home.devices.pairing_code(CODE_LIFETIME)}")


@pair.command("approve")
@click.argument("code")
@click.option("--letter", required=True, help="The kiosk's letter: its numbers begin with it.")
@click.option("--seats", default=None, help="The seats it hands out, like 1,2,3.")
@click.option("--replace", is_flag=True, help="The kiosk that has the letter loses its token.")
@site_option
@plain_faults
def pair_approve(*, code: str, letter: str, seats: str | None, replace: bool, config: Path) -> None:
    """Approve the CODE that a kiosk shows: it becomes the station with that letter."""
    from kiosk.server.audit.record import Act
    from kiosk.server.fleet.pairings import LetterAssignment

    if letter not in LETTERS or len(letter) != 1:
        raise click.UsageError(f"--letter: expected one letter of {LETTERS}")
    assignment = LetterAssignment(letter, _seats(seats), replace)
    with opened_home(read_site(config), config) as home:
        refusal = home.pairings.approve(code, assignment)
        if refusal is None and replace:
            home.audit.record(Act.REVOKE, f"station {letter}", detail="replaced")
    if refusal is not None:
        expected = _EXPECTED[refusal.reason.value].format(letter=refusal.letter)
        raise SettingsFault(f"pair approve: expected {expected}")
    click.echo(f"Station {letter} is approved; the kiosk starts by itself.")


@pair.command("again")
@station_option
@plain_faults
def pair_again(config: Path) -> None:
    """On a kiosk: let it show a code again; what it holds is kept, and sent once it is approved."""
    if TokenFile(Path(read_station(config).server.token_file)).set_aside():
        click.echo("A running kiosk shows a code within a minute, once nobody is checking in.")
        click.echo("Approve it under the letter it had, at the desk or with `kiosk pair approve`.")
    else:
        click.echo("This kiosk has no token; it shows a code as it is.")


def _seats(text: str | None) -> list[int] | None:
    if text is None:
        return None
    numbers = [part.strip() for part in text.split(",") if part.strip()]
    if not all(number.isdecimal() and 1 <= int(number) <= MAX_SEAT for number in numbers):
        raise click.UsageError(f"--seats: expected numbers from 1 to {MAX_SEAT}, like 1,2,3")
    return [int(number) for number in numbers]


def _station_token(home: Home, letter: str, config: Path) -> str:
    from kiosk.server.fleet.seats import seats_by_letter

    with home.store.read() as connection:
        known = list(seats_by_letter(connection, home.store.site))
    if letter not in known:
        letters = ", ".join(known) or "the letters in [[stations]], which has none yet"
        expected = f"expected one of {letters}, got {letter!r}"
        raise SettingsFault(f"{config}: stations.letter: {expected}")
    return home.devices.pair_station(letter, away_s=MAX_ABSENCE.total_seconds())
