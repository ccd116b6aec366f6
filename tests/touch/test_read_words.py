"""The words read on the picture, as the visitor sees them; nobody waits for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.vision.reading import Reading
from tests.touch.fakes import TOPICS, FakeReader, FakeStation
from tests.touch.gallery import check, show, with_topics
from tests.touch.visitor import Visitor, until

Arrive = Callable[..., Visitor]
UNREAD = "We can’t read any words, but we can see it."


def test_the_line_that_matters_is_quoted_and_kept(arrive: Arrive) -> None:
    visitor = arrive(reader=FakeReader("Can’t connect to Office VPN", "Error 809", code=1))
    check(visitor)
    until(lambda: "“Can’t connect to Office VPN. Error 809”" in visitor.words())
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")

    assert visitor.station.readings == [visitor.reader.reading.for_check_in()]


def test_where_nothing_is_read_three_topics_are_one_touch_away(arrive: Arrive) -> None:
    visitor = arrive(reader=FakeReader())
    with_topics(visitor)
    check(visitor)
    until(lambda: UNREAD in visitor.words())
    offered = [topic.id for topic in TOPICS if topic.name in visitor.words()]
    visitor.touch("read-topic-network")
    until(lambda: visitor.screen == "number")

    [(_, jpeg)] = visitor.station.asked
    assert offered == [topic.id for topic in TOPICS[:3]]
    assert visitor.station.topics == ["network"]
    assert jpeg is not None


def test_at_a_site_without_topics_it_is_only_said(arrive: Arrive) -> None:
    visitor = arrive(reader=FakeReader())
    check(visitor)
    until(lambda: UNREAD in visitor.words())
    visitor.touch("confirm")

    until(lambda: visitor.screen == "number")


def test_whoever_is_quicker_than_the_reading_goes_on_without(arrive: Arrive) -> None:
    visitor = arrive(reader=FakeReader("Too late", slow=True))
    check(visitor)
    assert "We’re reading it…" in visitor.words()
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")

    assert visitor.station.readings == [None]
    assert visitor.reader.asked[0].cancelled()


def test_a_reading_that_fails_says_so_calmly(arrive: Arrive) -> None:
    visitor = arrive(reader=FakeReader(slow=True))
    check(visitor)
    visitor.reader.fail()

    until(lambda: UNREAD in visitor.words())


def test_no_picture_keeps_no_words(arrive: Arrive) -> None:
    visitor = arrive(reader=FakeReader("Private words"))
    check(visitor)
    visitor.touch("noPicture")
    until(lambda: visitor.screen == "number")

    assert visitor.station.readings == [None]


def test_a_picture_taken_again_is_read_anew(arrive: Arrive) -> None:
    visitor = arrive(reader=FakeReader("First words"))
    check(visitor)
    visitor.reader.reading = replace(visitor.reader.reading, lines=())
    visitor.touch("takeAgain")
    until(lambda: visitor.screen == "show")
    visitor.touch("take")

    until(lambda: UNREAD in visitor.words())
    assert len(visitor.reader.asked) == 2


def test_what_reading_needs_is_loaded_once_a_visitor_when_the_camera_shows(arrive: Arrive) -> None:
    visitor = arrive(reader=FakeReader("Words"))
    before = visitor.reader.warmed
    show(visitor)
    until(lambda: visitor.reader.warmed > 0)
    visitor.camera.deliver()
    visitor.touch("take")
    visitor.see("confirm")

    assert (before, visitor.reader.warmed) == (0, 1)


def test_nothing_read_stays_after_the_visitor(arrive: Arrive) -> None:
    visitor = arrive(reader=FakeReader("My secret words"))
    check(visitor)
    visitor.touch("startOver")
    until(lambda: visitor.screen == "attract")

    assert visitor.screens.reading.reading is None
    assert visitor.screens.reading.property("quote") == ""


def test_a_kiosk_that_does_not_read_shows_no_card(arrive: Arrive) -> None:
    station = FakeStation()
    visitor = arrive(station=station, reader=FakeReader("Words"))
    visitor.screens.reading._reader = None
    check(visitor)

    assert not {"We can read", "We’re reading it…", UNREAD} & set(visitor.words())
    assert Reading() != visitor.reader.reading
