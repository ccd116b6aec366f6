"""The line of a site as everybody reads it: calling order, people ahead, state of open visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kiosk.domain.queue import Place
from kiosk.domain.queue import line as calling_order
from kiosk.domain.visit import Visit, VisitState


@dataclass(frozen=True)
class Line:
    """The open visits of a site at one moment, in joining order."""

    visits: Sequence[Visit]

    @cached_property
    def places(self) -> Sequence[Place]:
        """Who waits, first to be called first, with the people ahead of each."""
        return calling_order(self.visits)

    @property
    def waiting(self) -> Sequence[Visit]:
        """The visits that wait, in calling order."""
        return [place.visit for place in self.places]

    @property
    def next(self) -> Visit | None:
        """Who is called next; None when nobody waits."""
        return self.places[0].visit if self.places else None

    def in_state(self, states: Collection[VisitState]) -> Sequence[Visit]:
        """The open visits in one of these states, in joining order."""
        return [visit for visit in self.visits if visit.state in states]

    @property
    def by_state(self) -> Mapping[VisitState, int]:
        """How many visits are in each state; states without any are left out."""
        return Counter(visit.state for visit in self.visits)
