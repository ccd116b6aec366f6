"""No input starts what was not seen: buttons that come by themselves are deaf at first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.domain.checkin import LOOK_FIRST_S
from kiosk.vision.hint import HOLD_S, Hint
from kiosk.vision.reading import Reading
from tests.touch import gallery
from tests.touch.fakes import OFFICE_HOURS, PEOPLE, FakeReader
from tests.touch.visitor import SETTLE_MS, Visitor, controls, middle, place_of, until, wait

Arrive = Callable[..., Visitor]
Act = Callable[[Visitor], None]
SHAPES = ((1080, 1920), (1920, 1080), (1366, 768))
AT_MS = (0, 100, 300, 500)
"""When hands that were already on their way arrive, after the change was painted."""
DEAF_MS = 600


@dataclass(frozen=True)
class Change:
    """A change of the screen without a touch: what is there before, and what makes it."""

    before: Act
    make: Act
    brings: str
    """A button that comes with it."""


def _with_topics(act: Act) -> Act:
    def go(visitor: Visitor) -> None:
        gallery.with_topics(visitor)
        act(visitor)

    return go


def _looking(visitor: Visitor) -> None:
    gallery.show(visitor)
    visitor.see("take")
    visitor.clock.pass_s(LOOK_FIRST_S)


def _takes_itself(visitor: Visitor) -> None:
    visitor.camera.guide(Hint.STEADY, HOLD_S)


def _reading(visitor: Visitor) -> None:
    gallery.with_topics(visitor)
    visitor.reader.slow = True
    visitor.reader.reading = Reading()
    gallery.check(visitor)


def _saving(visitor: Visitor) -> None:
    gallery.check(visitor)
    visitor.station.slow = True
    visitor.touch("confirm")
    until(lambda: visitor.screen == "saving")


def _fails(visitor: Visitor) -> None:
    visitor.station.full = True
    visitor.station.answer()


def _late(visitor: Visitor) -> None:
    visitor.screens.presence._ask()


def _gives_up(visitor: Visitor) -> None:
    visitor.screens.presence._end()


def _clears(visitor: Visitor) -> None:
    for _ in range(25):
        visitor.screens.number._pass_second()


def _at_night(visitor: Visitor) -> None:
    gallery.closed(visitor)


def _opens(visitor: Visitor) -> None:
    site = replace(visitor.station.now.site, hours={})
    assert visitor.station.now.site.hours == OFFICE_HOURS
    visitor.station.publish(replace(visitor.station.now, site=site))


def _with_badges(visitor: Visitor) -> None:
    visitor.screens.use_people(PEOPLE)
    visitor.touch("start")
    visitor.see("badgeFinder")


def _badge(visitor: Visitor) -> None:
    visitor.hold_up("E-1042")


def _checked_by_badge(visitor: Visitor) -> None:
    _with_badges(visitor)
    _badge(visitor)
    visitor.touch("take")
    visitor.see("confirm")


def _camera_goes(visitor: Visitor) -> None:
    visitor.camera.lose()


CHANGES = {
    "the picture takes itself": Change(_looking, _takes_itself, "confirm"),
    "nothing could be read": Change(_reading, lambda v: v.reader.answer(), "read-topic-network"),
    "the camera goes": Change(_looking, _camera_goes, "tellInstead"),
    "the camera is gone": Change(_with_topics(_looking), _camera_goes, "topic-network"),
    "the visit is saved": Change(_saving, lambda v: v.station.answer(), "done"),
    "the visit cannot be saved": Change(_saving, _fails, "tryAgain"),
    "nobody touched": Change(gallery.check, _late, "stay"),
    "nobody answered": Change(gallery.still_there, _gives_up, "start"),
    "the number was read": Change(gallery.number_at_first, _clears, "start"),
    "the day begins": Change(_at_night, _opens, "start"),
    "a badge greets": Change(_with_badges, _badge, "take"),
}


@pytest.fixture(params=SHAPES, ids=lambda size: f"{size[0]}x{size[1]}")
def visitor(request: pytest.FixtureRequest, arrive: Arrive) -> Visitor:
    return arrive(size=request.param, reader=FakeReader("Error 809", code=0))


@pytest.fixture(params=list(CHANGES))
def change(request: pytest.FixtureRequest) -> Change:
    return CHANGES[request.param]


@dataclass(frozen=True)
class Changed:
    """Where to touch after a change, and what a screen reader may press: all that is new."""

    places: list[QPoint]
    new: list[QQuickItem]


def changed(visitor: Visitor, change: Change) -> Changed:
    """Brings the change about. A button that stays where it was has been seen."""
    change.before(visitor)
    visitor.rest()
    before = {item.objectName(): place_of(item) for item in controls(visitor)}
    change.make(visitor)
    visitor.see(change.brings)
    wait(SETTLE_MS)
    stay = [item for item in controls(visitor) if before.get(item.objectName()) == place_of(item)]
    places = [*(place.center().toPoint() for place in before.values()), *anywhere(visitor)]
    seen = [place_of(item) for item in stay]
    return Changed(
        [place for place in places if not any(known.contains(QPointF(place)) for known in seen)],
        [item for item in controls(visitor) if item not in stay],
    )


def anywhere(visitor: Visitor) -> Iterator[QPoint]:
    width, height = visitor.size
    across, down = 9, 16
    for row in range(down):
        for column in range(across):
            yield QPoint(
                width * (2 * column + 1) // (2 * across), height * (2 * row + 1) // (2 * down)
            )
    yield from (middle(item) for item in controls(visitor))


def standing(visitor: Visitor) -> tuple[object, ...]:
    """Everything that a touch could change."""
    screens = visitor.screens
    return (
        visitor.screen,
        visitor.shown,
        screens.check_in.property("picture"),
        screens.check_in.property("firstName"),
        screens.presence.property("asking"),
        screens.camera.property("taking"),
        visitor.camera.taken,
        len(visitor.station.requests),
    )


def painted(visitor: Visitor) -> None:
    wait(0)
    until(lambda: visitor.screens.touch_guard.is_painted)


def at_each_time(visitor: Visitor, use: Callable[[], None]) -> list[tuple[object, ...]]:
    """Lets `use` happen before the change is painted and at each time after; what stands then."""
    found = []
    use()
    found.append(standing(visitor))
    painted(visitor)
    passed_ms = 0
    for at_ms in AT_MS:
        visitor.clock.pass_s((at_ms - passed_ms) / 1_000)
        passed_ms = at_ms
        use()
        found.append(standing(visitor))
    return found


def test_no_touch_anywhere_starts_what_was_not_seen(visitor: Visitor, change: Change) -> None:
    places = changed(visitor, change).places
    before = standing(visitor)

    def touch_everywhere() -> None:
        for place in places:
            visitor.press(place)
            visitor.release(place)

    assert set(at_each_time(visitor, touch_everywhere)) == {before}
    visitor.clock.pass_s((DEAF_MS - AT_MS[-1]) / 1_000)
    visitor.tap(change.brings)
    until(lambda: standing(visitor) != before)


def test_no_mouse_key_or_screen_reader_does_either(visitor: Visitor, change: Change) -> None:
    what = changed(visitor, change)
    before = standing(visitor)
    view = visitor.screens.view

    def use_everything() -> None:
        for place in what.places:
            QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Tab):
            QTest.keyClick(view, key)
        for item in what.new:
            press_by_reader(item)

    assert set(at_each_time(visitor, use_everything)) == {before}
    visitor.clock.pass_s((DEAF_MS - AT_MS[-1]) / 1_000)
    press_by_reader(visitor.find(change.brings))
    until(lambda: standing(visitor) != before)


def press_by_reader(item: QQuickItem) -> None:
    spoken = QAccessible.queryAccessibleInterface(item)
    spoken.actionInterface().doAction(QAccessibleActionInterface.pressAction())


def test_a_finger_that_came_down_too_early_does_not_count_when_it_leaves(
    arrive: Arrive, change: Change
) -> None:
    visitor = arrive(reader=FakeReader("Error 809", code=0))
    changed(visitor, change)
    painted(visitor)
    before = standing(visitor)
    visitor.clock.pass_s((DEAF_MS - 1) / 1_000)
    place = middle(visitor.find(change.brings))
    visitor.press(place)
    visitor.clock.pass_s(DEAF_MS / 1_000)
    visitor.release(place)

    assert standing(visitor) == before


def test_a_button_that_comes_by_itself_fades_in(arrive: Arrive) -> None:
    visitor = arrive(motion=True)
    _looking(visitor)
    visitor.tokens.setProperty("deafMs", 60_000)
    _takes_itself(visitor)
    visitor.see("confirm")
    confirm = visitor.find("confirm")
    early = confirm.opacity()
    until(lambda: confirm.opacity() > early)

    assert early < 0.5


def test_what_the_visitor_asked_for_is_there_at_once(arrive: Arrive) -> None:
    visitor = arrive()
    visitor.touch("start")

    assert visitor.find("confirmName").opacity() == 1


def test_another_persons_badge_on_the_check_screen_sends_no_picture(arrive: Arrive) -> None:
    visitor = arrive()
    _checked_by_badge(visitor)
    places = [middle(item) for item in controls(visitor)]
    visitor.hold_up("E-2001")
    for place in places:
        visitor.press(place)
        visitor.release(place)

    assert visitor.station.requests == []


@pytest.mark.parametrize("up_s", [0.0, 1.3, LOOK_FIRST_S - 0.01])
def test_no_picture_takes_itself_before_its_screen_was_read(arrive: Arrive, up_s: float) -> None:
    visitor = arrive()
    gallery.show(visitor)
    visitor.see("take")
    visitor.clock.pass_s(up_s)
    visitor.camera.guide(Hint.STEADY, HOLD_S)
    until(lambda: str(visitor.screens.camera.property("hint")) == Hint.STEADY)
    early, share = visitor.camera.taken, float(visitor.screens.camera.property("hold"))
    visitor.clock.pass_s(LOOK_FIRST_S - up_s)
    visitor.camera.guide(Hint.STEADY, HOLD_S + 1)
    until(lambda: visitor.screen == "check")

    assert LOOK_FIRST_S == 2.5
    assert (early, visitor.camera.taken) == (0, 1)
    assert share == pytest.approx(up_s / LOOK_FIRST_S, abs=0.01)


def test_no_picture_takes_itself_behind_the_question(arrive: Arrive) -> None:
    visitor = arrive()
    _looking(visitor)
    visitor.screens.presence._ask()
    visitor.camera.guide(Hint.STEADY, HOLD_S)
    until(lambda: str(visitor.screens.camera.property("hint")) == Hint.STEADY)
    covered = visitor.camera.taken
    visitor.touch("stay")
    visitor.camera.guide(Hint.STEADY, HOLD_S + 1)
    wait(0)
    back = visitor.camera.taken
    visitor.clock.pass_s(LOOK_FIRST_S)
    visitor.camera.guide(Hint.STEADY, HOLD_S + 2)
    until(lambda: visitor.screen == "check")

    assert (covered, back) == (0, 0)
