"""What members and visitors do to the queue: each act one transaction, idempotent by request id.

Two tablets never get one visitor: the site's counter row is locked before the line is read, and a
repeated request gets the first result, an empty one included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import bindparam, delete, insert, select

from kiosk.domain.events import HoldReason, VisitCalled, VisitFacts, VisitHeld, VisitorLeft
from kiosk.domain.visit import Refused
from kiosk.server.queue.execute import EventMeta, execute
from kiosk.server.queue.live_line import LiveLine
from kiosk.server.store.ledger.ledger import Ledger
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import events, idempotency_keys
from kiosk.server.store.visit_rows import load_visit

VISITOR: Final = "visitor"
_CALL_NEXT: Final = "call_next"
KEYS_KEPT: Final = timedelta(days=1)
"""How long a request id is remembered: tablets give up retrying within minutes."""

# Built once: building them takes longer than executing them.
_REMEMBERED: Final = select(
    idempotency_keys.c.member_id, idempotency_keys.c.act, idempotency_keys.c.visit_id
).where(idempotency_keys.c.request_id == bindparam("request"))
_REMEMBER: Final = insert(idempotency_keys)
_FORGET: Final = delete(idempotency_keys).where(idempotency_keys.c.at < bindparam("before"))
_RECORDED: Final = select(events.c.actor, events.c.type, events.c.about_id).where(
    events.c.id == bindparam("request")
)


@dataclass(frozen=True, slots=True)
class ActRequest:
    """Which member asks, under an id that a retry uses again."""

    id: str
    member_id: str


@dataclass(frozen=True, slots=True)
class ActResult:
    """What a request came to: the visit concerned (None: nobody waits), and why not, if refused.

    `id_used`: another member, act or visit had the request's id; nothing was done.
    """

    visit_id: str | None
    refused: Refused | None = None
    id_used: bool = False


class QueueActs:
    """The acts on one site's queue."""

    def __init__(self, store: SiteStore, line: LiveLine) -> None:
        self._store = store
        self._line = line

    def call_next(self, request: ActRequest) -> ActResult:
        """Calls whoever is next; the same result for the same request id."""
        with self._store.append(line_only=True) as ledger:
            known = self._known(ledger, request, _CALL_NEXT)
            if known is not None:
                return known
            visit = self._line.read(ledger.connection).line.next
            if visit is not None:
                execute(ledger, visit, VisitCalled(request.member_id), _by_member(request))
            result = ActResult(visit.id if visit else None)
            self._remember(ledger, request, _CALL_NEXT, result.visit_id)
        return result

    def call(self, visit_id: str, request: ActRequest) -> ActResult | None:
        """Calls this visitor, in turn or not; None when there is no such visit."""
        with self._store.read() as connection:
            first = self._line.read(connection).line.next
        out_of_turn = first is None or first.id != visit_id
        return self.act(visit_id, VisitCalled(request.member_id, out_of_turn), request)

    def act(
        self,
        visit_id: str,
        facts: VisitFacts,
        request: ActRequest,
        private: Mapping[str, str] | None = None,
    ) -> ActResult | None:
        """Records `facts` about a visit of this site; None when there is no such visit."""
        with self._store.append(line_only=True) as ledger:
            act = type(facts).__name__
            known = self._known(ledger, request, act, visit_id)
            if known is not None:
                return known
            visit = load_visit(ledger.connection, visit_id)
            if visit is None or visit.site_id != self._store.site_id:
                return None
            refused = execute(ledger, visit, facts, _by_member(request, private))
            if refused is not None:
                return ActResult(visit_id, refused)
            self._remember(ledger, request, act, visit_id)
        return ActResult(visit_id)

    def absent(self, visit_id: str, request: ActRequest) -> ActResult | None:
        """Nobody at the seat: held, to become a no-show when the grace is over."""
        grace = timedelta(seconds=self._store.site.absent_grace_s)
        until = self._store.now() + grace
        return self.act(visit_id, VisitHeld(HoldReason.ABSENT, until), request)

    def leave(self, visit_id: str, request_id: str) -> ActResult | None:
        """The visitor leaves the line by phone."""
        with self._store.append(line_only=True) as ledger:
            visit = load_visit(ledger.connection, visit_id)
            if visit is None:
                return None
            before = _Before(VISITOR, VisitorLeft.__name__, visit_id)
            earlier = _recorded(ledger, request_id)
            if earlier is not None:
                return ActResult(visit_id, id_used=earlier != before)
            refused = execute(ledger, visit, VisitorLeft(), EventMeta(request_id, VISITOR))
        return ActResult(visit_id, refused)

    def _known(
        self, ledger: Ledger, request: ActRequest, act: str, visit_id: str | None = None
    ) -> ActResult | None:
        """The result of an earlier request with the same id; None when it is new.

        An id belongs to one member, one act and one visit: somebody else's is refused.
        """
        earlier = self._remembered(ledger, request.id) or _recorded(ledger, request.id)
        if earlier is None:
            return None
        # Empty: remembered by a version that did not note the act.
        acts = {act, "", *([VisitCalled.__name__] if act == _CALL_NEXT else [])}
        same_thing = visit_id is None or earlier.visit_id == visit_id
        if earlier.actor == f"member:{request.member_id}" and earlier.act in acts and same_thing:
            return ActResult(earlier.visit_id)
        return ActResult(earlier.visit_id, id_used=True)

    def _remembered(self, ledger: Ledger, request_id: str) -> _Before | None:
        row = ledger.connection.execute(_REMEMBERED, {"request": request_id}).first()
        return _Before(f"member:{row[0]}", row[1], row[2]) if row else None

    def _remember(
        self, ledger: Ledger, request: ActRequest, act: str, visit_id: str | None
    ) -> None:
        ledger.connection.execute(_FORGET, {"before": ledger.received_at - KEYS_KEPT})
        row = {
            "request_id": request.id,
            "site_id": self._store.site_id,
            "member_id": request.member_id,
            "act": act,
            "visit_id": visit_id,
            "at": ledger.received_at,
        }
        ledger.connection.execute(_REMEMBER, row)


@dataclass(frozen=True, slots=True)
class _Before:
    """What was done under a request's id: by whom, which act, and to which visit."""

    actor: str
    act: str
    visit_id: str | None


def _recorded(ledger: Ledger, request_id: str) -> _Before | None:
    """The event under that id; whatever it is, the id is taken."""
    row = ledger.connection.execute(_RECORDED, {"request": request_id}).first()
    return _Before(*row) if row else None


def _by_member(request: ActRequest, private: Mapping[str, str] | None = None) -> EventMeta:
    return EventMeta(request.id, f"member:{request.member_id}", private or {})
