"""The next person steps up while the last one's visit is still on the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.touch.visitor import Visitor, until

MARKER = "Zyxwvut"


def to_name(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.type(MARKER.lower())


def to_show(visitor: Visitor) -> None:
    to_name(visitor)
    visitor.touch("confirmName")


def to_check(visitor: Visitor) -> None:
    to_show(visitor)
    visitor.touch("take")
    visitor.see("confirm")


def to_number(visitor: Visitor) -> None:
    to_check(visitor)
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")


def to_trouble(visitor: Visitor) -> None:
    visitor.station.full = True
    to_check(visitor)
    visitor.touch("confirm")
    until(lambda: visitor.screen == "trouble")


@pytest.mark.parametrize(
    ("go", "way_out"),
    [
        (to_name, "startOver"),
        (to_show, "startOver"),
        (to_check, "startOver"),
        (to_number, "done"),
        (to_trouble, "startOver"),
    ],
)
def test_one_touch_that_is_always_in_sight_clears_it_for_whoever_comes(
    visitor: Visitor, go: Callable[[Visitor], None], way_out: str
) -> None:
    go(visitor)
    visitor.touch(way_out)
    visitor.station.full = False
    visitor.touch("start")
    visitor.see("confirmName")

    assert [words for words in visitor.words() if MARKER in words] == []
    assert visitor.screens.check_in.property("firstName") == ""
    visitor.touch("confirmName")
    until(lambda: visitor.screen == "show")
    assert "Hello." in visitor.words()
