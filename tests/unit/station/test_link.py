"""The link that the snapshot shows is the true one, also after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.snapshot import Link
from kiosk.faults import LinkFault, TokenRefused
from kiosk.journal import LogEvent
from kiosk.sync.link_state import Way
from kiosk.sync.up import SyncUp
from tests.conftest import ExpectLog
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.sync_client import FakeSyncClient, down
from tests.doubles.words import state_of_site

UNKNOWN = TokenRefused("status 401", answered=True)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.close()


def test_events_that_wait_longer_than_a_minute_degrade_the_link(box: Box) -> None:
    box.memory.remember(state_of_site())
    box.checked_in()
    box.clock.pass_s(60)
    box.memory.remember(state_of_site(seq=2))
    still_fine = box.station.snapshot()

    box.clock.pass_s(1)
    box.memory.remember(state_of_site(seq=3))

    late = box.station.snapshot()
    assert (still_fine.link, still_fine.waiting_events, still_fine.oldest_s) == (
        Link.ONLINE,
        1,
        60,
    )
    assert (late.link, late.oldest_s) == (Link.DEGRADED, 61)


def test_events_set_aside_degrade_the_link(box: Box, expect_log: ExpectLog) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    link = FakeSyncClient()
    box.checked_in()
    link.refused = {box.store.outbox.pending(1)[0].event.id}

    SyncUp(box.outbox, link, box.clock).step()
    box.memory.remember(state_of_site())

    assert box.station.snapshot().link is Link.DEGRADED


def test_a_refused_picture_degrades_the_link_too(box: Box, expect_log: ExpectLog) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    link = FakeSyncClient()
    box.checked_in(jpeg())
    link.refused = {str(photo) for (photo,) in box.rows("select photo from photos")}
    up = SyncUp(box.outbox, link, box.clock)

    for _ in range(3):
        up.step()

    assert box.station.snapshot().link is Link.DEGRADED


def test_what_is_sent_waits_no_more(box: Box) -> None:
    box.checked_in(jpeg())
    before = box.station.snapshot()

    SyncUp(box.outbox, FakeSyncClient(), box.clock).step()

    after = box.station.snapshot()
    assert (before.waiting_events, before.waiting_visits) == (2, 1)
    assert (after.waiting_events, after.waiting_visits, after.oldest_s) == (0, 0, None)


@pytest.mark.parametrize("jump", [timedelta(days=-20_000), timedelta(days=26_000)])
def test_how_long_facts_wait_does_not_follow_a_clock_that_is_set(box: Box, jump: timedelta) -> None:
    box.checked_in()
    box.clock.pass_s(30)
    box.clock.jump(jump)
    box.memory.on_link_fault(Way.STATE, down())

    assert box.station.snapshot().oldest_s == 30


def test_facts_of_an_earlier_boot_wait_since_then_where_the_clock_went_on(box: Box) -> None:
    box.checked_in()
    box.clock.pass_s(600)
    box.restart()

    assert box.station.snapshot().oldest_s == 600


@pytest.mark.parametrize("jump", [timedelta(days=-20_000), timedelta(days=26_000)])
def test_facts_of_an_earlier_boot_wait_at_least_since_this_one_began(
    box: Box, jump: timedelta
) -> None:
    box.checked_in()
    box.clock.jump(jump)
    box.restart()

    assert box.station.snapshot().oldest_s == 5


def test_a_refused_token_is_shown_and_its_time_counted(box: Box) -> None:
    box.memory.remember(state_of_site())
    box.outbox.on_link_fault(Way.EVENTS, UNKNOWN)
    box.clock.pass_s(3_600)
    box.outbox.on_link_fault(Way.EVENTS, UNKNOWN)

    snapshot = box.station.snapshot()
    assert (snapshot.link, snapshot.refused_s) == (Link.REFUSED, 3_600)


@pytest.mark.parametrize("reboots", [True, False])
def test_a_restart_remembers_since_when_the_token_is_refused(box: Box, reboots: bool) -> None:
    box.memory.on_link_fault(Way.STATE, UNKNOWN)
    box.clock.pass_s(3_600)
    box.close()
    if reboots:
        box.clock.reboot()
    box.start()

    snapshot = box.station.snapshot()
    assert (snapshot.link, snapshot.refused_s) == (Link.REFUSED, 3_600)


def test_a_refused_token_stays_refused_when_the_server_is_unreachable(box: Box) -> None:
    box.memory.on_link_fault(Way.STATE, UNKNOWN)

    box.memory.on_link_fault(Way.STATE, down())

    assert box.station.snapshot().link is Link.REFUSED


def test_an_exchange_that_works_ends_the_refusal(box: Box) -> None:
    box.memory.on_link_fault(Way.STATE, UNKNOWN)

    box.memory.remember(state_of_site())

    snapshot = box.station.snapshot()
    assert (snapshot.link, snapshot.refused_s) == (Link.ONLINE, None)


def test_a_portal_that_wants_a_password_refuses_no_token(box: Box) -> None:
    box.memory.on_link_fault(Way.STATE, LinkFault("status 401"))

    assert box.station.snapshot().link is Link.OFFLINE
