"""This kiosk's token file, and the station's identity that the token names.

Written atomically with mode 0600; renamed to `.old` when the token is revoked, and deleted only
once the next token is on disk. Never logs a token, nor puts one into a fault's text.
"""

from __future__ import annotations

import codecs
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.domain.site import LETTERS
from kiosk.faults import SettingsFault, StoreFault
from kiosk.journal import LogEvent, log
from kiosk.machine.files import PART, flush, make_private, replace_durably
from kiosk.machine.small_file import one_line, read_small_file

_TOKEN = re.compile(rf"wk1\.(?P<site>[a-z0-9-]+)\.(?P<letter>[{LETTERS}])\.[\w-]+", re.ASCII)

_MOST_BYTES: Final = 10_000
_EXPECTED: Final = "expected the one line beginning with wk1. that `kiosk pair --station` prints"


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
        """Whether this kiosk has a token; one that cannot be reached is there."""
        return _exists(self._path)

    def is_old_there(self) -> bool:
        """Whether this kiosk was paired before and waits to be paired again."""
        return _exists(self._old)

    def __str__(self) -> str:
        return one_line(self._path)

    def is_open_to_all(self) -> bool:
        """Whether accounts other than its own and its group may read the file."""
        try:
            return bool(self._path.stat().st_mode & stat.S_IROTH)
        except OSError:
            return False

    def read(self) -> tuple[str, StationIdentity]:
        """The token and its identity; SettingsFault when the file holds no token.

        Blanks, quotes, a byte-order mark and the same line twice do no harm; a shell may have
        written it in UTF-16.
        """
        content = read_small_file(self._path, _MOST_BYTES, key="server.token_file")
        utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        text = content.decode("utf-16" if utf_16 else "utf-8-sig", "replace")
        lines = {line.strip("\"' \t") for line in text.split()}
        token = lines.pop() if len(lines) == 1 else ""
        parts = _TOKEN.fullmatch(token)
        if parts is None:
            raise SettingsFault(f"{one_line(self._path)}: line 1: token: {_EXPECTED}")
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


def _exists(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # a folder that this account may not enter: reading says so
        return True
    return True
