"""The down worker: reads the state of the site, which replaces what was known before."""

from __future__ import annotations

from typing import Final

from kiosk import wire
from kiosk.faults import LinkClosed, LinkFault, LinkRefused
from kiosk.journal import LogEvent, log
from kiosk.sync.link_state import Way
from kiosk.sync.ports import SiteMemory, SyncClient

WAIT_S: Final = 20
"""How long the server may hold a request open until something changes."""
POLL_S: Final = 3.0
"""How often the state is asked for while no request may be held open."""
_FEWEST_POLLS: Final = 10
_MOST_POLLS: Final = 100
"""How many polls go by before the next request is held open; doubled after each that is cut."""
_CUTS_THAT_TELL: Final = 2
"""One request that ends early says little. Two in a row, with the state answered between them, say
that something does not let requests be held open."""


class SyncDown:
    """One step is one long poll, or one short one while long ones are cut."""

    def __init__(self, memory: SiteMemory, client: SyncClient) -> None:
        self._memory = memory
        self._client = client
        self._lost = False
        self._hints_lost = False
        self._first = True
        self._cuts = 0
        self._polls = 0
        self._next_polls = _FEWEST_POLLS

    def step(self) -> float:
        """Asks for a newer state; the seconds to pause. Raises LinkFault to be tried again."""
        held = not self._first and self._polls == 0
        try:
            state = self._pull(WAIT_S if held else 0)
        except LinkClosed:
            raise
        except LinkFault as fault:
            self._first = True
            if held and self._is_cut():
                self._on_cut(fault)
                return POLL_S
            self._on_fault(fault)
            raise
        self._first = False
        self._memory.remember(state, (Way.STATE, Way.HINTS) if held else (Way.STATE,))
        self._note_answered(held=held)
        if not self._polls:
            return 0.0
        self._polls -= 1
        return POLL_S

    def _pull(self, wait_s: int) -> wire.State:
        epoch, seq = self._memory.cursor()
        try:
            return self._client.pull(seq, epoch, wait_s, self._memory.way_troubles())
        except LinkRefused as refused:
            # Nothing can be set aside here: the state is asked for again until it comes.
            raise LinkFault(str(refused), answered=True, status=refused.status) from refused

    def _is_cut(self) -> bool:
        """Counts a held request that failed; True once there were too many for chance."""
        self._cuts += 1
        return self._cuts >= _CUTS_THAT_TELL

    def _on_cut(self, fault: LinkFault) -> None:
        self._memory.on_link_fault(Way.HINTS, fault)
        self._polls = self._next_polls
        self._next_polls = min(_MOST_POLLS, self._next_polls * 2)
        if not self._hints_lost:
            log(LogEvent.SYNC_HINTS_LOST, reason=fault.reason)
        self._hints_lost = True

    def _on_fault(self, fault: LinkFault) -> None:
        if self._lost:
            self._cuts = 0  # the whole line is down: that says nothing about held requests
        self._memory.on_link_fault(Way.STATE, fault)
        if not self._lost:
            log(LogEvent.SYNC_DOWN_LOST, reason=fault.reason)
        self._lost = True

    def _note_answered(self, *, held: bool) -> None:
        if self._lost:
            log(LogEvent.SYNC_DOWN_BACK)
        self._lost = False
        if not held:
            return
        if self._hints_lost:
            log(LogEvent.SYNC_HINTS_BACK)
        self._hints_lost = False
        self._cuts = 0
        self._next_polls = _FEWEST_POLLS
