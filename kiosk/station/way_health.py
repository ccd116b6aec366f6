"""Which ways between this kiosk and its server are stuck, since when, and what was answered.

Kept in a file of its own, so that `kiosk doctor` reads it beside a running kiosk and a restart does
not forget since when. Written only when something changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

import msgspec
from msgspec import Struct

from kiosk import wire
from kiosk.clock import Clock
from kiosk.faults import LinkFault
from kiosk.machine.files import PART, make_private, replace_durably
from kiosk.sync.link_state import Way

WAYS_FILE: Final = "ways.json"
LONGEST_S: Final = 366 * 86_400.0
"""A way that looks stuck for longer was noted under a wrong wall clock."""
_LONGEST_REASON: Final = 80


class _Stuck(Struct, frozen=True):
    """One stuck way: `at`, `boot_id` and `monotonic_s` of its first fault, the rest of its last."""

    at: datetime
    boot_id: str
    monotonic_s: float
    reason: str
    status: int | None = None
    by_home: bool = False


class WayHealth:
    """The ways that are stuck now. Any thread may call; a disk that fails costs only the file."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._path = folder / WAYS_FILE
        self._clock = clock
        self._lock = Lock()
        self._stuck = dict(_read(self._path))

    def failed(self, way: Way, fault: LinkFault) -> None:
        """An exchange on that way ended with `fault`."""
        with self._lock:
            known = self._stuck.get(way.value)
            now = _Stuck(
                at=known.at if known else self._clock.now(),
                boot_id=known.boot_id if known else self._clock.boot_id,
                monotonic_s=known.monotonic_s if known else self._clock.monotonic_s(),
                reason=_printable(fault.reason),
                status=fault.status,
                by_home=fault.answered,
            )
            if now != known:
                self._stuck[way.value] = now
                self._write()

    def succeeded(self, way: Way) -> None:
        """The server gave a whole answer on that way."""
        with self._lock:
            if self._stuck.pop(way.value, None) is not None:
                self._write()

    def troubles(self) -> Sequence[wire.WayTrouble]:
        """The ways that are stuck, for the server."""
        with self._lock:
            return _troubles(self._stuck, self._clock)

    def _write(self) -> None:
        part = self._path.with_name(self._path.name + PART)
        with suppress(OSError):
            make_private(part)
            part.write_bytes(msgspec.json.encode(self._stuck))
            replace_durably(part, self._path)


def stuck_ways(folder: Path, clock: Clock) -> Sequence[wire.WayTrouble]:
    """The ways that are stuck as the kiosk of that data folder last noted."""
    return _troubles(_read(folder / WAYS_FILE), clock)


def _read(path: Path) -> Mapping[str, _Stuck]:
    """What the file holds; a file that cannot be read tells nothing."""
    with suppress(OSError, ValueError):
        return msgspec.json.decode(path.read_bytes(), type=dict[str, _Stuck])
    return {}


def _troubles(stuck: Mapping[str, _Stuck], clock: Clock) -> Sequence[wire.WayTrouble]:
    return [
        wire.WayTrouble(way, _lasted_s(one, clock), one.reason, one.status, one.by_home)
        for way, one in sorted(stuck.items())
    ]


def _lasted_s(stuck: _Stuck, clock: Clock) -> float:
    """By the clock that cannot be set; over a reboot by the wall clock, where it is plausible."""
    up_s = clock.monotonic_s()
    if stuck.boot_id == clock.boot_id:
        return max(0.0, up_s - stuck.monotonic_s)
    by_wall_s = (clock.now() - stuck.at).total_seconds()
    return max(up_s, by_wall_s) if by_wall_s <= LONGEST_S else up_s


def _printable(reason: str) -> str:
    """Short and ASCII: it also travels in a header."""
    plain = "".join(char if " " <= char <= "~" else "?" for char in reason)
    return plain[:_LONGEST_REASON] or "unknown"
