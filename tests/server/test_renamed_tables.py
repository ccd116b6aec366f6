"""A store from before its tables were renamed is carried over with every row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select

from kiosk.server.store.dialect import store_of
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.tables import attempt_limits, idempotency_keys, job_runs, quota_buckets
from tests.doubles.ids import an_id
from tests.doubles.stores import Stores
from tests.server.fake_clock import MONDAY

AT = "2026-03-02 09:00:00.000000"
BEFORE_PLAIN_NAMES = "0006"
ROWS: Sequence[str] = (
    "insert into sites (site_id, seq) values ('lab', 7)",
    "insert into members (id, site_id, name, role, pin_hash)"
    f" values ('{an_id(1)}', 'lab', 'Maya', 'lead', 'x')",
    f"insert into code_tries values ('{an_id(1)}', 3, '{AT}')",
    f"insert into allowances values ('lab', 'B', '{AT}', 1.5, 90.0, 2e6)",
    f"insert into chores values ('lab', 'words', '{AT}')",
    f"insert into answers values ('{an_id(2)}', 'lab', '{an_id(1)}', null, '{AT}')",
)


def make_old_store(stores: Stores, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of the schema before the tables got their present names, with a row in each."""
    upgrade = command.upgrade

    def upgrade_to_old(config: Config, *_: object) -> None:
        upgrade(config, BEFORE_PLAIN_NAMES)

    stores.blank(folder)
    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", upgrade_to_old)
        ServerDatabase(store_of(folder)).close()
    with stores.opened(folder) as db:
        for row in ROWS:
            db.execute(row)


def test_tables_that_are_renamed_keep_their_rows(
    tmp_path: Path, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_old_store(stores, tmp_path, monkeypatch)

    limits, keys = attempt_limits.c, idempotency_keys.c
    database = ServerDatabase(store_of(tmp_path))
    with database.read() as connection:
        kept = {
            table.name: [tuple(row) for row in connection.execute(select(*columns))]
            for table, columns in (
                (attempt_limits, (limits.member_id, limits.wrong, limits.until)),
                (quota_buckets, quota_buckets.c),
                (job_runs, job_runs.c),
                (
                    idempotency_keys,
                    (keys.request_id, keys.site_id, keys.member_id, keys.visit_id, keys.at),
                ),
            )
        }
    database.close()

    assert kept == {
        "attempt_limits": [(an_id(1), 3, MONDAY)],
        "quota_buckets": [("lab", "B", MONDAY, 1.5, 90.0, 2e6)],
        "job_runs": [("lab", "words", MONDAY)],
        "idempotency_keys": [(an_id(2), "lab", an_id(1), None, MONDAY)],
    }


def test_a_store_that_is_carried_over_keeps_its_epoch(
    tmp_path: Path, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else every station would offer all it has again."""
    make_old_store(stores, tmp_path, monkeypatch)
    with stores.opened(tmp_path) as db:
        [(before,)] = db.execute("select value from meta where key = 'epoch'").fetchall()

    database = ServerDatabase(store_of(tmp_path))
    after = database.epoch
    database.close()

    assert after == before
