"""Owns judging where a token is used from: how long it was silent, and whether two places have it.

Pure: rows in, what to keep out. Never stops a token for moving once: a box may get a new address.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Final

from sqlalchemy import RowMapping

SEEN_EVERY_S: Final = 15.0
"""How fine the last sign of life is kept: not every request costs a write."""
SILENT_S: Final = 120.0
"""Longer without a sign of life is an absence: desks are told, and a backlog may be owed."""
TOGETHER: Final = timedelta(minutes=10)
"""There, elsewhere and there again within this is two places, not one that moved."""


def place_of(address: str) -> str:
    """What counts as one place: an IPv4 address, or an IPv6 network, whose hosts change theirs."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))
    return str(ip)


def token_changes(row: RowMapping, place: str, now: datetime) -> dict[str, Any]:
    """The columns of the device that this use of its token changes; empty when it is no news."""
    if row["seen_at"] is None:
        return {"seen_at": now, "seen_from": place}
    if row["stopped_at"] is not None:
        return {}  # what it was stopped for is what a lead must see
    gap_s = (now - row["seen_at"]).total_seconds()
    moved = place != row["seen_from"]
    # Below nothing it was seen by a clock that was ahead: that is no sign of life any more.
    if not moved and 0 <= gap_s < SEEN_EVERY_S:
        return {}
    news: dict[str, Any] = {"seen_at": now}
    if gap_s > SILENT_S:
        news["away_s"] = row["away_s"] + gap_s
    if moved:
        news |= {"seen_from": place, "also_from": row["seen_from"], "also_at": row["seen_at"]}
        if _is_in_two_places(row, place, now):
            news["stopped_at"] = now
    return news


def _is_in_two_places(row: RowMapping, place: str, now: datetime) -> bool:
    back_so_soon = place == row["also_from"] and abs(now - row["also_at"]) < TOGETHER
    allowed = {place, row["seen_from"]} <= set(row["allowed_from"] or ())
    return back_so_soon and not allowed
