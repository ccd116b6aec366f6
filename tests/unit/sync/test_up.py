"""The up worker: sends until acknowledged, and one bad event never blocks the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kiosk import wire
from kiosk.faults import Fault, LinkClosed, LinkFault, LinkRefused, StoreFault
from kiosk.journal import LogEvent
from kiosk.sync.up import BATCH, IDLE_S, SyncUp
from tests.conftest import ExpectLog
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.sync_client import FakeSyncClient, down
from tests.doubles.words import pushed
from tests.unit.sync.sending import send

Logged = Callable[[LogEvent], list[dict[str, Any]]]


def event_ids(box: Box) -> list[str]:
    return [offer.event.id for offer in box.store.outbox.pending(10_000)]


def aside(box: Box) -> list[tuple[object, ...]]:
    return box.rows("select event_id, set_aside_code from outbox where set_aside_code is not null")


def test_with_nothing_to_send_it_rests_and_calls_nobody(up: SyncUp, link: FakeSyncClient) -> None:
    assert up.step() == IDLE_S
    assert link.pushed == []


def test_events_go_in_one_push_and_are_not_sent_again(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    box.checked_in()
    box.checked_in()
    waiting = event_ids(box)

    assert up.step() == 0.0
    assert up.step() == IDLE_S
    assert link.pushed == [waiting]


def test_a_backlog_goes_in_batches_the_newest_visit_first(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    for _ in range(BATCH + 5):
        box.checked_in()
    waiting = event_ids(box)

    send(up)

    assert link.pushed == [waiting[:BATCH], waiting[BATCH:]]


def test_only_what_the_answer_names_is_acknowledged(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    for _ in range(3):
        box.checked_in()
    first, second, third = event_ids(box)
    link.coming.append(lambda _ids: link.pushed_answer([second, "a stranger's"]))

    up.step()

    assert event_ids(box) == [first, third]


@pytest.mark.parametrize(
    "answer",
    [
        wire.Pushed("epoch-1", 1, []),
        wire.Pushed("epoch-1", 1, ["a stranger's"]),
        wire.Pushed("epoch-1", 1, [], [wire.SetAside("a stranger's", "malformed", "")]),
    ],
    ids=["nobody", "a stranger", "a stranger refused"],
)
def test_an_answer_that_names_none_of_ours_is_a_fault_and_changes_nothing(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog, answer: wire.Pushed
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST)
    box.checked_in()
    waiting = event_ids(box)
    link.coming.append(lambda _ids: answer)

    with pytest.raises(LinkFault):
        up.step()

    assert (event_ids(box), aside(box)) == (waiting, [])


def test_what_the_server_names_as_refused_is_set_aside_and_the_rest_is_done(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    box.checked_in()
    box.checked_in()
    good, bad = event_ids(box)
    refused = wire.SetAside(bad, "malformed", "facts")
    link.coming.append(lambda _ids: link.pushed_answer([good], [refused]))

    send(up)

    assert aside(box) == [(bad, "malformed")]
    assert event_ids(box) == []


def test_one_refused_event_among_a_hundred_is_found_and_the_other_99_arrive(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    for _ in range(100):
        box.checked_in()
    waiting = event_ids(box)
    link.refused = {waiting[37]}

    send(up)

    assert aside(box) == [(waiting[37], "malformed")]
    assert sorted(link.taken) == sorted(set(waiting) - link.refused)
    assert len(link.pushed) <= 16


def test_every_event_refused_is_every_event_set_aside_and_none_deleted(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    box.checked_in(jpeg())
    box.checked_in(jpeg())
    link.refused = set(event_ids(box))

    send(up)

    assert {event_id for event_id, _code in aside(box)} == link.refused
    assert box.rows("select count(*) from events") == [(4,)]


@pytest.mark.parametrize("fault", [down(), LinkFault("status 401"), StoreFault("locked")])
def test_a_fault_keeps_everything(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog, fault: Fault
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, maybe=True)
    box.checked_in(jpeg())
    waiting = event_ids(box)
    link.coming.append(fault)

    with pytest.raises(type(fault)):
        up.step()

    assert (event_ids(box), aside(box)) == (waiting, [])


def test_a_connection_lost_in_the_middle_of_halving_keeps_the_rest(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST)
    for _ in range(4):
        box.checked_in()
    waiting = event_ids(box)
    refusal = LinkRefused(422, "malformed", "")
    link.coming += [refusal, link.pushed_answer, down()]

    with pytest.raises(LinkFault):
        up.step()

    assert event_ids(box) == waiting[2:]


def test_losing_the_connection_and_having_it_back_is_logged_once(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog, logged: Logged
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST)
    box.checked_in()
    link.coming += [down("ReadTimeout"), down("ConnectionError")]

    send(up)

    assert logged(LogEvent.SYNC_UP_LOST) == [{"reason": "ReadTimeout"}]
    assert logged(LogEvent.SYNC_UP_BACK) == [{}]


def test_another_store_at_the_server_gets_everything_again(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EPOCH_CHANGED)
    box.checked_in()
    box.checked_in()
    everything = set(event_ids(box))
    send(up)
    link.epoch, link.taken = "epoch-2", []
    box.checked_in()
    everything |= set(event_ids(box))

    send(up)

    assert set(link.taken) == everything
    assert event_ids(box) == []


def test_what_another_store_refuses_before_it_was_offered_everything_counts_for_nothing(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EPOCH_CHANGED)
    visit_id = box.checked_in(jpeg())
    check_in, picture = event_ids(box)
    box.outbox.acknowledge(pushed(), [check_in])
    link.epoch = "epoch-2"
    unknown = wire.SetAside(picture, "unknown_visit", "")
    link.coming.append(lambda _ids: link.pushed_answer([], [unknown]))

    up.step()

    assert aside(box) == []
    assert box.waiting() == [(visit_id, "VisitCheckedIn"), (visit_id, "PhotoAttached")]


def test_another_store_is_noticed_once_also_while_its_state_cannot_be_read(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog, logged: Logged
) -> None:
    expect_log(LogEvent.EPOCH_CHANGED)
    box.memory.remember(wire_state())
    box.checked_in()
    send(up)
    link.epoch = "epoch-2"
    box.checked_in()

    assert send(up) < 5
    assert len(logged(LogEvent.EPOCH_CHANGED)) == 1


def wire_state() -> wire.State:
    return FakeSyncClient().pull(0, None, 0)


def test_a_restart_between_sending_and_hearing_the_answer_sends_again(
    box: Box, link: FakeSyncClient
) -> None:
    box.checked_in()
    waiting = event_ids(box)
    link.push(box.outbox.pending(BATCH))

    box.restart()
    send(SyncUp(box.outbox, link, box.clock))

    assert link.pushed == [waiting, waiting]
    assert event_ids(box) == []


def test_a_connection_this_kiosk_closed_is_not_logged_as_lost(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    box.checked_in()
    link.coming.append(LinkClosed("ConnectionError"))

    with pytest.raises(LinkClosed):
        up.step()

    assert len(event_ids(box)) == 1
