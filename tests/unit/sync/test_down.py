"""The down worker: reads the state of the site; the last one stays while none comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.domain.snapshot import Board, Link
from kiosk.faults import LinkClosed, LinkFault, LinkRefused, TokenRefused
from kiosk.journal import LogEvent
from kiosk.sync.down import POLL_S, WAIT_S, SyncDown
from tests.conftest import ExpectLog
from tests.doubles.box import Box
from tests.doubles.sync_client import FakeSyncClient, down
from tests.doubles.words import news, pushed, state_of_site

Logged = Callable[[LogEvent], list[dict[str, Any]]]


@pytest.fixture
def worker(box: Box, link: FakeSyncClient) -> SyncDown:
    return SyncDown(box.memory, link)


def test_the_first_pull_is_answered_at_once_and_later_ones_are_long_polls(
    worker: SyncDown, link: FakeSyncClient
) -> None:
    link.coming += [state_of_site(seq=7), state_of_site(seq=9)]

    pauses = [worker.step(), worker.step(), worker.step()]

    assert pauses == [0.0, 0.0, 0.0]
    assert link.pulled == [(0, None, 0), (7, "epoch-1", WAIT_S), (9, "epoch-1", WAIT_S)]


def test_the_state_is_what_the_snapshot_shows(
    box: Box, worker: SyncDown, link: FakeSyncClient
) -> None:
    link.coming.append(state_of_site(line=["one", "two"]))

    worker.step()

    snapshot = box.station.snapshot()
    assert (snapshot.site.name, snapshot.people_waiting) == ("The Help Bar", 2)
    assert (snapshot.board, snapshot.link) == (Board(on_duty=("Maya",)), Link.ONLINE)


def test_the_cursor_survives_a_restart(box: Box, link: FakeSyncClient) -> None:
    link.coming += [state_of_site(seq=7), state_of_site(seq=8)]
    SyncDown(box.memory, link).step()

    box.restart()
    SyncDown(box.memory, link).step()

    assert link.pulled[-1] == (7, "epoch-1", 0)


@pytest.mark.parametrize(
    ("fault", "stands"),
    [
        (down(), Link.OFFLINE),
        (LinkFault("status 503", answered=True), Link.DEGRADED),
        (LinkRefused(422, "malformed", "after"), Link.DEGRADED),
        (TokenRefused("status 401", answered=True), Link.REFUSED),
    ],
    ids=["nobody", "not now", "no", "unknown"],
)
def test_without_an_answer_the_last_state_stays_and_the_link_is_offline(
    box: Box,
    worker: SyncDown,
    link: FakeSyncClient,
    expect_log: ExpectLog,
    fault: Exception,
    stands: Link,
) -> None:
    expect_log(LogEvent.SYNC_DOWN_LOST)
    link.coming += [state_of_site(line=["one"]), fault]
    worker.step()

    with pytest.raises(LinkFault):
        worker.step()

    snapshot = box.station.snapshot()
    assert (snapshot.people_waiting, snapshot.link) == (1, stands)


def test_a_connection_this_kiosk_closed_is_not_logged_as_lost(
    box: Box, worker: SyncDown, link: FakeSyncClient
) -> None:
    link.coming += [state_of_site(), LinkClosed("ConnectionError")]
    worker.step()

    with pytest.raises(LinkClosed):
        worker.step()

    assert box.station.snapshot().link is Link.ONLINE


def test_after_a_fault_the_next_pull_is_answered_at_once(
    worker: SyncDown, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_DOWN_LOST)
    link.coming += [state_of_site(seq=7), down(), state_of_site(seq=8)]
    worker.step()
    with pytest.raises(LinkFault):
        worker.step()

    worker.step()

    assert link.pulled[-1] == (7, "epoch-1", 0)


def test_what_the_server_asks_to_wait_is_handed_on(
    worker: SyncDown, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_DOWN_LOST)
    link.coming.append(LinkFault("status 503", retry_after_s=120.0))

    with pytest.raises(LinkFault) as caught:
        worker.step()

    assert caught.value.retry_after_s == 120.0


def test_losing_the_connection_and_having_it_back_is_logged_once(
    worker: SyncDown, link: FakeSyncClient, expect_log: ExpectLog, logged: Logged
) -> None:
    expect_log(LogEvent.SYNC_DOWN_LOST)
    link.coming += [down("ReadTimeout"), down()]
    for _ in range(2):
        with pytest.raises(LinkFault):
            worker.step()

    worker.step()
    worker.step()

    assert logged(LogEvent.SYNC_DOWN_LOST) == [{"reason": "ReadTimeout"}]
    assert len(logged(LogEvent.SYNC_DOWN_BACK)) == 1


def test_another_epoch_makes_everything_wait_again(
    box: Box, worker: SyncDown, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EPOCH_CHANGED)
    worker.step()
    visit_id = box.checked_in()
    box.outbox.acknowledge(pushed(), [box.store.outbox.pending(1)[0].event.id])
    link.epoch = "epoch-2"

    worker.step()

    assert box.waiting() == [(visit_id, "VisitCheckedIn")]
    assert box.memory.cursor()[0] == "epoch-2"


def test_an_epoch_from_a_push_is_known_when_the_state_has_another(
    box: Box, worker: SyncDown, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EPOCH_CHANGED)
    visit_id = box.checked_in()
    box.outbox.acknowledge(pushed("epoch-0"), [box.store.outbox.pending(1)[0].event.id])

    worker.step()

    assert box.waiting() == [(visit_id, "VisitCheckedIn"), (visit_id, "VisitSeated")]


def test_news_of_own_visits_are_kept_with_the_state(
    box: Box, worker: SyncDown, link: FakeSyncClient
) -> None:
    visit_id = box.checked_in()
    link.coming.append(state_of_site(visits=[news(visit_id, "finished")]))

    worker.step()

    assert box.store.visits.open() == []


def test_while_held_requests_are_cut_the_state_is_polled_and_holding_tried_again(
    box: Box, worker: SyncDown, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_DOWN_LOST, LogEvent.SYNC_HINTS_LOST)
    link.coming += [state_of_site(), down("one")]
    worker.step()
    with pytest.raises(LinkFault):
        worker.step()
    worker.step()
    link.coming.append(LinkFault("status 504", status=504))

    pauses = [worker.step() for _ in range(11)]
    [trouble] = box.memory.way_troubles()
    worker.step()

    assert set(pauses) == {POLL_S}
    assert (trouble.way, trouble.status) == ("hints", 504)
    assert [wait_s for _, _, wait_s in link.pulled] == [0, WAIT_S, 0, WAIT_S, *[0] * 10, WAIT_S]
    assert (box.memory.way_troubles(), box.station.snapshot().link) == ([], Link.ONLINE)


def test_a_line_that_is_down_says_nothing_about_held_requests(
    box: Box, worker: SyncDown, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_DOWN_LOST)
    link.coming += [state_of_site(), down(), down(), state_of_site(), down()]
    worker.step()
    for _ in range(2):
        with pytest.raises(LinkFault):
            worker.step()
    worker.step()

    with pytest.raises(LinkFault):
        worker.step()

    assert [way.way for way in box.memory.way_troubles()] == ["state"]
