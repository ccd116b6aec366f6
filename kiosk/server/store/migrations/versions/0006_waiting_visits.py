"""How many visits each station has not sent yet, as it last reported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds the column."""
    op.add_column("station_status", sa.Column("visits", sa.Integer(), nullable=True))
