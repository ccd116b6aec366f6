"""A station's status as one JSON value; wrong PINs and wrong pairing codes in one table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.server.store.tables import Instant

revision = "0007"
down_revision = "0006"

_STATUS_FIELDS = ("waiting", "oldest_s", "set_aside", "camera", "store", "version", "visits")


def upgrade() -> None:
    """Carries the rows over, then drops the columns they were in."""
    _nest_status()
    _join_attempts()


def _nest_status() -> None:
    op.add_column("station_status", sa.Column("status", sa.JSON(), nullable=True))
    table = sa.table(
        "station_status",
        sa.column("site_id"),
        sa.column("letter"),
        sa.column("status", sa.JSON()),
        *(sa.column(name) for name in _STATUS_FIELDS),
    )
    connection = op.get_bind()
    # A station too old to report a status has no version there, and keeps none here.
    reported = sa.select(table).where(table.c.version.is_not(None))
    for row in connection.execute(reported).mappings().all():
        mine = (table.c.site_id == row["site_id"]) & (table.c.letter == row["letter"])
        status = {name: row[name] for name in _STATUS_FIELDS}
        connection.execute(sa.update(table).where(mine).values(status=status))
    for name in _STATUS_FIELDS:
        op.drop_column("station_status", name)


def _join_attempts() -> None:
    """The key gets a second column, which no engine adds in place: the table is made anew."""
    op.rename_table("code_tries", "code_tries_before")
    op.create_table(
        "code_tries",
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.PrimaryKeyConstraint("member_id", "kind"),
    )
    op.execute(
        "insert into code_tries (member_id, kind, wrong, until)"
        " select member_id, 'pairing_code', wrong, until from code_tries_before"
        " union all select id, 'pin', wrong_pins, locked_until from members where wrong_pins > 0"
    )
    op.drop_table("code_tries_before")
    op.drop_column("members", "locked_until")
    op.drop_column("members", "wrong_pins")
