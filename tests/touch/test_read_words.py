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


def _says_yes(visitor: Visitor) -> None:
    """Checks in before the words are read, and leaves."""
    check(visitor)
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")
    visitor.touch("done")
    until(lambda: visitor.screen == "attract")


def test_the_line_that_matters_is_quoted_and_kept(arrive: Arrive) -> None:
    visitor = arrive(reader=FakeReader("Can’t connect to Office VPN", "Error 809", code=1))
    check(visitor)
    until(lambda: "“Can’t connect to Office VPN. Error 809”" in visitor.words())
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")

    assert visitor.station.readings == [visitor.reader.reading.for_check_in(16 / 9)]


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


def test_whoever_is_quicker_than_the_reading_waits_for_nothing_and_the_words_follow(
    arrive: Arrive,
) -> None:
    visitor = arrive(reader=FakeReader("In time for the desk", slow=True))
    check(visitor)
    assert "We’re reading it…" in visitor.words()
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")
    at_yes = (list(visitor.station.readings), list(visitor.station.added))
    visitor.reader.answer()
    until(lambda: bool(visitor.station.added))

    words = visitor.reader.reading.for_check_in(16 / 9)
    assert at_yes == ([None], [])
    assert visitor.station.added == [(visitor.station.receipt.visit_id, words)]


def test_the_words_follow_their_own_visit_when_the_next_visitor_is_there(arrive: Arrive) -> None:
    visitor = arrive(reader=FakeReader("Of the first", slow=True))
    _says_yes(visitor)
    visitor.hold_up("PC-7")
    visitor.station.receipt = replace(visitor.station.receipt, visit_id="next")
    check(visitor)
    visitor.reader.asked[0].set_result(visitor.reader.reading)
    until(lambda: bool(visitor.station.added))

    assert visitor.station.added == [("visit", visitor.reader.reading.for_check_in(16 / 9))]
    assert visitor.screens.reading.property("state") == "reading"


def test_what_was_read_while_the_visit_was_being_written_follows(arrive: Arrive) -> None:
    station = FakeStation(slow=True)
    visitor = arrive(station=station, reader=FakeReader("While saving", slow=True))
    check(visitor)
    visitor.touch("confirm")
    until(lambda: len(station.pending) == 1)
    visitor.reader.answer()
    until(lambda: visitor.screens.reading.reading is not None)
    station.answer()
    until(lambda: bool(station.added))

    assert station.added == [("visit", visitor.reader.reading.for_check_in(16 / 9))]


def test_what_is_known_when_trouble_is_over_is_filed_and_does_not_follow(arrive: Arrive) -> None:
    station = FakeStation(full=True)
    visitor = arrive(station=station, reader=FakeReader("After the trouble", slow=True))
    check(visitor)
    visitor.touch("confirm")
    until(lambda: visitor.screen == "trouble")
    visitor.reader.answer()
    until(lambda: visitor.screens.reading.reading is not None)
    station.full = False
    visitor.touch("tryAgain")
    until(lambda: visitor.screen == "number")

    assert station.readings == [None, visitor.reader.reading.for_check_in(16 / 9)]
    assert station.added == []


def test_whoever_gives_up_after_trouble_leaves_no_words(arrive: Arrive) -> None:
    station = FakeStation(full=True)
    visitor = arrive(station=station, reader=FakeReader("Nobody's", slow=True))
    check(visitor)
    visitor.touch("confirm")
    until(lambda: visitor.screen == "trouble")
    visitor.screens.check_in.done()
    until(lambda: visitor.screen == "attract")

    assert visitor.reader.asked[0].cancelled()
    assert station.added == []


def test_a_reading_that_fails_after_the_yes_is_no_words(arrive: Arrive) -> None:
    visitor = arrive(reader=FakeReader("Never", slow=True))
    _says_yes(visitor)
    visitor.reader.fail()
    check(visitor)

    assert visitor.station.added == []


def test_words_that_say_what_was_filed_do_not_follow(arrive: Arrive) -> None:
    visitor = arrive(reader=FakeReader(slow=True))
    show(visitor)
    visitor.hold_up("PC-7")
    until(lambda: bool(visitor.screens.tags.tags))
    visitor.touch("take")
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")
    visitor.reader.answer()
    visitor.touch("done")
    until(lambda: visitor.screen == "attract")

    [filed] = visitor.station.readings
    assert filed is not None
    assert [tag.text for tag in filed.tags] == ["PC-7"]
    assert visitor.station.added == []


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
