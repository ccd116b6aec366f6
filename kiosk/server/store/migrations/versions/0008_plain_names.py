"""Tables by the names the trade uses: limits, quotas, job runs, idempotency keys."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0006"

_RENAMED = {
    "code_tries": "attempt_limits",
    "allowances": "quota_buckets",
    "chores": "job_runs",
    "answers": "idempotency_keys",
}


def upgrade() -> None:
    """Renames the tables, a column and an index; every row stays."""
    op.drop_index("answers_by_age", table_name="answers")
    for old, new in _RENAMED.items():
        op.rename_table(old, new)
    op.alter_column("job_runs", "work", new_column_name="job")
    op.create_index("idempotency_keys_by_age", "idempotency_keys", ["at"], unique=False)
