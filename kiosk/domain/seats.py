"""Who gets a free seat: whoever stands longest, before anybody who comes later.

Each station gives the seats listed for it, and only the station does: no seat is given twice, also
while it is cut off from the server (docs/decisions/0011).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.domain.numbers import counter_of
from kiosk.domain.visit import ENDED, VisitState

STANDS_IN: Final = frozenset({VisitState.WAITING, VisitState.CALLED})
"""States in which a visitor without a seat stands near the kiosk: not away, and not helped yet."""


@dataclass(frozen=True, slots=True)
class SeatedVisit:
    """A visit as its station knows it, as far as seats go.

    `day` is the day its number was drawn on, "" when the server had not said which day it is.
    `state` may be one of a newer server's.
    """

    id: str
    number: str
    state: str
    seat: int | None = None
    day: str = ""


def free_seat(seats: Sequence[int], taken: Collection[int]) -> int | None:
    """The first seat of this station nobody holds, None when there is none."""
    return next((seat for seat in seats if seat not in taken), None)


def taken_seats(visits: Iterable[SeatedVisit]) -> frozenset[int]:
    """The seats of visits that have not ended; who is away for a while keeps the seat."""
    return frozenset(
        visit.seat for visit in visits if visit.seat is not None and visit.state not in ENDED
    )


def standing(visits: Iterable[SeatedVisit], today: str) -> Sequence[SeatedVisit]:
    """Who stands without a seat, longest first.

    Among the visitors of one station that is the order of their numbers, as it is in the line.
    """
    found = [visit for visit in visits if visit.seat is None and visit.state in STANDS_IN]
    return sorted(found, key=lambda visit: (visit.day or today, counter_of(visit.number)))


def seats_to_give(
    seats: Sequence[int], taken: Collection[int], stand: Sequence[SeatedVisit]
) -> Sequence[tuple[SeatedVisit, int]]:
    """Which of those who stand get which free seat, in their order."""
    free = [seat for seat in seats if seat not in taken]
    return list(zip(stand, free, strict=False))
