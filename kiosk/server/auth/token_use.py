"""Where and when a station's token was used, and for how long the station was away.

Pure functions over a row of `devices`. Which machine uses it is told by its boot (`machines`), not
by its address: a kiosk may have two, and two kiosks may have one.
"""

from __future__ import annotations

from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Final

from sqlalchemy import RowMapping

SEEN_PRECISION_S: Final = 15.0
"""`seen_at` is written at most this often, so that not every request costs a write."""
AWAY_AFTER_S: Final = 120.0
"""Longer without a call is an absence, for which the quota grows: there may be a backlog."""


def place_of(address: str) -> str:
    """The place of an address: itself if IPv4; for IPv6 its /64 network, whose hosts change."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))
    return str(ip)


def token_changes(row: RowMapping, place: str, now: datetime) -> dict[str, Any]:
    """The columns of the device that this use of its token changes, with their new values."""
    if row["seen_at"] is None:
        return {"seen_at": now, "seen_from": place}
    if row["stopped_at"] is not None:
        return {}  # a lead must see the two places for which it was stopped
    gap_s = (now - row["seen_at"]).total_seconds()
    moved = place != row["seen_from"]
    # A negative gap: it was seen while our clock was ahead, so `seen_at` must be set right.
    if 0 <= gap_s < SEEN_PRECISION_S:
        return {}
    changes: dict[str, Any] = {"seen_at": now}
    if gap_s > AWAY_AFTER_S:
        changes["away_s"] = row["away_s"] + gap_s
    if moved:
        changes |= {"seen_from": place, "also_from": row["seen_from"], "also_at": row["seen_at"]}
    return changes
