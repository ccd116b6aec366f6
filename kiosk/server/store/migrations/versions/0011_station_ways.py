"""What a station said of its stuck ways with a pull, for when no push gets through."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.server.store.tables import Instant

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """One row for each station that ever pulled with a stuck way."""
    op.create_table(
        "station_ways",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("told_at", Instant(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
        sa.PrimaryKeyConstraint("site_id", "letter"),
    )
