"""Owns the file that holds this kiosk's token: kept whole, set aside when it is worth nothing here.

Never deletes a token before the next one is on the disk. Knows no home.
"""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.faults import StoreFault
from kiosk.journal import LogEvent, log


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

    def keep(self, token: str) -> None:
        """Writes the token whole or not at all, readable by this account alone.

        StoreFault, told once in the journal, while the folder cannot be written.
        """
        half = self._path.with_name(f".{self._path.name}.half")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            half.unlink(missing_ok=True)
            handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(f"{token}\n")
                file.flush()
                os.fsync(file.fileno())
            half.replace(self._path)
            self._flush_folder()
            self._old.unlink(missing_ok=True)
        except OSError as fault:
            raise self._cannot(fault) from fault

    def set_aside(self) -> bool:
        """From the next start on this kiosk shows a code; False when it had no token.

        StoreFault, told once in the journal, while the folder cannot be written.
        """
        try:
            self._path.replace(self._old)
            self._flush_folder()
        except FileNotFoundError:
            return False
        except OSError as fault:
            raise self._cannot(fault) from fault
        log(LogEvent.TOKEN_SET_ASIDE)
        return True

    def _flush_folder(self) -> None:
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _cannot(self, fault: OSError) -> StoreFault:
        if not self._stuck:
            log(LogEvent.TOKEN_STUCK, kind=type(fault).__name__)
        self._stuck = True
        return StoreFault(f"{self._path}: {fault.strerror}")
