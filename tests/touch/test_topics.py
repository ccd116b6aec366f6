"""Topics: picked in one touch by visitors who prefer words, or whose kiosk has no camera."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.domain.site import Topic
from kiosk.domain.snapshot import Link, StationSnapshot
from tests.touch.fakes import SITE, TOPICS, FakeStation
from tests.touch.visitor import Visitor, middle, until
from ui.touch.screens import ScreenTiming

WITH_TOPICS = StationSnapshot(site=replace(SITE, topics=TOPICS), link=Link.ONLINE)
RESTING = "Our camera’s resting. Pick one."
UNHURRIED = ScreenTiming(count_ms=60_000)
"""What is waited for comes when the test says."""
LOST = "We lost the picture. Let’s carry on without it."


@pytest.fixture
def visitor(arrive: Callable[..., Visitor]) -> Visitor:
    return arrive(station=FakeStation(now=WITH_TOPICS))


def go_to_show(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.type("dan")
    visitor.touch("confirmName")
    until(lambda: visitor.screen != "name")


def go_to_topics(visitor: Visitor) -> None:
    go_to_show(visitor)
    visitor.touch("tell")
    until(lambda: visitor.screen == "topic")


def test_one_touch_on_a_topic_leads_to_the_number(visitor: Visitor) -> None:
    go_to_topics(visitor)
    assert {"What’s it about?", *(topic.name for topic in TOPICS)} <= set(visitor.words())
    visitor.touch("topic-network")
    until(lambda: visitor.screen == "number")

    assert (visitor.station.asked, visitor.station.topics) == ([("Dan", None)], ["network"])


def test_no_picture_leads_to_the_topics_and_asks_for_none_later(visitor: Visitor) -> None:
    go_to_show(visitor)
    visitor.touch("take")
    visitor.touch("noPicture")
    until(lambda: visitor.screen == "topic")
    asked = list(visitor.station.requests)
    words = set(visitor.words())
    visitor.touch("topic-network")
    until(lambda: visitor.screen == "number")

    [request] = visitor.station.requests
    assert asked == []
    assert "It’s deleted. One tap and you’re in line." in words
    assert (request.picture, request.topic, request.picture_declined) == (None, "network", True)


def test_who_shows_it_after_all_has_not_declined(visitor: Visitor) -> None:
    go_to_show(visitor)
    visitor.touch("take")
    visitor.touch("noPicture")
    visitor.touch("showInstead")
    visitor.touch("take")
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")

    [request] = visitor.station.requests
    assert (request.picture is not None, request.picture_declined) == (True, False)


def test_who_just_tells_has_declined_nothing(visitor: Visitor) -> None:
    go_to_topics(visitor)
    visitor.touch("topic-network")
    until(lambda: visitor.screen == "number")

    assert [request.picture_declined for request in visitor.station.requests] == [False]


def test_something_else_is_a_visit_without_a_topic(visitor: Visitor) -> None:
    go_to_topics(visitor)
    visitor.touch("topic-else")
    until(lambda: visitor.screen == "number")

    assert visitor.station.topics == [None]


def test_a_storm_on_the_topics_makes_one_visit(visitor: Visitor) -> None:
    go_to_topics(visitor)
    visitor.station.slow = True
    visitor.rest()
    places = [middle(visitor.find(f"topic-{topic.id}")) for topic in TOPICS]
    for place in places * 100:
        visitor.press(place)
        visitor.release(place)

    assert len(visitor.station.asked) == 1
    visitor.station.answer()


def test_showing_instead_leads_back_to_the_camera(visitor: Visitor) -> None:
    go_to_topics(visitor)
    closed = not visitor.camera.is_open
    visitor.touch("showInstead")
    visitor.touch("take")
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")

    assert closed
    assert visitor.station.asked[0][1] is not None


def test_start_over_is_there_too(visitor: Visitor) -> None:
    go_to_topics(visitor)
    visitor.touch("startOver")

    assert visitor.screen == "attract"


def test_only_six_topics_are_shown_and_unknown_drawings_do_no_harm(
    arrive: Callable[..., Visitor],
) -> None:
    many = tuple(Topic(f"t{number}", f"Topic {number}", "no-such-icon") for number in range(9))
    visitor = arrive(station=FakeStation(now=StationSnapshot(site=replace(SITE, topics=many))))
    go_to_topics(visitor)

    assert [word for word in visitor.words() if word.startswith("Topic ")] == [
        f"Topic {number}" for number in range(6)
    ]
    assert visitor.sees("topic-else")


def test_without_a_camera_the_topics_come_at_once_with_calm_words(visitor: Visitor) -> None:
    visitor.camera.broken = True
    go_to_show(visitor)
    until(lambda: visitor.screen == "topic")

    assert RESTING in visitor.words()
    assert not visitor.sees("showInstead")
    visitor.touch("topic-room")
    until(lambda: visitor.screen == "number")


def test_a_camera_lost_for_two_seconds_leads_on_without_a_picture(visitor: Visitor) -> None:
    go_to_show(visitor)
    visitor.see("take")
    visitor.camera.lose()
    until(lambda: visitor.screen == "topic")

    assert LOST in visitor.words()


def test_a_camera_that_comes_back_in_time_changes_nothing(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive(station=FakeStation(now=WITH_TOPICS), pace=UNHURRIED)
    go_to_show(visitor)
    visitor.see("take")
    waiting = visitor.screens.camera._give_up
    visitor.camera.lose()
    until(waiting.isActive)
    visitor.camera.show()
    until(lambda: not waiting.isActive())

    assert visitor.screen == "show"


def test_a_covered_camera_is_asked_about_before_the_topics_come(
    arrive: Callable[..., Visitor],
) -> None:
    visitor = arrive(station=FakeStation(now=WITH_TOPICS), pace=UNHURRIED)
    go_to_show(visitor)
    visitor.see("take")
    visitor.camera.cover()
    until(lambda: "We can’t see anything.\nIs the cover on?" in visitor.words())
    offered = (visitor.sees("take"), visitor.sees("tellInstead"))
    visitor.screens.camera._give_up.start(0)
    until(lambda: visitor.screen == "topic")

    assert offered == (False, True)
    assert LOST in visitor.words()


def test_a_cover_taken_off_changes_nothing(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive(station=FakeStation(now=WITH_TOPICS), pace=UNHURRIED)
    go_to_show(visitor)
    visitor.see("take")
    visitor.camera.cover()
    visitor.see("tellInstead")
    visitor.camera.show()
    visitor.see("take")
    until(lambda: not visitor.screens.camera._give_up.isActive())

    assert visitor.screen == "show"


def test_a_lost_camera_is_waited_for_two_seconds_and_a_covered_one_six(
    arrive: Callable[..., Visitor],
) -> None:
    visitor = arrive(station=FakeStation(now=WITH_TOPICS), pace=UNHURRIED)
    go_to_show(visitor)
    visitor.see("take")
    visitor.camera.lose()
    visitor.see("tellInstead")
    lost_ms = visitor.screens.camera._give_up.interval()
    visitor.camera.show()
    visitor.see("take")
    visitor.camera.cover()
    visitor.see("tellInstead")

    assert (lost_ms, visitor.screens.camera._give_up.interval()) == (2 * 60_000, 6 * 60_000)


def test_a_finger_on_its_way_down_meets_no_topic_when_the_camera_goes(visitor: Visitor) -> None:
    visitor.camera.broken = True
    go_to_show(visitor)
    until(lambda: visitor.screen == "topic")
    visitor.see("topic-laptop")
    visitor.tap("topic-laptop")

    assert visitor.station.asked == []
