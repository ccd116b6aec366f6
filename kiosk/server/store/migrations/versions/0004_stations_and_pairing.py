"""Stations made at pairing, pairing codes, where devices are seen, quotas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.server.store.tables import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds the tables and the columns."""
    op.create_table(
        "stations",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("seats", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
        sa.PrimaryKeyConstraint("site_id", "letter"),
    )
    op.create_table(
        "pairings",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("claim_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("asked_from", sa.String(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("held_site", sa.String(), nullable=True),
        sa.Column("held_letter", sa.String(length=1), nullable=True),
        sa.Column("held_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=True),
        sa.Column("device_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("claim_hash"),
        sa.UniqueConstraint("code_hash"),
    )
    op.create_table(
        "code_tries",
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.PrimaryKeyConstraint("member_id"),
    )
    op.create_table(
        "allowances",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("counted_at", Instant(), nullable=False),
        sa.Column("minute", sa.Float(), nullable=False),
        sa.Column("day", sa.Float(), nullable=False),
        sa.Column("bytes", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
        sa.PrimaryKeyConstraint("site_id", "letter"),
    )
    for column in (
        sa.Column("seen_from", sa.String(), nullable=True),
        sa.Column("also_at", Instant(), nullable=True),
        sa.Column("also_from", sa.String(), nullable=True),
        sa.Column("stopped_at", Instant(), nullable=True),
        sa.Column("allowed_from", sa.JSON(), nullable=True),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("away_s", sa.Float(), server_default="0", nullable=False),
    ):
        op.add_column("devices", column)
