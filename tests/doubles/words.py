"""The smallest complete answers of a server, and a station's identity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from kiosk import wire
from kiosk.domain.site import Site
from kiosk.station.identity import StationIdentity

SITE = Site("hq", "The Help Bar", seats={"B": (1, 2, 3)})
SITE_WITHOUT_SEATS = Site("hq", "The Help Bar")
"""Nobody is seated there, so nothing but a visit's own events waits for the server."""
IDENTITY = StationIdentity("hq", "B")


def pushed(epoch: str = "epoch-1") -> wire.Pushed:
    """An answer to a push by the store with that epoch."""
    return wire.Pushed(epoch, 1, [])


def state_of_site(
    *,
    epoch: str = "epoch-1",
    seq: int = 1,
    day: str = "2026-06-01",
    last_number: int = 0,
    line: Sequence[str] = (),
    visits: Sequence[wire.VisitUpdate] = (),
    site: Site = SITE,
    takes: Mapping[str, int] = MappingProxyType({}),
    now: datetime | None = None,
    seats_taken: Sequence[int] = (),
) -> wire.State:
    """A state in which nothing happened but what the test says."""
    return wire.State(
        epoch=epoch,
        seq=seq,
        site=wire.site_to_wire(site),
        line=list(line),
        on_duty=["Maya"],
        last_number=last_number,
        day=day,
        visits=list(visits),
        takes=dict(takes),
        now=now,
        seats_taken=list(seats_taken),
    )


def news(
    visit_id: str, state: str = "waiting", number: str = "B1", seat: int | None = None
) -> wire.VisitUpdate:
    return wire.VisitUpdate(visit_id, number, state, seat)
