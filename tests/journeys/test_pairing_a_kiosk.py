"""A box without a token is started, a lead types the code it shows, and it welcomes visitors."""

from __future__ import annotations

import stat
from pathlib import Path

from kiosk.demo import film
from tests.journeys.actors import Home, Kiosk

SPELT = r"^(?:[0-9A-HJKMNP-TV-Z-] ){8}[0-9A-HJKMNP-TV-Z]$"
"""The code as it is read out, one character after the other."""


def test_a_kiosk_without_a_token_shows_a_code_and_starts_once_it_is_approved(
    tmp_path: Path,
) -> None:
    laptop = tmp_path / "laptop.avi"
    film.render(laptop, seconds=1.0)
    home = Home(tmp_path / "home")
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
