"""The last status report of each station."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.server.store.tables import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "station_status",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("clock_ahead_s", sa.Float(), nullable=False),
        sa.Column("boot_id", sa.String(), nullable=True),
        sa.Column("up_s", sa.Float(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=True),
        sa.Column("oldest_s", sa.Float(), nullable=True),
        sa.Column("set_aside", sa.Integer(), nullable=True),
        sa.Column("camera", sa.String(), nullable=True),
        sa.Column("store", sa.String(), nullable=True),
        sa.Column("version", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
        sa.PrimaryKeyConstraint("site_id", "letter"),
    )
