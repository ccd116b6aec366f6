"""An old kiosk meets a newer server; it works, and ignores what it does not know.

What the server of 2031 says is recorded in tests/wire/newer.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk import wire
from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.site import Topic
from kiosk.domain.snapshot import Board, Link
from kiosk.journal import LogEvent
from kiosk.sync.up import SyncUp
from tests.conftest import ExpectLog
from tests.doubles.box import Box
from tests.doubles.sync_client import FakeSyncClient
from tests.wire import samples
from tests.wire.test_v1 import V1

NEWER = Path(wire.__file__).parents[2] / "tests" / "wire" / "newer"


def state_of_2031() -> wire.State:
    return wire.decode((NEWER / "state.json").read_bytes(), wire.State)


def check_in_as_b14(box: Box) -> None:
    """The visit the recorded answers speak of."""
    state = wire.decode((V1 / "state.json").read_bytes(), wire.State)
    box.memory.remember(replace(state, visits=[]))
    with box.store.transaction() as db:
        db.execute("update counter set last = 13")
    box.new_id = lambda: samples.VISIT
    box.checked_in()


def test_the_station_lives_on_with_what_it_knows_of_the_state(box: Box) -> None:
    box.memory.remember(state_of_2031())

    snapshot = box.station.snapshot()
    assert (snapshot.link, snapshot.board) == (Link.ONLINE, Board(on_duty=("Maya",)))
    assert snapshot.site.topics == (Topic("printing", "Printing", "hologram"),)


def test_a_visit_in_a_state_nobody_here_knows_is_in_progress(box: Box) -> None:
    check_in_as_b14(box)
    before = box.station.snapshot()

    box.memory.remember(state_of_2031())

    after = box.station.snapshot()
    assert (before.people_waiting, after.people_waiting) == (1, 0)
    assert [visit.state for visit in box.store.visits.open()] == ["in_the_lab"]


def test_its_seat_stays_taken(box: Box) -> None:
    check_in_as_b14(box)
    box.memory.remember(state_of_2031())
    box.new_id = iter([samples.MAYA, samples.event("VisitorLeft").id]).__next__

    receipt = box.station.check_in(CheckInRequest("Cy")).result()

    assert (receipt.number, receipt.seat) == ("B15", 2)


def test_an_answer_with_more_in_it_acknowledges_and_sets_aside_all_the_same(
    box: Box, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    taken, refused = samples.event("VisitCheckedIn").id, samples.event("VisitorLeft").id
    box.new_id = iter([samples.VISIT, taken, samples.MAYA, refused]).__next__
    box.checked_in()
    box.checked_in()
    link = FakeSyncClient()
    answer = wire.decode((NEWER / "pushed.json").read_bytes(), wire.Pushed)
    link.coming.append(lambda _ids: answer)

    SyncUp(box.outbox, link, box.clock).step()

    assert box.rows("select event_id, set_aside_code from outbox") == [(refused, "out_of_fashion")]


@pytest.mark.parametrize("name", ["push", "push_with_status", "status_alone"])
def test_what_it_sends_is_what_version_1_has_always_sent(name: str) -> None:
    expected = {
        "push": samples.PUSH,
        "push_with_status": samples.PUSH_WITH_STATUS,
        "status_alone": samples.STATUS_ALONE,
    }

    assert wire.decode((V1 / f"{name}.json").read_bytes(), wire.Push) == expected[name]
