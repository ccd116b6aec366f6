"""Owns the file that holds this kiosk's token, and who the token says this station is.

Whole or not there, for this account alone; set aside when it is worth nothing here, and never
deleted before the next one is on the disk. Never logs a token, nor puts one into a fault's words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.site import LETTERS
from kiosk.faults import SettingsFault, StoreFault
from kiosk.journal import LogEvent, log
from kiosk.machine.files import PART, flush, make_private, replace_durably

_TOKEN = re.compile(rf"wk1\.(?P<site>[a-z0-9-]+)\.(?P<letter>[{LETTERS}])\.[\w-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class StationIdentity:
    """Who this station is, read from its token `wk1.site.letter.secret`."""

    site_id: str
    letter: str

    @property
    def origin(self) -> str:
        """How events name this station."""
        return f"station:{self.letter}"


class TokenFile:
    """The file, and beside it `….old` while a kiosk that was paired waits to be paired again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._old = path.with_name(f"{path.name}.old")
        self._stuck = False

    def is_there(self) -> bool:
        """Whether this kiosk has a token."""
        return self._path.exists()

    def is_old_there(self) -> bool:
        """Whether this kiosk was paired and is to be paired again."""
        return self._old.exists()

    def read(self) -> tuple[str, StationIdentity]:
        """The token and what it says; SettingsFault when there is none that could be one."""
        try:
            token = self._path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as fault:
            expected = "server.token_file: expected the file `kiosk pair` made for this station"
            raise SettingsFault(f"{self._path}: {expected}") from fault
        parts = _TOKEN.fullmatch(token)
        if parts is None:
            raise SettingsFault(f"{self._path}: token: expected one line beginning with wk1.")
        return token, StationIdentity(parts["site"], parts["letter"])

    def keep(self, token: str) -> None:
        """Writes the token; on the disk when this returns.

        StoreFault, told once in the journal, while the folder cannot be written.
        """
        part = self._path.with_name(f".{self._path.name}{PART}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            make_private(part)
            part.write_text(f"{token}\n", encoding="ascii")
            replace_durably(part, self._path)
            self._old.unlink(missing_ok=True)
        except OSError as fault:
            raise self._cannot(fault) from fault

    def set_aside(self) -> bool:
        """From the next start on this kiosk shows a code; False when it had no token.

        StoreFault, told once in the journal, while the folder cannot be written.
        """
        try:
            self._path.replace(self._old)
            flush(self._path.parent)
        except FileNotFoundError:
            return False
        except OSError as fault:
            raise self._cannot(fault) from fault
        log(LogEvent.TOKEN_SET_ASIDE)
        return True

    def _cannot(self, fault: OSError) -> StoreFault:
        if not self._stuck:
            log(LogEvent.TOKEN_STUCK, kind=type(fault).__name__)
        self._stuck = True
        return StoreFault(f"{self._path}: {fault.strerror}")
