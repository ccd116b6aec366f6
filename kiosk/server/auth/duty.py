"""Who is on duty: members signed in at a desk whose page was heard from a moment ago.

A sign-in alone promises nobody: its tablet may be switched off, or in a bag on the way home.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from kiosk.domain.site import Site
from kiosk.server.store.tables import members, sessions
from kiosk.server.store.terms import Terms, runs_at_moment

UNSEEN_AFTER: Final = timedelta(minutes=2)
"""A desk's page asks at least once a minute; one that missed two of them is not there."""
NOTED_EVERY: Final = timedelta(seconds=20)
"""How old the noted instant may get: a page asks often, and each note is a write to the disk."""

_AT: Final = sessions.c.made_at.type
_SEEN_AT: Final = func.coalesce(sessions.c.seen_at, sessions.c.made_at, type_=_AT)
# Built once: every change of the line asks.
_ON_DUTY: Final = (
    select(members.c.name)
    .join(sessions, sessions.c.member_id == members.c.id)
    .where(
        members.c.site_id == bindparam("site"),
        members.c.active,
        runs_at_moment(sessions),
        bindparam("earliest", type_=_AT) < _SEEN_AT,
        # An instant from before the clock was set back says nothing of now.
        bindparam("latest", type_=_AT) > _SEEN_AT,
    )
    .group_by(members.c.id, members.c.name)
    .order_by(func.min(sessions.c.made_at))
)


def is_note_due(seen_at: datetime | None, now: datetime) -> bool:
    """Whether to note that a page was heard from; also when the clock was set back since."""
    return seen_at is None or abs(now - seen_at) >= NOTED_EVERY


def names_on_duty(connection: Connection, site: Site, terms: Terms) -> list[str]:
    """First names of the members on duty, oldest session first."""
    now = terms.clock.now()
    heard = {"earliest": now - UNSEEN_AFTER, "latest": now + UNSEEN_AFTER}
    asked = {"site": site.site_id, **heard, **terms.moment()}
    return [name.split()[0] for name in connection.scalars(_ON_DUTY, asked)]
