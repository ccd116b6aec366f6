"""The audit log, and when daily jobs ran last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.server.store.tables import Instant

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Adds both tables."""
    op.create_table(
        "chores",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("done_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
        sa.PrimaryKeyConstraint("site_id", "work"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("photo", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.String(), server_default="", nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("audit_by_age", "audit", ["site_id", "at"], unique=False)
    op.create_index("audit_by_member", "audit", ["member_id", "act", "at"], unique=False)
