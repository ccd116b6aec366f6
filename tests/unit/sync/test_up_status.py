"""The station's status is sent at each change, and at least once a minute."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk import wire
from kiosk.faults import LinkFault, LinkRefused, TokenRefused
from kiosk.journal import LogEvent
from kiosk.sync.up import IDLE_S, SyncUp
from tests.conftest import ExpectLog
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.sync_client import FakeSyncClient, down


def rest(up: SyncUp) -> None:
    """Everything that can be sent is sent."""
    while up.step() != IDLE_S:
        pass


def test_a_station_sends_its_status_first(up: SyncUp, link: FakeSyncClient) -> None:
    up.step()

    [said] = link.statuses
    assert (said.waiting, said.oldest_s, said.set_aside) == (0, None, 0)
    assert (said.camera, said.store in {"ok", "low", "full"}) == ("unknown", True)
    assert said.version


def test_an_unchanged_status_is_sent_once_a_minute(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    for _ in range(9):
        up.step()
        box.clock.pass_s(1)
    told_soon = len(link.statuses)

    for _ in range(10):
        box.clock.pass_s(IDLE_S)
        up.step()

    assert (told_soon, len(link.statuses)) == (1, 6)


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (["starting", "showing"], ["showing"]),
        (["starting", "showing", "closed", "starting", "showing"], ["showing"]),
        (["lost", "closed"], ["lost"]),
        (["lost", "closed", "starting", "showing"], ["lost", "showing"]),
        (["showing", "blind"], ["showing", "blind"]),
    ],
)
def test_a_camera_that_stops_or_begins_to_work_is_in_the_next_status(
    box: Box, up: SyncUp, link: FakeSyncClient, states: list[str], told: list[str]
) -> None:
    woken: list[bool] = []
    box.outbox.on_waiting(lambda: woken.append(True))
    up.step()

    for state in states:
        box.station.note_camera(state)
        up.step()

    assert [said.camera for said in link.statuses] == ["unknown", *told]
    assert len(woken) == len(told)


def test_what_a_push_takes_does_not_wait_any_more(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    for _ in range(3):
        box.checked_in()
    rest(up)

    assert [(said.waiting, said.oldest_s) for said in link.statuses] == [(0, None)]


def test_what_waits_longer_than_one_push_is_reported_with_its_age(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    for _ in range(150):
        box.checked_in()
    box.clock.pass_s(90)

    up.step()

    assert [(said.waiting, said.oldest_s) for said in link.statuses] == [(50, 90)]


def test_waiting_visits_are_counted_though_a_push_takes_a_part_of_one(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    for count in range(75):
        box.checked_in(jpeg(count))

    up.step()

    assert [(said.waiting, said.visits) for said in link.statuses] == [(50, 25)]


def test_a_visit_of_which_a_push_takes_only_a_part_still_waits(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    box.checked_in()
    for count in range(50):
        box.checked_in(jpeg(count))
    box.checked_in()

    up.step()

    assert [(said.waiting, said.visits) for said in link.statuses] == [(2, 2)]


def test_what_comes_while_a_push_is_made_ready_waits(box: Box) -> None:
    box.checked_in()
    offers = box.outbox.pending(100)
    box.checked_in()

    said = box.outbox.status([offer.event.id for offer in offers])

    assert (said.waiting, said.visits, box.outbox.status().visits) == (1, 1, 2)


def test_what_was_refused_is_counted_pictures_included(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    box.checked_in(jpeg())
    box.checked_in()
    link.refused = {box.store.outbox.pending(1)[0].event.id, *photos(box)}

    rest(up)

    assert link.statuses[-1].set_aside == 2


def photos(box: Box) -> set[str]:
    return {str(photo) for (photo,) in box.rows("select photo from photos")}


@pytest.mark.parametrize(
    "fault",
    [down(), LinkRefused(422, "malformed", ""), TokenRefused("status 401", answered=True)],
)
def test_a_status_that_did_not_arrive_is_sent_again(
    up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog, fault: Exception
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST)
    link.coming.append(fault)
    with pytest.raises(LinkFault):
        up.step()

    up.step()

    assert len(link.statuses) == 1


def test_a_push_without_events_notices_another_store_at_the_server(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EPOCH_CHANGED)
    visit_id = box.checked_in()
    rest(up)
    link.coming.append(in_another_store(link))
    box.station.note_camera("lost")

    up.step()

    assert box.waiting() == [(visit_id, "VisitCheckedIn")]


def in_another_store(link: FakeSyncClient) -> Callable[[list[str]], wire.Pushed]:
    def answer(ids: list[str]) -> wire.Pushed:
        link.epoch = "epoch-2"
        return link.pushed_answer(ids)

    return answer
