"""Owns sending facts and pictures up. Deletes nothing on a refusal, lets nothing block the rest."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kiosk import wire
from kiosk.clock import Clock
from kiosk.domain.events import Event
from kiosk.faults import LinkClosed, LinkFault, LinkRefused, ServerFailed, StoreFault
from kiosk.journal import LogEvent, log
from kiosk.sync.link_state import Direction
from kiosk.sync.ports import Link, Offered, OfferedPhoto, Outbox
from kiosk.sync.quarantine import Quarantine

BATCH = 100
"""Events in one push: measured to give most of the server's speed (notes: server 2)."""
IDLE_S = 30.0
"""Pause with nothing to send; a new event wakes the worker at once."""
STATUS_EVERY_S = 55.0
"""How this station fares is told at each change and, counting the pause, at least once a minute."""


class SyncUp:
    """One step sends what waits: one batch of rows, else one picture as far as nothing else waits.

    A slow line costs a new visit one piece of a picture, never the whole of it.

    What the server stumbles over is found by sending less at once, then rests while the others go:
    one bad visit never blocks them. It counts as a stumble only while the server takes a push of no
    events: one that is down as a whole costs nothing its place.
    """

    def __init__(self, outbox: Outbox, link: Link, clock: Clock) -> None:
        self._outbox = outbox
        self._link = link
        self._clock = clock
        self._told: wire.StationStatus | None = None
        self._told_at_s = 0.0
        self._most = BATCH
        self._stumbles = Quarantine(clock)
        self._lost = False

    def step(self) -> float:
        """Sends the next of what waits; seconds to pause. Raises LinkFault to be tried again."""
        try:
            busy = self._send_events()
            if not busy:
                self._tell_status()
                busy = self._send_photo()
        except LinkClosed:
            raise
        except LinkFault as fault:
            self._note_lost(fault)
            raise
        return 0.0 if busy else self._stumbles.next_s(IDLE_S)

    def _send_events(self) -> bool:
        batch = self._outbox.pending(self._most, self._stumbles.resting())
        try:
            if batch:
                self._push(batch)
        except ServerFailed:
            if len(batch) == 1:
                self._doubt(batch[0].event)
            self._most = max(1, len(batch) // 2)
            return True
        self._most = min(BATCH, self._most * 2)
        return bool(batch)

    def _doubt(self, event: Event) -> None:
        """Is it this event, or the server as a whole? LinkFault when it is the server."""
        self._push_status()
        visit_id = event.about.id
        tries = self._outbox.stumbled(event.id) if self._stumbles.counts(visit_id) else 0
        if self._stumbles.note(visit_id, tries):
            self._set_aside(event.id, wire.SERVER_FAILS, "")

    def _push(self, batch: Sequence[Offered]) -> None:
        """A refused batch is halved until the one refused event stands alone and is set aside."""
        status = self._outbox.status([offer.event.id for offer in batch])
        try:
            answer = self._link.push(batch, status)
        except LinkRefused as refused:
            if len(batch) == 1:
                self._set_aside(batch[0].event.id, refused.code, refused.detail)
                return
            half = len(batch) // 2
            self._push(batch[:half])
            self._push(batch[half:])
            return
        offered = {offer.event.id for offer in batch}
        refusals = [refusal for refusal in answer.set_aside if refusal.id in offered]
        named = [event_id for event_id in answer.acknowledged if event_id in offered]
        if self._outbox.acknowledge(answer.epoch, named):
            for refusal in refusals:
                self._set_aside(refusal.id, refusal.code, refusal.detail)
        for offer in batch:
            if offer.event.id in named:
                self._stumbles.took(offer.event.about.id)
        if not named and not refusals:
            raise LinkFault("nothing was acknowledged")
        self._note_told(status)

    def _tell_status(self) -> None:
        """A push of no events, when there is something new to tell or a minute is over."""
        if self._is_status_due() or _but_for_age(self._outbox.status()) != self._told:
            self._push_status()

    def _is_status_due(self) -> bool:
        return self._clock.monotonic_s() - self._told_at_s >= STATUS_EVERY_S

    def _push_status(self) -> None:
        status = self._outbox.status()
        try:
            answer = self._link.push((), status)
        except LinkRefused as refused:
            raise LinkFault(str(refused), answered=True) from refused
        self._outbox.acknowledge(answer.epoch, ())
        self._note_told(status)

    def _note_told(self, status: wire.StationStatus) -> None:
        self._told = _but_for_age(status)
        self._told_at_s = self._clock.monotonic_s()
        self._note_back()

    def _set_aside(self, event_id: str, code: str, detail: str) -> None:
        log(LogEvent.EVENT_SET_ASIDE, event_id=event_id, code=code)
        self._outbox.set_aside(event_id, code, detail)

    def _send_photo(self) -> bool:
        offer = self._outbox.pending_photo(self._stumbles.resting())
        if offer is None:
            return False
        try:
            content = self._outbox.photo_bytes(offer)
        except StoreFault:
            self._rest_photo(offer, wire.UNREADABLE)
            return True
        if content is None:
            self._set_aside_photo(offer, wire.FILE_MISSING)
            return True
        self._upload(offer, content)
        return True

    def _upload(self, offer: OfferedPhoto, content: bytes) -> None:
        try:
            whole = self._link.upload(offer, content, self._is_more_urgent)
        except LinkRefused as refused:
            self._set_aside_photo(offer, refused.code)
            return
        except ServerFailed:
            self._push_status()  # is it this picture, or the server as a whole?
            self._rest_photo(offer, wire.SERVER_FAILS)
            return
        if whole:
            self._stumbles.took(offer.visit_id)
            self._outbox.acknowledge_photo(offer)
        self._note_back()

    def _is_more_urgent(self) -> bool:
        """Whether something waits that shall not wait for the rest of a picture."""
        return bool(self._outbox.pending(1, self._stumbles.resting())) or self._is_status_due()

    def _rest_photo(self, offer: OfferedPhoto, code: str) -> None:
        """The others go meanwhile; after its last try it is set aside for `code`."""
        visit_id = offer.visit_id
        tries = self._outbox.stumbled_photo(offer) if self._stumbles.counts(visit_id) else 0
        if self._stumbles.note(visit_id, tries):
            self._set_aside_photo(offer, code)

    def _set_aside_photo(self, offer: OfferedPhoto, code: str) -> None:
        log(LogEvent.EVENT_SET_ASIDE, photo=offer.photo[:8], code=code)
        self._outbox.set_aside_photo(offer, code)

    def _note_lost(self, fault: LinkFault) -> None:
        self._outbox.lost(Direction.UP, fault)
        if not self._lost:
            log(LogEvent.SYNC_UP_LOST, reason=fault.reason)
        self._lost = True

    def _note_back(self) -> None:
        if self._lost:
            log(LogEvent.SYNC_UP_BACK)
        self._lost = False


def _but_for_age(status: wire.StationStatus) -> wire.StationStatus:
    """What is worth a push of its own when it changes."""
    return replace(status, oldest_s=None)
