"""Partial uploads of pictures: the bytes received so far, so that an upload can be resumed.

Whether a complete one is the picture it should be is up to the caller, who checks its hash.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path
from threading import Lock
from typing import Final

from kiosk.faults import StoreFault

_LOCKS: Final = 64


class PictureParts:
    """A folder of partial uploads, each under a name of 64 hex digits that the caller chooses.

    Any thread; writes to one picture are serialised by one of a fixed number of locks.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._locks = tuple(Lock() for _ in range(_LOCKS))

    def offset(self, photo: str) -> int:
        """Number of bytes received so far, on disk."""
        try:
            return self._path(photo).stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, photo: str, at: int, content: bytes) -> int | None:
        """Appends `content` durably and returns the new offset; None when `at` is not the offset.

        StoreFault when the disk does not take it.
        """
        with self._lock(photo):
            if self.offset(photo) != at:
                return None
            try:
                with self._path(photo).open("ab") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as fault:
                raise StoreFault(fault.strerror or "disk") from fault
            return at + len(content)

    def read(self, photo: str) -> bytes:
        """The bytes received so far."""
        try:
            return self._path(photo).read_bytes()
        except FileNotFoundError:
            return b""

    def drop(self, photo: str) -> None:
        """Deletes the upload: it is complete and stored elsewhere, or useless."""
        with self._lock(photo):
            self._path(photo).unlink(missing_ok=True)

    def sweep(self, awaited: Collection[str]) -> int:
        """Deletes the uploads that are not `awaited`; returns how many."""
        strays = [path for path in self._root.iterdir() if path.name not in awaited]
        for path in strays:
            path.unlink(missing_ok=True)
        return len(strays)

    def _lock(self, photo: str) -> Lock:
        return self._locks[int(photo[:8], 16) % _LOCKS]

    def _path(self, photo: str) -> Path:
        assert re.fullmatch("[0-9a-f]{64}", photo), "a photo id is 64 hex digits"
        return self._root / photo
