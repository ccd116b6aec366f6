"""The down worker: reads the state of the site, which replaces what was known before."""

from __future__ import annotations

from kiosk.faults import LinkClosed, LinkFault, LinkRefused
from kiosk.journal import LogEvent, log
from kiosk.sync.link_state import Direction
from kiosk.sync.ports import SiteMemory, SyncClient

WAIT_S = 20
"""How long the server may hold a request open until something changes."""


class SyncDown:
    """One step is one long poll."""

    def __init__(self, memory: SiteMemory, client: SyncClient) -> None:
        self._memory = memory
        self._client = client
        self._lost = False
        self._first = True

    def step(self) -> float:
        """Asks for a newer state; the seconds to pause. Raises LinkFault to be tried again."""
        epoch, seq = self._memory.cursor()
        try:
            state = self._client.pull(seq, epoch, 0 if self._first else WAIT_S)
        except LinkRefused as refused:
            # Nothing can be set aside here: the state is asked for again until it comes.
            fault = LinkFault(str(refused), answered=True)
            self._on_fault(fault)
            raise fault from refused
        except LinkClosed:
            raise
        except LinkFault as fault:
            self._on_fault(fault)
            raise
        self._first = False
        self._memory.remember(state)
        if self._lost:
            log(LogEvent.SYNC_DOWN_BACK)
        self._lost = False
        return 0.0

    def _on_fault(self, fault: LinkFault) -> None:
        self._first = True
        self._memory.on_link_fault(Direction.DOWN, fault)
        if not self._lost:
            log(LogEvent.SYNC_DOWN_LOST, reason=fault.reason)
        self._lost = True
