"""What the screens say is so: small words that were untrue, or said to the wrong person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtQuick import QQuickItem

from tests.touch import gallery
from tests.touch.fakes import PEOPLE, RECEIPT, FakeStation
from tests.touch.visitor import Visitor, until

Arrive = Callable[..., Visitor]
SHAPES = pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])


@SHAPES
def test_without_a_camera_nobody_is_asked_to_show(arrive: Arrive, size: tuple[int, int]) -> None:
    visitor = arrive(size=size)
    gallery.resting(visitor)
    until(lambda: "Tell us what’s wrong." in visitor.words())

    assert [words for words in visitor.words() if words.startswith("Show us")] == []


@pytest.mark.parametrize(
    ("ahead", "title"), [(0, "Keep this number on your phone"), (2, "Need a coffee?")]
)
def test_whoever_is_next_is_not_sent_for_a_coffee(arrive: Arrive, ahead: int, title: str) -> None:
    visitor = arrive(station=FakeStation(receipt=replace(RECEIPT, people_ahead=ahead)))
    gallery.number_at_first(visitor)
    titles = {"Keep this number on your phone", "Need a coffee?"} & set(visitor.words())

    assert titles == {title}


def test_where_badges_greet_the_welcome_says_so(visitor: Visitor) -> None:
    visitor.see("start")
    before = "It takes about half a minute" in visitor.words()
    visitor.screens.use_people(PEOPLE)

    assert before
    assert "Then hold up your badge, or type a name" in visitor.words()


def test_skip_stands_back_until_a_letter_is_typed(visitor: Visitor) -> None:
    visitor.touch("start")
    skip = visitor.find("confirmName")
    empty = (skip.property("text"), fill(skip), skip.property("edgeWidth") > 0)
    visitor.type("p")
    typed = (skip.property("text"), fill(skip), skip.property("edgeWidth") > 0)

    assert (empty, typed) == (("Skip", "#ffffff", True), ("That’s me", "#12545a", False))


def fill(button: QQuickItem) -> str:
    return str(button.property("fill").name())


@SHAPES
def test_the_bar_says_what_happens_to_what_is_given(arrive: Arrive, size: tuple[int, int]) -> None:
    visitor = arrive(size=size)
    visitor.touch("start")
    named = visitor.find("footnote").property("text")
    visitor.touch("confirmName")
    visitor.see("take")

    assert named == "Nothing is kept until you’re in line."
    assert (
        visitor.find("footnote").property("text")
        == "Only the team sees it. We delete it after 30 days."
    )
