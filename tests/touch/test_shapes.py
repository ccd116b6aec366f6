"""The window may be rotated, resized and recoloured at any moment; the visitor loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPointF

from tests.touch.visitor import Visitor, until

TALL, WIDE, SMALL = (1080, 1920), (1920, 1080), (800, 600)


def left_edge(visitor: Visitor, name: str) -> float:
    return visitor.find(name).mapToScene(QPointF(0, 0)).x()


def test_turning_the_screen_keeps_the_name_as_typed(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.type("pri")
    for size in (WIDE, SMALL, TALL, WIDE):
        visitor.resize(size)
    visitor.type("ya")

    assert visitor.screens.check_in.property("firstName") == "Priya"


def test_turning_the_screen_in_mid_flow_still_ends_in_a_number(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.touch("take")
    visitor.see("confirm")
    picture = visitor.screens.check_in.property("picture")
    visitor.resize(WIDE)
    turned = visitor.screens.check_in.property("picture")
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")
    visitor.resize(TALL)
    visitor.touch("done")

    assert (turned, visitor.screen) == (picture, "attract")
    assert len(visitor.station.asked) == 1


def test_a_wide_window_has_two_columns_and_a_tall_one_has_one(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.touch("take")
    visitor.see("confirm")
    tall = left_edge(visitor, "confirm") == left_edge(visitor, "takeAgain")
    visitor.resize(WIDE)
    wide = left_edge(visitor, "confirm") > left_edge(visitor, "takeAgain")

    assert (tall, wide) == (True, True)


@pytest.mark.parametrize(
    ("size", "wide", "compact"),
    [
        ((1080, 1920), False, False),
        ((768, 1024), False, False),
        ((1920, 1080), True, False),
        ((3840, 2160), True, False),
        ((1280, 1024), True, False),
        ((1366, 768), True, False),
        ((1024, 768), True, False),
        ((1024, 600), True, True),
        ((800, 600), True, True),
    ],
)
def test_the_arrangement_follows_the_windows_shape(
    visitor: Visitor, size: tuple[int, int], wide: bool, compact: bool
) -> None:
    visitor.resize(size)

    assert (visitor.tokens.property("wide"), visitor.tokens.property("compact")) == (wide, compact)


@pytest.mark.parametrize(
    ("theme", "hour", "dark"),
    [("light", 22, False), ("dark", 10, True), ("auto", 10, False), ("auto", 22, True)],
)
def test_the_theme_is_light_dark_or_follows_the_night(
    arrive: Callable[..., Visitor], theme: str, hour: int, dark: bool
) -> None:
    visitor = arrive(theme=theme, hour=hour)

    assert visitor.tokens.property("dark") is dark


def test_what_stands_still_moves_four_pixels_every_ten_minutes(visitor: Visitor) -> None:
    root = visitor.screens.view.rootObject()
    every = root.property("shiftEveryMs")
    visitor.see("start")
    places = [visitor.find("start").mapToScene(QPointF(0, 0))]
    root.setProperty("shiftEveryMs", 30)
    for step in (1, 2, 3, 0):
        until(lambda step=step: root.property("shiftStep") == step)  # type: ignore[misc]  # bound now
        places.append(visitor.find("start").mapToScene(QPointF(0, 0)))

    moves = [(place.x() - places[0].x(), place.y() - places[0].y()) for place in places]
    assert every == 10 * 60 * 1_000
    assert moves == [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]


def test_the_titles_take_turns_after_each_loop(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive(motion=True)
    visitor.see("figures")

    assert (visitor.tokens.property("leanMs"), visitor.tokens.property("loopMs")) == (3_000, 9_000)
    assert "Stuck?\nShow us." in visitor.words()


def test_while_the_figures_stay_nothing_is_painted(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive(motion=True)
    visitor.see("figures")
    figures = visitor.find("figures")
    painted: list[float] = []
    visitor.screens.view.frameSwapped.connect(lambda: painted.append(figures.property("lean")))
    until(lambda: 1 in painted and painted[-1] < 1)

    assert painted.count(1) == 1, "as they arrive, and no more before they lean back"


def test_screens_come_from_below_and_back_from_above(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive(motion=True)
    visitor.see("start")
    until(lambda: arriving(visitor) == 0)
    places: list[float] = []
    root: Any = visitor.screens.view.rootObject()
    root.arrivingChanged.connect(lambda: places.append(arriving(visitor)))
    visitor.touch("start")
    until(lambda: places[-1] == 0)
    forth = list(places)
    visitor.touch("startOver")
    until(lambda: len(places) > len(forth) and places[-1] == 0)
    back = places[len(forth) :]

    travel = visitor.tokens.property("travel")
    assert (forth[0], back[0]) == (travel, -travel)
    assert (min(forth), max(back)) == (0, 0), "each keeps to its side"
    assert visitor.tokens.property("screenMs") == 320


def arriving(visitor: Visitor) -> float:
    """How far the new screen still is from its place."""
    root = visitor.screens.view.rootObject()
    return float(root.property("arriving"))
