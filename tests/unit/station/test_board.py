"""What a station knows of now: told by the server, and forgotten when it cannot be asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk import wire
from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.snapshot import Board, Link, NumberAtSeat, NumberCalled
from kiosk.faults import LinkFault
from kiosk.sync.link_state import Way
from tests.doubles.box import Box
from tests.doubles.words import news, state_of_site

TOLD = msgspec.structs.replace(
    state_of_site(),
    calls=[wire.WireCall("C7", None, "Maya", 809), wire.WireCall("B12", 2, "", 802)],
    next=[wire.WirePlace("B14", 3)],
)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.close()


def test_the_board_is_what_the_server_said(box: Box) -> None:
    box.memory.remember(TOLD)

    assert box.station.snapshot().board == Board(
        calls=(NumberCalled("C7", None, "Maya", 809), NumberCalled("B12", 2, "", 802)),
        next_up=(NumberAtSeat("B14", 3),),
        on_duty=("Maya",),
    )


@pytest.mark.parametrize("way", [Way.STATE, Way.EVENTS])
@pytest.mark.parametrize("answered", [True, False])
def test_a_way_that_fails_makes_it_unknown_until_it_works_again(
    box: Box, way: Way, answered: bool
) -> None:
    box.memory.remember(TOLD)

    box.memory.on_link_fault(way, LinkFault("down", answered=answered))
    lost = box.station.snapshot()
    box.memory.remember(TOLD, [way, Way.STATE])

    assert (lost.board, lost.site.name) == (None, "The Help Bar")
    assert box.station.snapshot().board is not None


def test_after_a_restart_nothing_is_known_until_the_server_said_it(box: Box) -> None:
    box.memory.remember(TOLD)
    box.restart()
    before = box.station.snapshot().board

    box.memory.remember(TOLD)

    assert before is None
    assert box.station.snapshot().board is not None


def test_a_receipt_promises_only_what_is_known(box: Box) -> None:
    box.memory.remember(TOLD)

    known = box.parts.checkin.check_in(CheckInRequest("Ana"), link=Link.ONLINE)
    unknown = box.parts.checkin.check_in(CheckInRequest("Bo"), link=Link.OFFLINE)

    assert (known.people_ahead, known.on_duty) == (0, ("Maya",))
    assert (unknown.people_ahead, unknown.on_duty) == (None, ())


def test_who_got_a_seat_after_standing_is_told_until_they_are_called(box: Box) -> None:
    box.memory.remember(state_of_site())
    first, *_ = [box.checked_in() for _ in range(3)]
    standing = box.checked_in()
    box.memory.remember(state_of_site(seq=2, visits=[news(first, "finished")]))
    told = box.station.snapshot().seated

    box.memory.remember(state_of_site(seq=3, visits=[news(standing, "called", seat=1)]))

    assert (told, box.station.snapshot().seated) == ((NumberAtSeat("B4", 1),), ())
