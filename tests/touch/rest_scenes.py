"""Scenes of the kiosk at rest: somebody is called, a seat came free, nobody is on duty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.snapshot import Board, NumberAtSeat, NumberCalled
from tests.touch.fakes import OFFICE_HOURS, STAFFED
from tests.touch.visitor import Visitor, until


def board(visitor: Visitor) -> None:
    """Somebody is called to a seat; three are next."""
    call(visitor, NumberCalled("B7", 3, "Maya", 9))


def board_standing(visitor: Visitor) -> None:
    """Somebody without a seat is called, and nobody else waits."""
    board = replace(STAFFED, calls=(NumberCalled("B7", None, "Maya", 9),))
    visitor.station.publish(replace(visitor.station.now, board=board))
    until(lambda: visitor.shown == "board")


def board_several(visitor: Visitor) -> None:
    """Three are called at once, one of them by somebody with a long name."""
    call(
        visitor,
        NumberCalled("B12", 6, "Maximilian-Alexander", 9),
        NumberCalled("C10999", None, "Ben", 8),
        NumberCalled("B7", 3, "", 7),
    )


def board_crowded(visitor: Visitor) -> None:
    """More are called than there are rows."""
    call(
        visitor, *(NumberCalled(f"B{20 + place}", place, "Ben", place) for place in range(9, 0, -1))
    )


def board_seated(visitor: Visitor) -> None:
    """A seat came free for somebody who stood."""
    seated = (NumberAtSeat("B7", 1),)
    board = replace(STAFFED, next_up=(NumberAtSeat("B7", 1), NumberAtSeat("B8")))
    visitor.station.publish(replace(visitor.station.now, board=board, seated=seated))
    until(lambda: visitor.shown == "board")


def board_closed(visitor: Visitor) -> None:
    """The hours are over, and those who wait are still called."""
    visitor.clock.at = visitor.clock.at.replace(hour=17, minute=10)
    site = replace(visitor.station.now.site, hours=OFFICE_HOURS)
    visitor.station.publish(replace(visitor.station.now, site=site))
    call(visitor, NumberCalled("B7", 3, "Maya", 9))
    visitor.rest()


def unstaffed(visitor: Visitor) -> None:
    """The site is open, and nobody is on duty."""
    site = replace(visitor.station.now.site, help_phone="5500")
    visitor.station.publish(replace(visitor.station.now, site=site, board=Board()))
    until(lambda: visitor.shown == "unstaffed")


def unstaffed_in_line(visitor: Visitor) -> None:
    """The same, with people in line and no number to call."""
    now = replace(visitor.station.now, board=Board(), people_waiting=3)
    visitor.station.publish(now)
    until(lambda: visitor.shown == "unstaffed")


def call(visitor: Visitor, *calls: NumberCalled) -> None:
    """These are called, and three are next."""
    next_up = (NumberAtSeat("B8", 5), NumberAtSeat("C9", 1), NumberAtSeat("B10"))
    board = replace(STAFFED, calls=calls, next_up=next_up)
    visitor.station.publish(replace(visitor.station.now, board=board))
    until(lambda: visitor.shown == "board")


REST_SCENES: tuple[Callable[[Visitor], None], ...] = (
    board,
    board_standing,
    board_several,
    board_crowded,
    board_seated,
    board_closed,
    unstaffed,
    unstaffed_in_line,
)
