"""Who is being called, as a board or a kiosk at rest shows it: numbers, never visitors' names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.domain.visit import Visit, VisitState
from kiosk.server.queue.live_line import LineAt

CALL_STANDS_FOR: Final = timedelta(hours=1)
"""A visitor who went for a coffee still finds the number called; a call older than this was
forgotten at the desk."""


@dataclass(frozen=True, slots=True)
class Call:
    """A visit that somebody calls. `order` is higher the later it was called, or called again.

    `member`: first name of who comes, "" when that is not known.
    """

    visit: Visit
    member: str
    order: int


def current_calls(line: LineAt, now: datetime) -> Sequence[Call]:
    """The calls that stand, the latest first."""
    calls = [
        Call(entry.visit, entry.member.split()[0] if entry.member else "", entry.call.order)
        for entry in line.lists["open"]
        if entry.visit.state is VisitState.CALLED
        and entry.call is not None
        and abs(now - entry.call.at) < CALL_STANDS_FOR
    ]
    return sorted(calls, key=lambda call: call.order, reverse=True)
