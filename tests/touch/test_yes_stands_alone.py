"""What puts a visitor in line never stands where another choice stood on the screen before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication

from kiosk.domain.checkin import NEXT, Step, Trigger
from kiosk.vision.reading import Reading
from tests.touch import gallery
from tests.touch.fakes import FakeReader
from tests.touch.visitor import Visitor, controls, place_of
from tests.touch.words import LongWords
from ui.touch.screens import MOTION, ScreenTiming

SHAPES = ((1080, 1920), (1920, 1080), (1366, 768), (768, 1024), (1024, 768), (800, 600))
UNHURRIED = ScreenTiming(count_ms=15)
APART_PX = 8
"""Nor beside it: a fingertip is wider than a line."""
YES = ("confirm", "tryAgain")
YES_ABOUT = ("topic-", "read-topic-")
PROMPT = "prompt"
Boxes = dict[str, QRectF]
Layouts = dict[tuple[int, int], defaultdict[str, list[Boxes]]]


def declined(visitor: Visitor) -> None:
    gallery.with_topics(visitor)
    gallery.check(visitor)
    visitor.touch("noPicture")
    visitor.see("topic-else")


def being_read(visitor: Visitor) -> None:
    gallery.with_topics(visitor)
    visitor.reader.slow = True
    gallery.check_straightened(visitor)


def unread_whole(visitor: Visitor) -> None:
    gallery.with_topics(visitor)
    visitor.reader.reading = Reading()
    gallery.check(visitor)


def saving_topic(visitor: Visitor) -> None:
    """The topics stay in sight until saving takes long enough to be noticed."""
    gallery.topic(visitor)


SCENES: dict[str, tuple[Callable[[Visitor], None], ...]] = {
    Step.ATTRACT: (gallery.attract,),
    Step.NAME: (gallery.name, gallery.name_by_badge),
    Step.SHOW: (gallery.show, gallery.covered, gallery.resting, gallery.got),
    Step.CHECK: (
        gallery.check,
        gallery.check_straightened,
        gallery.check_whole,
        gallery.check_unread,
        being_read,
        unread_whole,
    ),
    Step.TOPIC: (gallery.topic, gallery.topic_without_camera, declined),
    Step.TROUBLE: (gallery.trouble,),
    PROMPT: (gallery.still_there,),
}


def successions() -> Iterator[tuple[str, str]]:
    """Which screen may follow which. Saving shows the screen before it, or nothing to touch."""
    follows = {(step, after) for (step, _), after in NEXT.items()}
    follows |= {
        (before, after)
        for before, after in product(Step, Step)
        if (before, Step.SAVING) in follows and (Step.SAVING, after) in follows
    }
    # Without topics who just tells is saved at once.
    assert (Step.SHOW, Trigger.TELL) in NEXT
    follows |= {(Step.SHOW, Step.TROUBLE), (Step.SHOW, Step.SAVING)}
    yield from sorted(follows)
    for step in (Step.NAME, Step.SHOW, Step.CHECK, Step.TOPIC, Step.TROUBLE):
        yield step, PROMPT
        yield PROMPT, step
        yield step, step  # what a screen shows changes while it is up
    yield PROMPT, Step.ATTRACT


@pytest.fixture(params=["as written", "longer"])
def boxes(
    request: pytest.FixtureRequest,
    fonts: None,
    qapp: QGuiApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Layouts]:
    """Where every control lies, by shape and screen."""
    monkeypatch.setenv(MOTION, "reduced")
    translator = LongWords()
    if request.param == "longer":
        qapp.installTranslator(translator)
    found: Layouts = {size: defaultdict(list) for size in SHAPES}
    for screen, scene in ((name, act) for name, acts in SCENES.items() for act in acts):
        visitor = Visitor(pace=UNHURRIED, reader=FakeReader("Error 809", code=0))
        scene(visitor)
        visitor.rest()
        for size in SHAPES:
            visitor.resize(size)
            found[size][screen].append(
                {item.objectName(): place_of(item) for item in controls(visitor)}
            )
        visitor.leave()
    yield found
    qapp.removeTranslator(translator)


def is_yes(name: str) -> bool:
    return name in YES or name.startswith(YES_ABOUT)


def test_the_yes_stands_where_nothing_else_stood(
    boxes: Layouts,
) -> None:
    met = []
    for size, (before, after) in product(SHAPES, successions()):
        for old, new in product(boxes[size].get(before, ()), boxes[size].get(after, ())):
            met += [
                f"{size}: {yes} of {after} where {other} of {before} was"
                for yes, other in product(new, old)
                if is_yes(yes) and not is_yes(other) and _meet(new[yes], old[other])
            ]

    assert sorted(set(met)) == []
    screens = boxes[SHAPES[0]]
    with_yes = {screen for screen in screens if any(map(is_yes, screens[screen][0]))}
    assert with_yes == {Step.CHECK, Step.TOPIC, Step.TROUBLE}


def _meet(yes: QRectF, other: QRectF) -> bool:
    return yes.adjusted(-APART_PX, -APART_PX, APART_PX, APART_PX).intersects(other)
