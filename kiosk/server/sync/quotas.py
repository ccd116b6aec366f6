"""Quotas of a station (token buckets), so that a flood from one never drowns the others.

Arrivals are counted by the home's clock alone: what a station says of times may be wrong. What it
could not bring while out of touch it may bring later (docs/decisions/0010).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from kiosk.domain.site import Quotas, Site
from kiosk.server.auth.devices import Caller
from kiosk.server.store.dialect import upsert_rows
from kiosk.server.store.tables import devices, quota_buckets

LONGEST_AWAY_S: Final = 14 * 86_400.0
"""An absence counts for no more than this."""
_DAY_S: Final = 86_400.0
_MB: Final = 1_000_000
_KEY: Final = ("site_id", "letter")
# Built once: every push asks, and building them takes longer than executing them.
_MINE: Final = devices.c.id == bindparam("device")
_AWAY: Final = select(devices.c.away_s).where(_MINE)
_USE_UP: Final = update(devices).where(_MINE).values(away_s=0.0)
_LEFT: Final = select(quota_buckets).where(*(quota_buckets.c[it] == bindparam(it) for it in _KEY))
_SAVE: Final = upsert_rows(quota_buckets, _KEY, ("counted_at", "minute", "day", "bytes"))


@dataclass(frozen=True, slots=True)
class Bucket:
    """Refilled with `a_second`, up to `full`; after an absence up to what that would have been."""

    a_second: float
    full: float

    def after(self, left: float, passed_s: float, away_s: float) -> float:
        """What is in it now, `left` being what was in it `passed_s` ago."""
        room = max(self.full, self.a_second * min(away_s, LONGEST_AWAY_S))
        return max(left, min(left + self.a_second * passed_s, room))

    def wait_s(self, left: float, wanted: float) -> int:
        """Whole seconds until `wanted` is in it."""
        return int(max(0.0, wanted - left) / self.a_second) + 1


def buckets(quotas: Quotas) -> tuple[Bucket, Bucket, Bucket]:
    """Visits by the minute, visits by the day, bytes of pictures by the day."""
    size = quotas.picture_mb_a_day * _MB
    return (
        Bucket(quotas.visits_a_minute / 60, quotas.visits_burst),
        Bucket(quotas.visits_a_day / _DAY_S, quotas.visits_a_day),
        Bucket(size / _DAY_S, size),
    )


class Allowance:
    """What one station may still bring; open within one write transaction, saved by `save`."""

    def __init__(self, connection: Connection, site: Site, caller: Caller, now: datetime) -> None:
        self._connection = connection
        self._key = {"site_id": site.site_id, "letter": caller.letter}
        self._caller = caller
        self._now = now
        self._buckets = buckets(site.quotas)
        self._left = list(self._refilled())

    @property
    def visits(self) -> int:
        """Visits it may bring now."""
        return int(min(self._left[:2]))

    @property
    def picture_bytes(self) -> int:
        """Bytes of pictures it may bring now."""
        return int(self._left[2])

    def take(self, *, visits: int = 0, picture_bytes: int = 0) -> None:
        """That much came."""
        for at, amount in enumerate((visits, visits, picture_bytes)):
            self._left[at] -= amount

    def wait_s(self, *, picture_bytes: int = 0) -> int:
        """Seconds until one more visit, or that many bytes, may come."""
        minute, day, size = self._buckets
        if picture_bytes:
            return size.wait_s(self._left[2], picture_bytes)
        return max(minute.wait_s(self._left[0], 1), day.wait_s(self._left[1], 1))

    def save(self) -> None:
        """Saves what is left; the absence is used up."""
        minute, day, size = self._left
        row = {"counted_at": self._now, "minute": minute, "day": day, "bytes": size}
        self._connection.execute(_SAVE, {**self._key, **row})
        self._connection.execute(_USE_UP, {"device": self._caller.device_id})

    def _refilled(self) -> tuple[float, ...]:
        away_s = self._connection.scalar(_AWAY, {"device": self._caller.device_id}) or 0.0
        row = self._connection.execute(_LEFT, self._key).mappings().first()
        if row is None:
            return tuple(bucket.after(bucket.full, away_s, away_s) for bucket in self._buckets)
        # Counted in the future: the clock was ahead then. Nobody waits until it is there.
        passed_s = abs((self._now - row["counted_at"]).total_seconds())
        left = (row["minute"], row["day"], row["bytes"])
        return tuple(
            bucket.after(before, max(passed_s, away_s), away_s)
            for bucket, before in zip(self._buckets, left, strict=True)
        )
