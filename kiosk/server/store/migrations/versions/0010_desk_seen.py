"""When a member's desk page was last heard from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.server.store.tables import Instant

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Unknown for sessions that are open: they count from their sign-in until the page asks."""
    op.add_column("sessions", sa.Column("seen_at", Instant(), nullable=True))
