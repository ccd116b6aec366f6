"""Removal of a member: their sessions end and the visitors in their hands wait again."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.events import VisitReturned
from kiosk.domain.visit import WITH_MEMBER
from kiosk.server.auth.members import Members
from kiosk.server.queue.execute import by_command, execute
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.visit_rows import load_open


@dataclass(frozen=True, slots=True)
class Removed:
    """Who was removed, and how many visitors in their hands wait again at their old place."""

    member_id: str
    returned: int


def remove_member(store: SiteStore, members: Members, name: str) -> Removed | None:
    """Removes a member, in one transaction; None when nobody has that name, or it is the last lead.

    A visitor whom they had called or were helping is not lost: the visit waits again at its old
    place, first to be called. Ended visits keep who helped.
    """
    with store.append() as ledger:
        member = members.deactivate(ledger.connection, name)
        if member is None:
            return None
        theirs = [
            visit
            for visit in load_open(ledger.connection, store.site_id)
            if visit.member_id == member.id and visit.state in WITH_MEMBER
        ]
        for visit in theirs:
            refused = execute(ledger, visit, VisitReturned(), by_command())
            assert refused is None, "whoever is with a member may be returned"
    return Removed(member.id, len(theirs))
