"""Terms of sessions, codes and limits by the monotonic clock; each machine behind a token."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.server.store.tables import Instant

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Adds the columns; of terms that run already the wall clock decides."""
    for table in ("sessions", "attempt_limits", "pairings", "devices"):
        op.add_column(table, sa.Column("began_at", Instant(), nullable=True))
        op.add_column(table, sa.Column("boot_id", sa.String(), nullable=True))
        op.add_column(table, sa.Column("ends_up_s", sa.Float(), nullable=True))
    twice: sa.Column[bool] = sa.Column(
        "number_twice", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("visits", twice)
    act = sa.Column[str]("act", sa.String(), nullable=False, server_default="")
    op.add_column("idempotency_keys", act)
    op.execute("update sessions set began_at = made_at")
    op.execute("update devices set began_at = made_at where expires_at is not null")
