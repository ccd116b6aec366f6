"""The outbox: events are offered until acknowledged, the newest visit first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.domain import events as e
from kiosk.journal import LogEvent
from kiosk.station.store.outbox import Outbox
from tests.doubles.box import Box
from tests.doubles.ids import an_id
from tests.doubles.pictures import jpeg


@pytest.fixture
def outbox(box: Box) -> Outbox:
    return box.store.outbox


def ids_of(outbox: Outbox) -> list[str]:
    return [offer.event.id for offer in outbox.pending(1_000)]


def late_fact(box: Box, visit_id: str) -> str:
    """One more event of a visit, as a purge would write it; its id."""
    event = e.Event(
        id=box.new_id(),
        site_id="hq",
        about=e.About("visit", visit_id),
        actor="timer",
        origin="station:B",
        at=box.clock.now(),
        facts=e.PhotoErased("ab" * 32, e.EraseReason.RETENTION),
    )
    with box.store.transaction():
        box.store.outbox.append(event, box.store.visits.order_of(visit_id))
    return event.id


def test_the_newest_visit_is_offered_first_and_each_in_its_own_order(box: Box) -> None:
    older = box.checked_in(jpeg(1))
    newer = box.checked_in(jpeg(2))

    assert box.waiting() == [
        (newer, "VisitCheckedIn"),
        (newer, "PhotoAttached"),
        (older, "VisitCheckedIn"),
        (older, "PhotoAttached"),
    ]


def test_no_more_is_offered_than_asked_for(box: Box, outbox: Outbox) -> None:
    for _ in range(5):
        box.checked_in()

    assert len(outbox.pending(3)) == 3


def test_an_event_is_offered_as_it_was_recorded(box: Box, outbox: Outbox) -> None:
    visit_id = box.checked_in(name="Zoë")

    event = outbox.pending(1)[0].event

    assert (event.about, event.origin, event.actor) == (
        e.About("visit", visit_id),
        "station:B",
        "visitor",
    )
    assert event.at == box.clock.now()
    assert event.facts == e.VisitCheckedIn("B501", "B")
    assert event.private["first_name"] == "Zoë"
    assert event.version == e.WIRE_VERSION


def test_its_age_is_by_the_monotonic_clock_whatever_the_wall_clock_does(
    box: Box, outbox: Outbox
) -> None:
    box.checked_in()
    box.clock.pass_s(90)
    box.clock.jump(-2 * (box.clock.now() - box.clock.now().replace(year=1971)))

    assert outbox.pending(1)[0].age_s == 90


def test_its_age_is_unknown_after_another_boot(box: Box) -> None:
    box.checked_in()

    box.restart()

    assert box.store.outbox.pending(1)[0].age_s is None


def test_what_is_acknowledged_is_not_offered_again(box: Box, outbox: Outbox) -> None:
    box.checked_in()
    box.checked_in()
    first, second = ids_of(outbox)

    outbox.acknowledge([first])

    assert ids_of(outbox) == [second]


def test_acknowledging_twice_or_somebody_elses_changes_nothing(box: Box, outbox: Outbox) -> None:
    box.checked_in()
    box.checked_in()
    first, second = ids_of(outbox)

    outbox.acknowledge([first])
    outbox.acknowledge([first, an_id(99), ""])

    assert ids_of(outbox) == [second]


def test_a_refused_event_is_kept_with_its_reason_and_blocks_nobody(
    box: Box, outbox: Outbox
) -> None:
    box.checked_in()
    box.checked_in()
    first, second = ids_of(outbox)

    outbox.set_aside(first, "malformed", "x" * 9_000)

    assert ids_of(outbox) == [second]
    kept = box.rows("select event_id, set_aside_code, length(set_aside_detail) from outbox")
    assert (first, "malformed", 500) in kept
    assert box.rows("select count(*) from events") == [(2,)]


def test_acknowledging_deletes_the_outbox_row_and_nothing_else(box: Box, outbox: Outbox) -> None:
    box.checked_in(jpeg())
    first, second = ids_of(outbox)

    outbox.set_aside(first, "malformed", "")
    outbox.acknowledge([second])

    assert box.rows("select count(*) from events") == [(2,)]
    assert box.rows("select count(*) from event_private") == [(1,)]


def test_everything_waits_once_more_when_it_is_offered_again(box: Box, outbox: Outbox) -> None:
    older, newer = box.checked_in(jpeg(1)), box.checked_in(jpeg(2))
    outbox.acknowledge(ids_of(outbox))

    outbox.offer_again()
    outbox.offer_again()

    assert box.waiting() == [
        (newer, "VisitCheckedIn"),
        (newer, "PhotoAttached"),
        (older, "VisitCheckedIn"),
        (older, "PhotoAttached"),
    ]


def test_a_visits_first_event_comes_first_again_also_when_a_later_one_still_waited(
    box: Box, outbox: Outbox
) -> None:
    visit_id = box.checked_in()
    outbox.acknowledge(ids_of(outbox))
    late_fact(box, visit_id)

    outbox.offer_again()

    assert box.waiting() == [(visit_id, "VisitCheckedIn"), (visit_id, "PhotoErased")]


def test_a_refused_event_is_not_offered_again_by_itself(box: Box, outbox: Outbox) -> None:
    box.checked_in()
    outbox.set_aside(ids_of(outbox)[0], "malformed", "")

    outbox.offer_again()

    assert ids_of(outbox) == []


def test_only_another_store_of_the_servers_makes_everything_wait_again(
    box: Box, outbox: Outbox
) -> None:
    box.checked_in()
    [event_id] = ids_of(outbox)
    first_met = outbox.note_epoch("epoch-1")
    outbox.acknowledge([event_id])
    met_again = outbox.note_epoch("epoch-1")
    before = ids_of(outbox)
    restored = outbox.note_epoch("epoch-2")

    assert (first_met, met_again, restored) == (False, False, True)
    assert (before, ids_of(outbox)) == ([], [event_id])


def test_an_event_without_its_visit_leaves_no_trace(box: Box) -> None:
    box.checked_in()
    before = box.rows("select * from outbox"), box.rows("select * from events")

    with pytest.raises(IndexError):
        late_fact(box, "no such visit")

    assert (box.rows("select * from outbox"), box.rows("select * from events")) == before


@pytest.mark.parametrize("spoilt", ["type = 'VisitTeleported'", "facts = '{'", "at = 'noon'"])
def test_an_event_that_cannot_be_read_blocks_no_other(
    box: Box, outbox: Outbox, expect_log: Callable[..., None], spoilt: str
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    older = box.checked_in()
    newer = box.checked_in()
    with box.store.transaction() as db:
        db.execute(f"update events set {spoilt} where visit_id = ?", (newer,))

    assert box.waiting() == [(older, "VisitCheckedIn")]
    assert box.rows("select set_aside_code from outbox where set_aside_code is not null") == [
        ("unreadable",)
    ]
