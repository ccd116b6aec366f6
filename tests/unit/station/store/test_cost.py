"""The cost of a check-in and of a push does not grow with the store."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.words import news, pushed, state_of_site

Work = Callable[[Box], object]
GROWING = ("visits", "events", "event_private", "photos", "outbox", "v", "e", "p", "o")


def whole_tables_read(box: Box, work: Work) -> list[str]:
    """What `work` reads from end to end, of the tables that grow with the visits."""
    said: list[str] = []
    box.store._db.conn.set_trace_callback(said.append)
    work(box)
    box.store._db.conn.set_trace_callback(None)
    asked = [line for line in said if line.split()[0] in {"select", "update", "insert", "delete"}]
    steps = [str(row[-1]) for line in asked for row in box.rows(f"explain query plan {line}")]
    assert steps, "nothing was asked of the store"
    return [step for step in steps if step.split()[1] in GROWING and step.startswith("SCAN")]


def check_in(box: Box) -> None:
    box.checked_in(jpeg(2))


def hear(box: Box) -> None:
    visit_id = str(box.rows("select id from visits")[0][0])
    box.memory.remember(state_of_site(seq=7, visits=[news(visit_id, "called")]))


def send(box: Box) -> None:
    offers = box.outbox.pending(100)
    box.outbox.acknowledge(pushed(), [offer.event.id for offer in offers])


def send_picture(box: Box) -> None:
    offer = box.outbox.pending_photo()
    assert offer is not None
    box.outbox.acknowledge_photo(offer)


def tell(box: Box) -> None:
    box.outbox.status()


@pytest.mark.parametrize("work", [check_in, hear, send, send_picture, tell])
def test_what_is_done_for_every_visit_costs_the_same_after_years(box: Box, work: Work) -> None:
    box.checked_in(jpeg(1))
    if work is send_picture:
        send(box)

    assert [step for step in whole_tables_read(box, work) if " USING " not in step] == []


def test_instants_are_corrected_without_reading_all_pictures_for_each(box: Box) -> None:
    box.checked_in(jpeg(1))
    box.receive_time()

    read = whole_tables_read(box, lambda box: box.housekeeping.run_retention())

    assert [
        step for step in read if step.split()[1] in {"photos", "p"} and "USING" not in step
    ] == []
