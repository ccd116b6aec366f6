"""Owns a station's token on its disk, and who it says this station is.

Whole or not there, for this account alone. Never logs a token, nor puts one into a fault's words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kiosk.disk import PART, make_private, put_in_place
from kiosk.domain.site import LETTERS
from kiosk.faults import SettingsFault, StoreFault

_TOKEN = re.compile(rf"wk1\.(?P<site>[a-z0-9-]+)\.(?P<letter>[{LETTERS}])\.[\w-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Badge:
    """Who this station is, read from its token `wk1.site.letter.secret`."""

    site_id: str
    letter: str

    @property
    def origin(self) -> str:
        """How events name this station."""
        return f"station:{self.letter}"


def read_token(path: Path) -> tuple[str, Badge]:
    """The token and what it says; SettingsFault when there is none that could be one."""
    try:
        token = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as fault:
        expected = "server.token_file: expected the file `kiosk pair` made for this station"
        raise SettingsFault(f"{path}: {expected}") from fault
    parts = _TOKEN.fullmatch(token)
    if parts is None:
        raise SettingsFault(f"{path}: token: expected one line beginning with wk1.")
    return token, Badge(parts["site"], parts["letter"])


def keep_token(path: Path, token: str) -> None:
    """Writes the token; on the disk when this returns."""
    part = path.with_name(f".{path.name}{PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        make_private(part)
        part.write_text(f"{token}\n", encoding="ascii")
        put_in_place(part, path)
    except OSError as fault:
        raise StoreFault(type(fault).__name__) from fault
