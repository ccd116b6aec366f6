"""Nothing of a visitor is left for the next one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize

from tests.touch.visitor import Visitor, until, wait


def is_empty(visitor: Visitor) -> bool:
    screens, size = visitor.screens, QSize(400, 400)
    pictures = (screens.shots, screens.codes, screens.previews)
    blank = all(made.requestImage("1", size, size).size() == QSize(1, 1) for made in pictures)
    return (
        blank
        and screens.check_in.property("firstName") == ""
        and screens.check_in.property("picture") == ""
        and screens.number.property("number") == ""
        and screens.camera.property("preview") == ""
    )


@pytest.mark.parametrize("step", ["name", "show", "check"])
def test_start_over_forgets_everything(visitor: Visitor, step: str) -> None:
    visitor.touch("start")
    visitor.type("priya")
    if step != "name":
        visitor.touch("confirmName")
    if step == "check":
        visitor.touch("take")
        visitor.see("confirm")
    visitor.touch("startOver")
    until(lambda: visitor.screen == "attract")

    assert is_empty(visitor)
    assert not any("Priya" in text for text in visitor.words())


def test_the_next_visitor_gets_nothing_of_the_last(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.type("priya")
    visitor.touch("confirmName")
    visitor.touch("take")
    visitor.touch("confirm")
    visitor.touch("done")
    assert is_empty(visitor)
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.touch("tell")
    until(lambda: visitor.screen == "number")

    assert visitor.station.asked[1] == ("", None)
    assert not any("Priya" in text for text in visitor.words())


def test_a_shot_that_comes_after_start_over_is_dropped(visitor: Visitor) -> None:
    visitor.camera.slow = True
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.touch("take")
    until(lambda: visitor.camera.taken == 1)
    visitor.touch("startOver")
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.camera.pending[0].set_result(visitor.camera.shot())
    wait(200)

    assert visitor.screen == "show"
    assert visitor.screens.check_in.property("picture") == ""
    visitor.touch("startOver")
    assert is_empty(visitor)
