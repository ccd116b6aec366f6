"""The home's database is restarted, or has no connection left: kiosks wait, and nothing is lost."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from kiosk.journal import LogEvent
from kiosk.server.home import Home
from tests.conftest import ExpectLog
from tests.doubles.postgres import Cluster
from tests.doubles.stores import POSTGRESQL
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import StationSide

pytestmark = pytest.mark.parametrize("engine", [POSTGRESQL], indirect=True)


@pytest.mark.parametrize("how", ["stopped", "killed"])
def test_the_server_comes_back_with_its_database(
    home: Home,
    sender: StationSide,
    maya: DeskClient,
    cluster: Cluster,
    expect_log: ExpectLog,
    how: str,
) -> None:
    expect_log(LogEvent.SERVER_FAULT, LogEvent.DATABASE_LOST, LogEvent.DATABASE_BACK)
    assert sender.push(sender.checked_in("Ada")).status_code == 200
    visit = sender.checked_in("Bo")

    (cluster.kill if how == "killed" else cluster.stop)()
    away = [sender.push(visit), maya.get("/state")]
    cluster.start()
    back = sender.push(visit)

    assert [answer.status_code for answer in away] == [503, 503]
    assert [int(answer.headers["retry-after"]) > 0 for answer in away] == [True, True]
    assert (back.status_code, back.json()["seq"]) == (200, 2)
    assert [row["first_name"] for row in maya.state()["waiting"]] == ["Ada", "Bo"]


def test_a_connection_cut_in_the_middle_of_a_write_leaves_nothing_and_the_next_one_works(
    home: Home, sender: StationSide, cluster: Cluster, clock: FakeClock, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SERVER_FAULT, LogEvent.DATABASE_LOST, LogEvent.DATABASE_BACK, maybe=True)
    cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname like 'kiosk%'"
    with cluster.admin() as admin:
        admin.execute(cut)

    answers = [sender.push(sender.checked_in(f"Ada{turn}")) for turn in range(2)]

    assert answers[-1].status_code == 200


def test_without_a_free_connection_a_kiosk_is_asked_to_come_again(
    home: Home,
    sender: StationSide,
    expect_log: ExpectLog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expect_log(LogEvent.SERVER_FAULT, LogEvent.DATABASE_LOST, LogEvent.DATABASE_BACK)
    pool = home.store._database._engine.pool
    monkeypatch.setattr(pool, "_timeout", 0.01)

    with ExitStack() as taken:
        for _ in range(pool.size() + pool._max_overflow):  # type: ignore[attr-defined]  # of this kind of pool
            taken.enter_context(home.store.read())
        away = sender.push(sender.checked_in("Ada"))
    back = sender.push(sender.checked_in("Ada"))

    assert (away.status_code, away.headers["retry-after"], back.status_code) == (503, "10", 200)
