"""Quarantine of poison visits: the others go, and a server that is down costs nobody a try."""

from __future__ import annotations

import pytest

from kiosk.faults import LinkFault
from kiosk.journal import LogEvent
from kiosk.pictures.folder import photo_id
from kiosk.sync.quarantine import FIRST_GAP_S, LONGEST_GAP_S, LONGEST_S, MOST_TRIES
from kiosk.sync.up import IDLE_S, SyncUp
from tests.conftest import ExpectLog
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.sync_client import FakeSyncClient


def rest(up: SyncUp) -> float:
    """Steps until nothing can be sent now; how long the worker would pause."""
    for _ in range(400):
        if pause_s := up.step():
            return pause_s
    pytest.fail("still not at rest")


def aside(box: Box) -> list[tuple[object, ...]]:
    return box.rows("select event_id, set_aside_code from outbox where set_aside_code is not null")


def event_ids(box: Box) -> list[str]:
    return [offer.event.id for offer in box.store.outbox.pending(10_000)]


def test_one_visit_among_a_hundred_blocks_no_other(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    visits = [box.checked_in(jpeg(number % 200)) for number in range(100)]
    poison = visits[60]
    link.fails_on = {poison}

    rest(up)

    assert {visit_id for visit_id, _ in box.waiting()} == {poison}
    assert (len(link.taken), len(set(link.uploaded)), aside(box)) == (198, 99, [])


def test_a_new_visit_goes_at_once_while_an_older_one_is_quarantined(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    poison = box.checked_in()
    link.fails_on = {poison}
    rest(up)

    new = box.checked_in()
    up.step()

    assert box.waiting() == [(poison, "VisitCheckedIn")]
    assert new not in {visit_id for visit_id, _ in box.waiting()}


def test_a_poison_picture_event_does_not_keep_its_visit_from_the_queue(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    visit_id = box.checked_in(jpeg())
    link.fails_on = {event_ids(box)[1]}

    rest(up)

    assert box.waiting() == [(visit_id, "PhotoAttached")]


def test_it_is_tried_again_with_growing_gaps_and_arrives_once_the_server_works(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    link.fails_on = {box.checked_in(jpeg())}
    pauses = []
    for _ in range(4):
        rest(up)
        pauses.append(up._quarantine.next_try_s(LONGEST_S))
        box.clock.pass_s(pauses[-1])

    link.fails_on = set()
    rest(up)

    assert pauses == [FIRST_GAP_S, 2 * FIRST_GAP_S, 4 * FIRST_GAP_S, 8 * FIRST_GAP_S]
    assert (box.waiting(), link.uploaded) == ([], [photo_id(jpeg())])


def test_the_worker_wakes_when_the_next_is_to_be_tried(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    link.fails_on = {box.checked_in()}
    first = rest(up)
    box.clock.pass_s(FIRST_GAP_S)
    second = rest(up)
    box.clock.pass_s(2 * FIRST_GAP_S - 7)

    assert (first, second, up.step()) == (FIRST_GAP_S, IDLE_S, 7)


def others_come_for_ever(box: Box, up: SyncUp, tries: int) -> None:
    """At each try of what rests, the server has taken another visit since the one before."""
    for _ in range(tries):
        box.checked_in()
        rest(up)
        box.clock.pass_s(LONGEST_GAP_S)


def test_after_ten_tries_it_is_set_aside_and_kept(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    link.fails_on = {box.checked_in()}
    [poison] = event_ids(box)

    others_come_for_ever(box, up, MOST_TRIES - 1)
    just_before = aside(box)
    others_come_for_ever(box, up, 1)

    assert (just_before, aside(box)) == ([], [(poison, "server_fails")])
    assert box.rows("select count(*) from outbox") == [(1,)]


def test_a_restart_does_not_forget_the_tries(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    link.fails_on = {box.checked_in()}
    others_come_for_ever(box, up, MOST_TRIES - 1)

    box.restart()
    rest(SyncUp(box.outbox, link, box.clock))

    assert len(aside(box)) == 1


def test_without_another_visit_to_compare_it_takes_a_day(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    link.fails_on = {box.checked_in()}
    for _ in range(24):
        rest(up)
        box.clock.pass_s(LONGEST_GAP_S)
    just_before = aside(box)

    rest(up)

    assert (just_before, len(aside(box))) == ([], 1)


def test_a_picture_is_set_aside_after_ten_tries_too_and_its_file_stays(
    box: Box,
    up: SyncUp,
    link: FakeSyncClient,
    expect_log: ExpectLog,
    two_pictures: tuple[bytes, bytes],
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    older, newer = two_pictures
    link.fails_on = {photo_id(newer)}

    others_come_for_ever(box, up, MOST_TRIES)

    assert link.uploaded == [photo_id(older)]
    assert box.rows("select set_aside_code from photos where set_aside_code is not null") == [
        ("server_fails",)
    ]
    assert box.pictures() == [f"{photo_id(newer)}.jpg"]


def test_a_server_that_fails_on_everything_costs_no_event_a_try(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST)
    for _ in range(100):
        box.checked_in(jpeg())
    link.fails = True
    faults = 0
    for _ in range(50):
        try:
            up.step()
        except LinkFault:
            faults += 1
        box.clock.pass_s(LONGEST_GAP_S)

    # Six halvings of a hundred are free; after them each question waits its turn.
    assert faults == 50 - 6
    assert box.rows("select sum(failures), count(set_aside_code) from outbox") == [(0, 0)]
