"""The rows of pictures: expected once an event announces one, marked when it is erased.

Events come in any order: a picture that was erased stays so, whatever announces it afterwards.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select, update

from kiosk.domain.events import Event, PhotoAttached, PhotoErased
from kiosk.server.store import dialect
from kiosk.server.store.ledger.pending_rows import PendingRows
from kiosk.server.store.tables import events, pictures

_ADD_PICTURE: Final = dialect.insert_missing(pictures)


def expect_picture(
    pending: PendingRows, event: Event, facts: PhotoAttached, erased_at: datetime | None
) -> None:
    """The picture that `event` announces is still to come, unless it was erased."""
    row = {
        "photo": facts.photo,
        "visit_id": event.about.id,
        "site_id": event.site_id,
        "taken_at": event.at,
        "width": facts.width,
        "height": facts.height,
        "erased_at": erased_at,
    }
    pending.add(_ADD_PICTURE, row)


def mark_erased(connection: Connection, visit_id: str, photo: str, at: datetime) -> None:
    """The picture of this visit is erased; its row must have been written."""
    this = (pictures.c.photo == photo) & (pictures.c.visit_id == visit_id)
    connection.execute(update(pictures).where(this).values(erased_at=at))


def is_erased(connection: Connection, visit_id: str, photo: str) -> bool:
    """Whether an event that was written says that this picture of the visit was erased."""
    erased = select(events.c.id).where(
        events.c.about_id == visit_id,
        events.c.type == PhotoErased.__name__,
        dialect.json_text(events.c.facts, "photo") == photo,
    )
    return connection.execute(erased).first() is not None
