"""A box without a token is started, a lead types the code it shows, and it welcomes visitors.

So does one that was revoked, once it is told to pair again.
"""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from scripts import film
from tests.journeys.actors import OPEN, HomeProcess, Kiosk, until
from tests.journeys.tour import START
from ui.touch.process import EXIT_RESTART

SPELT = r"^(?:[0-9A-HJKMNP-TV-Z-] ){8}[0-9A-HJKMNP-TV-Z]$"
"""The code as it is read out, one character after the other."""


def test_a_kiosk_without_a_token_shows_a_code_and_starts_once_it_is_approved(
    tmp_path: Path,
) -> None:
    laptop = tmp_path / "laptop.avi"
    film.render(laptop, seconds=1.0)
    home = HomeProcess(tmp_path / "home")
    kiosk = Kiosk(tmp_path / "kiosk", home, laptop, (540, 960))
    token = tmp_path / "kiosk" / "token"
    token.unlink()
    home.start()
    try:
        kiosk.start()
        code = kiosk.see(SPELT).replace(" ", "")
        home.command("pair", "approve", code, "--letter", "D", "--seats", "7,8")

        kiosk.see("^The Help Bar$")

        assert token.read_text(encoding="ascii").startswith("wk1.demo.D.")
        assert stat.S_IMODE(token.stat().st_mode) == 0o600
        assert home.command("stations", "list").splitlines()[-1].startswith("D  paired")
    finally:
        kiosk.stop()
        home.stop()


def test_a_revoked_kiosk_is_paired_again_and_sends_what_it_kept(tmp_path: Path) -> None:
    home = HomeProcess(tmp_path / "home")
    kiosk = Kiosk(tmp_path / "kiosk", home, "off", (540, 960))
    home.start()
    try:
        kiosk.start()
        kiosk.see(OPEN)
        home.command("stations", "revoke", "B")
        number = _checked_in(kiosk)
        kiosk.command("pair", "again")
        status = kiosk.ends(within_s=120)

        kiosk.start()  # as the service manager does
        kiosk.see(r"^Come to the counter\.$")
        code = kiosk.see(SPELT).replace(" ", "")
        old = (tmp_path / "kiosk" / "token.old").exists()
        home.command("pair", "approve", code, "--letter", "B")
        kiosk.see(OPEN)
        until(lambda: _arrived(home) == [(number,)], "the visit at the home")

        assert (status, old) == (EXIT_RESTART, True)
        assert not (tmp_path / "kiosk" / "token.old").exists()
    finally:
        kiosk.stop()
        home.stop()


def _checked_in(kiosk: Kiosk) -> str:
    kiosk.touch(START)
    kiosk.see("What’s your first name")
    kiosk.type("Ana")
    kiosk.touch("That’s me")
    kiosk.touch("Something else")
    number = kiosk.see(r"^B\d+$")
    kiosk.touch("Done")
    return number


def _arrived(home: HomeProcess) -> list[tuple[str]]:
    with closing(sqlite3.connect(home.folder / "server" / "server.db")) as store:
        return store.execute("select number from visits").fetchall()
