"""A badge held up to the camera greets by first name; calm words explain one that does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.directory.people import People, Person
from kiosk.domain.checkin import LOOK_FIRST_S
from kiosk.domain.checkin_request import ReadCode
from kiosk.vision.hint import HOLD_S, Hint
from kiosk.vision.reading import Tag, TagKind
from tests.touch import gallery
from tests.touch.fakes import PEOPLE, FakeStation
from tests.touch.visitor import Visitor, until, wait

UNKNOWN = "We don’t know this badge yet."
ENDED = "That pass has ended."
QUESTION = "What’s your first name?"


@pytest.fixture
def asked(visitor: Visitor) -> Visitor:
    """Somebody is asked for a name, where badges greet."""
    gallery.name_by_badge(visitor)
    return visitor


def greeted(visitor: Visitor, badge: str, greeting: str) -> None:
    visitor.hold_up(badge)
    until(lambda: visitor.screen == "show" and greeting in visitor.words())


def test_a_badge_held_up_greets_by_name_and_leads_to_the_camera(asked: Visitor) -> None:
    assert "Got a badge?\nHold it up\nto the camera." in asked.words()
    greeted(asked, "e-1042", "Good morning, Priya.")
    asked.touch("take")
    asked.touch("confirm")
    until(lambda: asked.screen == "number")

    assert [name for name, _ in asked.station.asked] == ["Priya"]
    assert "You’re in, Priya." in asked.words()


def test_a_name_in_letters_no_font_has_is_sent_and_never_shown_as_boxes(asked: Visitor) -> None:
    asked.screens.use_people(People({"E-1042": Person("E-1042", "张伟")}))
    greeted(asked, "E-1042", "Hello.")
    shown = " ".join(asked.words())
    asked.touch("take")
    asked.touch("confirm")
    until(lambda: asked.screen == "number")

    assert "张" not in f"{shown} {' '.join(asked.words())}"
    assert [name for name, _ in asked.station.asked] == ["张伟"]


def test_of_a_badge_only_the_first_name_is_saved(asked: Visitor) -> None:
    asked.reader.reading = asked.reader.reading.__class__(
        asked.reader.reading.lines, tags=(Tag("E-1042"), Tag("E-9999"), Tag("PC-7"))
    )
    asked.hold_up("E-9999")
    greeted(asked, "E-1042", "Good morning, Priya.")
    asked.hold_up("E-1042", "E-9999")
    asked.touch("take")
    asked.touch("confirm")
    until(lambda: asked.screen == "number")

    [read] = asked.station.readings
    assert read is not None
    assert read.tags == (ReadCode("PC-7"),)


@pytest.mark.parametrize(("badge", "words"), [("E-9999", UNKNOWN), ("G-0007", ENDED)])
@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
def test_a_badge_that_greets_nobody_asks_for_the_name(
    arrive: Callable[..., Visitor], size: tuple[int, int], badge: str, words: str
) -> None:
    visitor = arrive(size=size)
    gallery.name_by_badge(visitor)
    visitor.hold_up(badge)
    visitor.hold_up(badge)
    said = " ".join(visitor.words())

    assert visitor.screen == "name"
    assert said.index("Hello.") < said.index(words) < said.index(QUESTION)


def test_the_words_for_an_unknown_badge_go_with_its_visitor(asked: Visitor) -> None:
    asked.hold_up("E-9999")
    before = UNKNOWN in asked.words()
    asked.touch("startOver")
    asked.touch("start")
    asked.see("badgeFinder")

    assert (before, UNKNOWN in asked.words()) == (True, False)


@pytest.mark.parametrize(
    "code",
    [
        "https://evil.example/E-1042",
        "javascript:alert(1)",
        "<b>E-1042</b>",
        Tag("E-1042", whole=False),
        "7" * 256,
    ],
)
def test_what_is_no_badge_says_nothing_and_is_not_kept(asked: Visitor, code: str | Tag) -> None:
    """An address, a script, a flood, or what hid behind control characters."""
    before = asked.words()
    asked.hold_up(code)
    after = asked.words()
    asked.touch("confirmName")
    asked.hold_up(code)

    assert (before, asked.screens.tags.tags) == (after, ())


def test_a_secret_held_up_while_the_name_is_asked_is_not_kept_and_later_its_kind_is(
    asked: Visitor,
) -> None:
    secret = Tag("QR code", whole=False, kind=TagKind.TWO_STEP)
    before = asked.words()
    asked.hold_up(secret)
    told = (asked.words() == before, asked.screens.tags.tags)
    asked.touch("confirmName")
    asked.see("take")
    asked.hold_up(secret)

    assert told == (True, ())
    assert asked.screens.tags.tags == (secret,)


def test_a_device_held_up_while_the_name_is_asked_is_kept(asked: Visitor) -> None:
    laptop = Tag("PC-0042", known=True, device="Laptop 14")
    asked.hold_up(laptop)
    words = asked.words()
    asked.touch("confirmName")
    until(lambda: asked.sees("tag"))

    assert UNKNOWN not in words
    assert asked.screens.tags.tags == (laptop,)


def test_two_badges_at_once_greet_nobody_until_one_is_alone(asked: Visitor) -> None:
    asked.hold_up("E-1042", "E-2001")
    before = asked.screen
    greeted(asked, "E-2001", "Good morning, Sam.")

    assert before == "name"


def test_a_badge_names_who_skipped_the_name(asked: Visitor) -> None:
    asked.touch("confirmName")
    asked.see("take")
    greeted(asked, "E-2001", "Hello, Sam.")

    assert asked.camera.is_open


def test_another_persons_badge_clears_what_was_begun(asked: Visitor) -> None:
    greeted(asked, "E-1042", "Good morning, Priya.")
    asked.hold_up(Tag("PC-0042", known=True, device="Laptop 14"))
    asked.touch("take")
    asked.clock.pass_s(1)
    greeted(asked, "E-2001", "Hello, Sam.")
    wait(100)

    assert asked.screen == "show"
    assert asked.screens.camera.property("taking") is False
    assert asked.screens.tags.tags == ()
    assert not any("Priya" in text for text in asked.words())


def test_a_picture_that_was_being_taken_is_not_the_next_persons(asked: Visitor) -> None:
    asked.camera.slow = True
    greeted(asked, "E-1042", "Good morning, Priya.")
    asked.clock.pass_s(LOOK_FIRST_S)
    asked.camera.guide(Hint.STEADY, HOLD_S)
    until(lambda: asked.camera.taken == 1)
    greeted(asked, "E-2001", "Hello, Sam.")
    asked.camera.pending[0].set_result(asked.camera.shot())
    wait(200)

    assert asked.screen == "show"
    assert asked.screens.check_in.property("picture") == ""


def test_badges_that_lie_in_view_do_not_take_turns(asked: Visitor) -> None:
    greeted(asked, "E-1042", "Good morning, Priya.")
    greeted(asked, "E-2001", "Hello, Sam.")
    for badge in ("E-1042", "E-2001", "E-1042"):
        asked.clock.pass_s(1)
        asked.hold_up(badge)

    assert "Hello, Sam." in asked.words()


def test_the_camera_takes_no_picture_while_the_name_is_asked(asked: Visitor) -> None:
    asked.camera.guide(Hint.STEADY, HOLD_S)
    wait(50)
    before = (asked.screen, asked.camera.taken)
    asked.touch("confirmName")
    asked.see("take")
    asked.clock.pass_s(LOOK_FIRST_S)
    asked.camera.guide(Hint.STEADY, HOLD_S)
    until(lambda: asked.screen == "check")

    assert before == ("name", 0)


def test_without_a_camera_the_name_is_asked_as_ever(arrive: Callable[..., Visitor]) -> None:
    """And what follows is what follows without a camera."""
    visitor = arrive(station=FakeStation())
    gallery.with_topics(visitor)
    visitor.camera.broken = True
    visitor.screens.use_people(PEOPLE)
    visitor.touch("start")
    visitor.see("confirmName")
    seen = visitor.sees("badgeFinder")
    visitor.touch("confirmName")
    until(lambda: visitor.screen == "topic")

    assert seen is False
    assert visitor.screens.check_in.property("withoutCamera") == "no_camera"


def test_a_camera_lost_while_the_name_is_asked_leaves_no_picture(asked: Visitor) -> None:
    """The name can be typed all the same."""
    asked.camera.lose()
    until(lambda: not asked.sees("badgeFinder"))
    asked.type("sam")

    assert asked.screens.check_in.property("firstName") == "Sam"


def test_where_no_code_can_be_read_the_camera_is_closed(asked: Visitor) -> None:
    meanwhile = asked.camera.is_open
    asked.screens.stop_badges()
    until(lambda: not asked.sees("badgeFinder"))
    asked.touch("startOver")
    asked.touch("start")
    asked.see("confirmName")

    assert (meanwhile, asked.camera.is_open) == (True, False)
    assert not asked.sees("badgeFinder")


def test_a_reloaded_list_does_not_reopen_the_camera(asked: Visitor) -> None:
    asked.screens.stop_badges()
    asked.screens.use_people(PEOPLE)
    wait(50)

    assert not asked.camera.is_open
    assert not asked.sees("badgeFinder")


def test_a_list_that_comes_while_the_name_is_asked_greets_at_once(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.see("confirmName")
    before = visitor.camera.is_open
    visitor.screens.use_people(PEOPLE)
    visitor.see("badgeFinder")
    greeted(visitor, "e-1042", "Good morning, Priya.")

    assert before is False


def test_the_camera_is_closed_when_the_visitor_is_gone(asked: Visitor) -> None:
    meanwhile = asked.camera.is_open
    asked.screens.presence._ask()
    asked.touch("finish")
    until(lambda: asked.screen == "attract")

    assert (meanwhile, asked.camera.is_open) == (True, False)
    assert asked.screens.camera.property("preview") == ""


def test_nothing_of_a_badge_is_left_for_the_next_visitor(asked: Visitor) -> None:
    """Not who was met, not what was unknown."""
    asked.hold_up("E-9999")
    greeted(asked, "E-1042", "Good morning, Priya.")
    asked.touch("startOver")
    until(lambda: asked.screen == "attract")
    badge = asked.screens.badge
    left = (badge.is_badge("E-9999"), dict(badge._seen_s), asked.screens.check_in._flow.badge)
    asked.touch("start")
    greeted(asked, "E-1042", "Good morning, Priya.")

    assert left == (False, {}, "")


def test_a_badge_before_a_covered_screen_says_nothing(asked: Visitor) -> None:
    asked.screens.presence._ask()
    asked.hold_up("E-1042")

    assert asked.screen == "name"
