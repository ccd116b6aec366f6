"""Gives the seats of this station: whoever stands gets the next free one, before any newcomer.

Runs on the station thread only. Knows who left from the last answer of the server.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.clock import Clock
from kiosk.domain.events import VisitSeated
from kiosk.domain.seats import free_seat, seats_to_give, standing
from kiosk.domain.snapshot import SeatMark
from kiosk.station.store.recovery import StoreRecovery
from kiosk.station.writer import EventRecorder


@dataclass(frozen=True, slots=True)
class Seating:
    """The seats of one station; call every method inside the transaction that it is part of."""

    recovery: StoreRecovery
    recorder: EventRecorder
    clock: Clock

    def seat_standing(self) -> int:
        """Gives free seats to visitors who stand, longest first; how many got one."""
        seats, taken, today = self._seats()
        visits = self.recovery.store.visits
        if free_seat(seats, taken) is None:
            return 0  # mostly so while somebody stands: nobody needs to be looked for
        given = seats_to_give(seats, taken, standing(visits.without_seat(), today))
        for visit, seat in given:
            visits.give_seat(visit.id, seat)
            self.recorder.record(visit.id, VisitSeated(seat), self.clock.now(), actor="station")
        return len(given)

    def free_seat(self) -> int | None:
        """The seat for somebody who comes now; None when every seat is taken."""
        self.seat_standing()
        seats, taken, _ = self._seats()
        return free_seat(seats, taken)

    def marks(self) -> tuple[SeatMark, ...]:
        """Every seat of this station, and whether somebody holds it."""
        seats, taken, _ = self._seats()
        return tuple(SeatMark(seat, seat in taken) for seat in seats)

    def _seats(self) -> tuple[tuple[int, ...], frozenset[int], str]:
        """The seats of this station, those of them that are taken, and the server's day.

        A seat may have been another station's until today, and its visitor still sits there.
        """
        visits = self.recovery.store.visits
        home = visits.home()
        if home is None:
            return (), frozenset(), ""
        seats = home.site.seats.get(self.recorder.identity.letter, ())
        return tuple(seats), visits.taken() | frozenset(home.seats_taken), home.day
