"""Whether a visit was perhaps helped before the store was restored from a backup."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the column."""
    op.add_column(
        "visits",
        sa.Column("perhaps_helped", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
