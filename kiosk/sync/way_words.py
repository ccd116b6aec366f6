"""The words in which `kiosk doctor` names a stuck way between a kiosk and its server."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from kiosk import wire
from kiosk.sync.link_state import Way

_NEEDS: Final[Mapping[str, str]] = {
    Way.EVENTS: "POST /api/v1/sync/push, with bodies of 1 MB",
    Way.PICTURES: "HEAD and PATCH /api/v1/sync/visits/, with bodies of 100 kB",
    Way.STATE: "GET /api/v1/sync/state",
    Way.HINTS: "a GET /api/v1/sync/state that is answered after up to 25 s",
}
"""What a proxy or filter between a kiosk and its server must let through, for each way."""


def stuck_words(trouble: wire.WayTrouble, now: datetime, here: str) -> str:
    """Since when a way is stuck, by whose answer, and what has to pass there.

    `here`: from where it is seen, "here" on a kiosk, "the kiosk" at its server.
    """
    since = (now - timedelta(seconds=trouble.for_s)).astimezone()
    when = f"stuck since {since:%d %b %H:%M} ({int(trouble.for_s) // 60} min)"
    if trouble.by_home:
        return f"{when}: the server itself says {trouble.reason}; its own log says why"
    who = (
        f"no answer ({trouble.reason or 'none came'})"
        if trouble.status is None
        else f"something between {here} and the server answers {trouble.status}"
    )
    need = _NEEDS.get(trouble.way)
    return f"{when}: {who}; it has to pass {need}" if need else f"{when}: {who}"
