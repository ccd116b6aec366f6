"""Stores of earlier versions, brought up to date with what was in them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config

from kiosk.server.auth.attempts import Attempt, AttemptKind, AttemptLimit
from kiosk.server.fleet.status import StationReport, station_reports
from kiosk.server.store import engine
from kiosk.server.store.dialect import store_of
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.site_store import SiteStore
from kiosk.wire import StationStatus
from tests.doubles.ids import an_id
from tests.doubles.stores import Stores
from tests.server.conftest import SITE
from tests.server.fake_clock import MONDAY, FakeClock

INSERT_STATUS = (
    "insert into station_status (site_id, letter, seen_at, address, clock_ahead_s, boot_id, up_s,"
    " waiting, oldest_s, set_aside, camera, store, version, visits) values"
)


def store_at(stores: Stores, folder: Path, revision: str, *statements: str) -> None:
    """Makes a store of that schema revision and runs `statements` in it."""
    stores.blank(folder)
    config = Config()
    config.set_main_option("script_location", str(Path(engine.__file__).parent / "migrations"))
    backend = store_of(folder)
    opened = backend.open_engine()
    with backend.migration(opened) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in statements:
            connection.exec_driver_sql(statement)
    opened.dispose()


def test_a_lock_and_wrong_attempts_outlive_the_update(tmp_path: Path, stores: Stores) -> None:
    member = "insert into members (id, site_id, name, role, pin_hash, wrong_pins, locked_until)"
    store_at(
        stores,
        tmp_path / "server",
        "0006",
        f"insert into sites (site_id, seq) values ('{SITE.site_id}', 0)",
        f"{member} values ('{an_id(1)}', '{SITE.site_id}', 'Maya', 'lead', 'x', 5,"
        " '2026-03-02 09:10:00.000000')",
        f"{member} values ('{an_id(2)}', '{SITE.site_id}', 'Ben', 'member', 'x', 3, null)",
        f"insert into code_tries values ('{an_id(1)}', 4, '2026-03-02 09:10:00.000000')",
    )

    database = ServerDatabase(store_of(tmp_path / "server"))
    clock = FakeClock(MONDAY)
    store = SiteStore(database, SITE, clock)
    pins = AttemptLimit(store, AttemptKind.PIN)
    codes = AttemptLimit(store, AttemptKind.PAIRING_CODE)
    attempts = [pins.take(an_id(1)), pins.take(an_id(2)), codes.take(an_id(1))]
    database.close()

    assert clock.now() == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert attempts == [Attempt(0, wait_s=601), Attempt(1), Attempt(0)]


def test_the_status_of_each_station_becomes_one_value(tmp_path: Path, stores: Stores) -> None:
    store_at(
        stores,
        tmp_path / "server",
        "0006",
        f"insert into sites (site_id, seq) values ('{SITE.site_id}', 0)",
        f"{INSERT_STATUS} ('{SITE.site_id}', 'B', '2026-03-02 09:00:00.000000', '192.0.2.7', -1.5,"
        " 'boot', 90.0, 3, 12.5, 1, 'lost', 'low', '0.1.0', 2)",
        f"{INSERT_STATUS} ('{SITE.site_id}', 'C', '2026-03-02 09:00:00.000000', '192.0.2.8', 0.0,"
        " null, null, 0, null, 0, 'showing', 'ok', '0.1.0', null)",
        f"{INSERT_STATUS} ('{SITE.site_id}', 'D', '2026-03-02 09:00:00.000000', '192.0.2.9', 0.0,"
        " null, null, null, null, null, null, null, null, null)",
    )

    database = ServerDatabase(store_of(tmp_path / "server"))
    with database.read() as connection:
        reports = station_reports(connection, SITE)
    database.close()

    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    full = StationStatus(3, 12.5, 1, "lost", "low", "0.1.0", 2)
    older = StationStatus(0, None, 0, "showing", "ok", "0.1.0", None)
    assert reports == [
        StationReport("B", at, "192.0.2.7", -1.5, full, "boot", 90.0),
        StationReport("C", at, "192.0.2.8", 0.0, older),
        StationReport("D", at, "192.0.2.9", 0.0, None),
    ]
