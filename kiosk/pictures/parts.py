"""Owns pictures that have come in part: what is here already, so that a cut costs only its end.

Never says that a part is a picture; whoever takes a whole one checks its hash.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path
from threading import Lock
from typing import Final

from kiosk.faults import StoreFault

_STRIPES: Final = 64


class PictureParts:
    """A folder of parts, each under the id of the picture it will be.

    Any thread; writes to one picture go one at a time (two pictures may share a lock: no more locks
    than stripes, however many pictures come).
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._locks = tuple(Lock() for _ in range(_STRIPES))

    def offset(self, photo: str) -> int:
        """How many bytes are here, on disk."""
        try:
            return self._path(photo).stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, photo: str, at: int, content: bytes) -> int | None:
        """The new offset, `content` on disk; None when the part does not end `at` there."""
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
        """What is here."""
        try:
            return self._path(photo).read_bytes()
        except FileNotFoundError:
            return b""

    def drop(self, photo: str) -> None:
        """It is whole elsewhere, or good for nothing."""
        with self._lock(photo):
            self._path(photo).unlink(missing_ok=True)

    def sweep(self, awaited: Collection[str]) -> int:
        """Removes the parts of pictures nobody waits for any more; how many."""
        strays = [path for path in self._root.iterdir() if path.name not in awaited]
        for path in strays:
            path.unlink(missing_ok=True)
        return len(strays)

    def _lock(self, photo: str) -> Lock:
        return self._locks[int(photo[:8], 16) % _STRIPES]

    def _path(self, photo: str) -> Path:
        assert re.fullmatch("[0-9a-f]{64}", photo), "a photo id is 64 hex digits"
        return self._root / photo
