"""What each station last reported of itself as one JSON value instead of a column for each field."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_FIELDS = ("waiting", "oldest_s", "set_aside", "camera", "store", "version", "visits")


def upgrade() -> None:
    """Adds the column, carries the rows over, drops the columns of single fields."""
    op.add_column("station_status", sa.Column("status", sa.JSON(), nullable=True))
    table = sa.table(
        "station_status",
        sa.column("site_id"),
        sa.column("letter"),
        sa.column("status", sa.JSON()),
        *(sa.column(name) for name in _FIELDS),
    )
    connection = op.get_bind()
    # A station too old to report a status has no version there, and keeps none here.
    reported = sa.select(table).where(table.c.version.is_not(None))
    for row in connection.execute(reported).mappings().all():
        mine = (table.c.site_id == row["site_id"]) & (table.c.letter == row["letter"])
        status = {name: row[name] for name in _FIELDS}
        connection.execute(sa.update(table).where(mine).values(status=status))
    for name in _FIELDS:
        op.drop_column("station_status", name)
