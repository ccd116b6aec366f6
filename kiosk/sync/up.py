"""The up worker: sends events and pictures. A refused one is set aside and blocks no other."""

from __future__ import annotations

import random
from collections.abc import Sequence

from msgspec import UNSET
from msgspec.structs import replace

from kiosk import wire
from kiosk.clock import Clock
from kiosk.domain.events import Event
from kiosk.faults import (
    LinkClosed,
    LinkFault,
    LinkRefused,
    ServerFailed,
    StoreFault,
    TokenRefused,
)
from kiosk.journal import LogEvent, log
from kiosk.retry import Backoff
from kiosk.sync.link_state import Way
from kiosk.sync.picture_pause import PicturePause
from kiosk.sync.ports import Offered, OfferedPhoto, Outbox, SyncClient
from kiosk.sync.quarantine import Quarantine

BATCH = 100
"""Events in one push: larger batches were measured to bring little more speed."""
IDLE_S = 30.0
"""Pause with nothing to send; a new event wakes the worker at once."""
STATUS_EVERY_S = 55.0
"""The status is sent at each change and, counting the pause, at least once a minute."""
_FIRST_PICTURE_PAUSE_S = 2.0
_LONGEST_PICTURE_PAUSE_S = 60.0


class SyncUp:
    """One step sends one batch of events, or with none waiting a picture until an event waits.

    So on a slow connection a new visit waits for one piece of a picture, never for all of it.

    An event on which the server fails is found by sending smaller batches. Its visit is quarantined
    while the others go. The failure counts only if the server takes a push without events: a server
    that is down altogether quarantines nobody.

    A picture that does not get through while a push does holds up no event: pictures have a pause
    of their own.
    """

    def __init__(
        self,
        outbox: Outbox,
        client: SyncClient,
        clock: Clock,
        chance: random.Random | None = None,
    ) -> None:
        self._outbox = outbox
        self._client = client
        self._clock = clock
        self._sent_status: wire.StationStatus | None = None
        self._status_at_s = 0.0
        self._batch_size = BATCH
        self._quarantine = Quarantine(clock)
        backoff = Backoff(
            _FIRST_PICTURE_PAUSE_S, _LONGEST_PICTURE_PAUSE_S, chance or random.Random()
        )
        self._picture_pause = PicturePause(clock, backoff)
        self._lost = False
        self._pictures_lost = False

    def step(self) -> float:
        """Sends what waits next; the seconds to pause. Raises LinkFault to be tried again."""
        try:
            busy = self._send_events()
            if not busy:
                self._send_status_if_due()
                busy = self._send_photo()
        except LinkClosed:
            raise
        except LinkFault as fault:
            self._on_fault(fault)
            raise
        return 0.0 if busy else self._picture_pause.next_try_s(self._quarantine.next_try_s(IDLE_S))

    def _send_events(self) -> bool:
        batch = self._outbox.pending(self._batch_size, self._quarantine.visit_ids())
        try:
            if batch:
                self._push(batch)
        except ServerFailed:
            if len(batch) == 1:
                self._suspect(batch[0].event)
            self._batch_size = max(1, len(batch) // 2)
            return True
        self._batch_size = min(BATCH, self._batch_size * 2)
        return bool(batch)

    def _suspect(self, event: Event) -> None:
        """Quarantines the event's visit; LinkFault when the server fails without it too."""
        self._push_status()
        visit_id = event.about.id
        tries = (
            self._outbox.count_failure(event.id) if self._quarantine.is_conclusive(visit_id) else 0
        )
        if self._quarantine.note_failure(visit_id, tries):
            self._set_aside(event.id, wire.SERVER_FAILS, "")

    def _push(self, batch: Sequence[Offered]) -> None:
        """Sends a batch; a refused one is halved until the refused event is alone and set aside."""
        status = self._outbox.status([offer.event.id for offer in batch])
        try:
            response = self._client.push(batch, status)
        except LinkRefused as refused:
            if len(batch) == 1:
                self._set_aside(batch[0].event.id, refused.code, refused.detail)
                return
            half = len(batch) // 2
            self._push(batch[:half])
            self._push(batch[half:])
            return
        offered = {offer.event.id for offer in batch}
        refusals = [refusal for refusal in response.set_aside if refusal.id in offered]
        named = [event_id for event_id in response.acknowledged if event_id in offered]
        if self._outbox.acknowledge(response, named):
            for refusal in refusals:
                self._set_aside(refusal.id, refusal.code, refusal.detail)
        for offer in batch:
            if offer.event.id in named:
                self._quarantine.note_taken(offer.event.about.id)
        if not named and not refusals:
            raise LinkFault("nothing was acknowledged")
        self._note_status_sent(status)

    def _send_status_if_due(self) -> None:
        """A push without events, when the status changed or a minute is over."""
        if self._is_status_due() or _without_age(self._outbox.status()) != self._sent_status:
            self._push_status()

    def _is_status_due(self) -> bool:
        return self._clock.monotonic_s() - self._status_at_s >= STATUS_EVERY_S

    def _push_status(self) -> None:
        status = self._outbox.status()
        try:
            response = self._client.push((), status)
        except LinkRefused as refused:
            raise LinkFault(str(refused), answered=True, status=refused.status) from refused
        self._outbox.acknowledge(response, ())
        self._note_status_sent(status)

    def _note_status_sent(self, status: wire.StationStatus) -> None:
        self._sent_status = _without_age(status)
        self._status_at_s = self._clock.monotonic_s()
        self._note_reachable()

    def _set_aside(self, event_id: str, code: str, detail: str) -> None:
        log(LogEvent.EVENT_SET_ASIDE, event_id=event_id, code=code)
        self._outbox.set_aside(event_id, code, detail)

    def _send_photo(self) -> bool:
        offer = self._next_photo() if self._picture_pause.is_over() else None
        if offer is None:
            return False
        try:
            content = self._outbox.photo_bytes(offer)
        except StoreFault:
            self._quarantine_photo(offer, wire.UNREADABLE)
            return True
        if content is None:
            self._set_aside_photo(offer, wire.FILE_MISSING)
            return True
        return self._upload(offer, content)

    def _next_photo(self) -> OfferedPhoto | None:
        """The next picture to try; the next of another visit after one that did not get through."""
        held_back = self._quarantine.visit_ids()
        offer = self._outbox.pending_photo([*held_back, *self._picture_pause.passed_over()])
        if offer is None and self._picture_pause.passed_over():
            self._picture_pause.start_round()
            offer = self._outbox.pending_photo(held_back)
        return offer

    def _upload(self, offer: OfferedPhoto, content: bytes) -> bool:
        """Sends the picture, or as much as there is time for; False when nothing got through."""
        try:
            whole = self._client.upload(offer, content, self._is_more_urgent)
        except LinkRefused as refused:
            self._set_aside_photo(offer, refused.code)
            return True
        except ServerFailed:
            self._push_status()  # LinkFault when the server fails without this picture too
            self._quarantine_photo(offer, wire.SERVER_FAILS)
            return True
        except (LinkClosed, TokenRefused):
            raise
        except LinkFault as fault:
            self._push_status()  # LinkFault when nothing gets through at all
            self._on_picture_fault(offer, fault)
            return False
        self._note_picture_sent()
        if whole:
            self._quarantine.note_taken(offer.visit_id)
            self._outbox.acknowledge_photo(offer)
        self._note_reachable()
        return True

    def _is_more_urgent(self) -> bool:
        """Whether something waits that must not wait for the rest of a picture."""
        return bool(self._outbox.pending(1, self._quarantine.visit_ids())) or self._is_status_due()

    def _quarantine_photo(self, offer: OfferedPhoto, code: str) -> None:
        """Quarantines the picture's visit; after the last try sets the picture aside for `code`."""
        visit_id = offer.visit_id
        tries = (
            self._outbox.count_photo_failure(offer)
            if self._quarantine.is_conclusive(visit_id)
            else 0
        )
        if self._quarantine.note_failure(visit_id, tries):
            self._set_aside_photo(offer, code)

    def _set_aside_photo(self, offer: OfferedPhoto, code: str) -> None:
        log(LogEvent.EVENT_SET_ASIDE, photo=offer.photo[:8], code=code)
        self._outbox.set_aside_photo(offer, code)

    def _on_picture_fault(self, offer: OfferedPhoto, fault: LinkFault) -> None:
        self._picture_pause.note_fault(offer.visit_id, fault)
        self._outbox.on_link_fault(Way.PICTURES, fault)
        if not self._pictures_lost:
            log(LogEvent.SYNC_PICTURES_LOST, reason=fault.reason)
        self._pictures_lost = True

    def _note_picture_sent(self) -> None:
        self._picture_pause.note_sent()
        self._outbox.note_picture_way()
        if self._pictures_lost:
            log(LogEvent.SYNC_PICTURES_BACK)
        self._pictures_lost = False

    def _on_fault(self, fault: LinkFault) -> None:
        self._outbox.on_link_fault(Way.EVENTS, fault)
        if not self._lost:
            log(LogEvent.SYNC_UP_LOST, reason=fault.reason)
        self._lost = True

    def _note_reachable(self) -> None:
        if self._lost:
            log(LogEvent.SYNC_UP_BACK)
        self._lost = False


def _without_age(status: wire.StationStatus) -> wire.StationStatus:
    """The part of the status that is worth a push of its own when it changes."""
    ways = [replace(trouble, for_s=0.0) for trouble in status.ways or ()]
    return replace(status, oldest_s=None, ways=ways, mark=UNSET)
