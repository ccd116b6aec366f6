"""The rows of pictures: expected once an event announces one, marked when it is erased."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, update

from kiosk.domain.events import Event, PhotoAttached
from kiosk.server.store import dialect
from kiosk.server.store.ledger.pending_rows import PendingRows
from kiosk.server.store.tables import pictures

_ADD_PICTURE: Final = dialect.insert_missing(pictures)


def expect_picture(pending: PendingRows, event: Event, facts: PhotoAttached) -> None:
    """The picture that `event` announces is still to come."""
    row = {
        "photo": facts.photo,
        "visit_id": event.about.id,
        "site_id": event.site_id,
        "taken_at": event.at,
        "width": facts.width,
        "height": facts.height,
    }
    pending.add(_ADD_PICTURE, row)


def mark_erased(connection: Connection, visit_id: str, photo: str, at: datetime) -> None:
    """The picture of this visit is erased; its row must have been written."""
    this = (pictures.c.photo == photo) & (pictures.c.visit_id == visit_id)
    connection.execute(update(pictures).where(this).values(erased_at=at))
