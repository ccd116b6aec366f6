"""What desks are shown at one moment, read in one go for all that ask meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from kiosk.server.auth.members import Member, Members
from kiosk.server.auth.permissions import Permission, is_allowed
from kiosk.server.http.batched import Batched
from kiosk.server.shared.site_state import SharedState, SiteState
from kiosk.server.store.condition import Condition, Notice


@dataclass(frozen=True, slots=True)
class DeskReading:
    """The site as one member's desk shows it; `notices` are for leads alone."""

    member: Member
    state: SiteState
    notices: Sequence[Notice]


class DeskReadings:
    """The readings of one site's desks. Used on the loop alone.

    With each change all desks ask at once: who is signed in, the state and the notices are then
    read once, on one thread.
    """

    def __init__(self, members: Members, state: SharedState, condition: Condition) -> None:
        self._members = members
        self._state = state
        self._condition = condition
        self._batched = Batched(self._read)

    async def now(self, token: str) -> DeskReading | None:
        """What the desk with this session is shown; None when nobody is signed in there."""
        return await self._batched.ask(token)

    def _read(self, tokens: Set[str]) -> Mapping[str, DeskReading]:
        signed_in = self._members.signed_in(tokens)
        state = self._state.read()
        leads = {token for token, member in signed_in.items() if _sees_to_devices(member)}
        notices = self._condition.notices() if leads else ()
        return {
            token: DeskReading(member, state, notices if token in leads else ())
            for token, member in signed_in.items()
        }


def _sees_to_devices(member: Member) -> bool:
    return is_allowed(member, Permission.MANAGE_DEVICES)
