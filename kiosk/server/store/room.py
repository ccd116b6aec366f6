"""The room on the home's disk: pictures stop first, so that text and calls go on to the last.

As on a kiosk (`kiosk.space`). Kiosks keep the pictures meanwhile and send them once there is room.
"""

from __future__ import annotations

from threading import Lock
from typing import Final

from kiosk.server.store.condition import Notice, NoticeCode
from kiosk.space import Level, Space

_NOTICES: Final = {Level.LOW: NoticeCode.DISK_LOW, Level.FULL: NoticeCode.DISK_FULL}


class Room:
    """The space of the home's data folder. Any thread may call."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._lock = Lock()

    def takes_pictures(self) -> bool:
        """Whether a picture may be stored now."""
        with self._lock:
            return self._space.check() is Level.OK

    def maintain(self) -> None:
        """Measures, and keeps the reserve or releases it."""
        with self._lock:
            self._space.maintain()

    def notice(self) -> Notice | None:
        """What leads are told."""
        code = _NOTICES.get(self._space.level)
        return None if code is None else Notice(code)
