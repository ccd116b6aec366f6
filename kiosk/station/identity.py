"""This kiosk's token file, and the station's identity that the token names.

Written atomically with mode 0600; renamed to `.old` when the token is revoked, and deleted only
once the next token is on disk. Never logs a token, nor puts one into a fault's text.
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
    """Site and letter of this station, read from its token `wk1.site.letter.secret`."""

    site_id: str
    letter: str

    @property
    def origin(self) -> str:
        """The origin of this station's events."""
        return f"station:{self.letter}"


class TokenFile:
    """The file, and beside it `….old` while a revoked kiosk waits to be paired again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._old = path.with_name(f"{path.name}.old")
        self._logged = False

    def is_there(self) -> bool:
        """Whether this kiosk has a token."""
        return self._path.exists()

    def is_old_there(self) -> bool:
        """Whether this kiosk was paired before and waits to be paired again."""
        return self._old.exists()

    def read(self) -> tuple[str, StationIdentity]:
        """The token and its identity; SettingsFault when the file holds no token."""
        try:
            token = self._path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as fault:
            expected = "server.token_file: expected the file `kiosk pair` made for this station"
            raise SettingsFault(f"{self._path}: {expected}") from fault
        parts = _TOKEN.fullmatch(token)
        if parts is None:
            raise SettingsFault(f"{self._path}: token: expected one line beginning with wk1.")
        return token, StationIdentity(parts["site"], parts["letter"])

    def write(self, token: str) -> None:
        """Writes the token, on disk when this returns.

        StoreFault, logged once, while the folder cannot be written.
        """
        part = self._path.with_name(f".{self._path.name}{PART}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            make_private(part)
            part.write_text(f"{token}\n", encoding="ascii")
            replace_durably(part, self._path)
            self._old.unlink(missing_ok=True)
        except OSError as fault:
            raise self._unwritable(fault) from fault

    def set_aside(self) -> bool:
        """Makes the next start show a pairing code; False when there was no token.

        StoreFault, logged once, while the folder cannot be written.
        """
        try:
            self._path.replace(self._old)
            flush(self._path.parent)
        except FileNotFoundError:
            return False
        except OSError as fault:
            raise self._unwritable(fault) from fault
        log(LogEvent.TOKEN_SET_ASIDE)
        return True

    def _unwritable(self, fault: OSError) -> StoreFault:
        if not self._logged:
            log(LogEvent.TOKEN_STUCK, kind=type(fault).__name__)
        self._logged = True
        return StoreFault(f"{self._path}: {fault.strerror}")
