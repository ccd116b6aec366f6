"""A visitor goes from the welcome screen to a number, by touch alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.domain.snapshot import StationSnapshot
from tests.touch import gallery
from tests.touch.fakes import RECEIPT, SITE, STAFFED, FakeStation
from tests.touch.visitor import Visitor, middle, until, wait
from ui.touch.screens import ScreenTiming


def go_to_show(visitor: Visitor, name: str = "") -> None:
    visitor.touch("start")
    visitor.type(name)
    visitor.touch("confirmName")
    until(lambda: visitor.screen == "show")


def test_showing_the_problem_ends_in_a_number_with_name_and_picture(visitor: Visitor) -> None:
    go_to_show(visitor, "priya")
    visitor.touch("take")
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")

    [(name, jpeg)] = visitor.station.asked
    assert name == "Priya"
    assert jpeg is not None
    assert jpeg.startswith(b"\xff\xd8")
    assert {"You’re in, Priya.", "B14", "2 people", "Take seat 3"} <= set(visitor.words())
    assert "Maya, Ben or Tomás will come to you." in visitor.words()


def test_who_skips_the_name_and_just_tells_is_in_line_too(visitor: Visitor) -> None:
    go_to_show(visitor)
    assert "Hello." in visitor.words()
    visitor.touch("tell")
    until(lambda: visitor.screen == "number")

    assert visitor.station.asked == [("", None)]
    assert "You’re in." in visitor.words()


def test_no_picture_keeps_none(visitor: Visitor) -> None:
    go_to_show(visitor)
    visitor.touch("take")
    visitor.touch("noPicture")
    until(lambda: visitor.screen == "number")

    assert visitor.station.asked == [("", None)]


def test_take_again_opens_the_camera_again(visitor: Visitor) -> None:
    go_to_show(visitor)
    visitor.touch("take")
    visitor.see("takeAgain")
    meanwhile = visitor.camera.is_open
    visitor.touch("takeAgain")
    until(lambda: visitor.screen == "show")

    assert (meanwhile, visitor.camera.is_open) == (False, True)
    assert visitor.screens.check_in.property("picture") == ""


def test_the_camera_is_open_on_the_show_screen_alone(visitor: Visitor) -> None:
    seen = [visitor.camera.is_open]
    visitor.touch("start")
    seen.append(visitor.camera.is_open)
    visitor.touch("confirmName")
    seen.append(visitor.camera.is_open)
    visitor.touch("startOver")
    seen.append(visitor.camera.is_open)

    assert seen == [False, False, True, False]


def test_a_double_touch_acts_once(visitor: Visitor) -> None:
    visitor.tokens.setProperty("debounceMs", 5_000)
    visitor.touch("start")
    visitor.tap("confirmName")

    assert visitor.screen == "name"


def test_sliding_off_a_button_cancels(visitor: Visitor) -> None:
    visitor.see("start")
    start = middle(visitor.find("start"))
    visitor.press(start)
    away = start - middle(visitor.find("start")) / 2
    visitor.move(away)
    visitor.release(away)

    assert visitor.screen == "attract"


def test_a_picture_the_disk_had_no_room_for_is_told(visitor: Visitor) -> None:
    """The visit stands; nobody is told that the picture does."""
    gallery.number_without_picture(visitor)

    told = "Your picture wasn’t kept. Show it there."
    assert {told, "B14"} <= set(visitor.words())


def test_a_long_press_still_counts(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive(pace=ScreenTiming(count_ms=15))
    visitor.see("start")
    visitor.rest()
    start = middle(visitor.find("start"))
    visitor.press(start)
    wait(1_200)
    visitor.release(start)

    assert visitor.screen == "name"


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [(8, "Good morning, Sam."), (14, "Good afternoon, Sam."), (20, "Good evening, Sam.")],
)
def test_the_greeting_follows_the_time_of_day(
    arrive: Callable[..., Visitor], hour: int, greeting: str
) -> None:
    visitor = arrive(hour=hour)
    go_to_show(visitor, "sam")

    assert greeting in visitor.words()


@pytest.mark.parametrize(
    ("waiting", "words"),
    [
        (0, "Open now. No wait."),
        (1, "Open now. 1 person waiting."),
        (3, "Open now. 3 people waiting."),
    ],
)
def test_the_welcome_says_how_many_wait(visitor: Visitor, waiting: int, words: str) -> None:
    visitor.station.publish(StationSnapshot(site=SITE, people_waiting=waiting, board=STAFFED))
    until(lambda: words in visitor.words())

    assert visitor.words().count(words) == 1


def test_a_visit_that_cannot_be_kept_leads_to_a_person_and_can_be_tried_again(
    visitor: Visitor,
) -> None:
    visitor.station.full = True
    go_to_show(visitor, "sam")
    visitor.touch("take")
    visitor.touch("confirm")
    until(lambda: visitor.screen == "trouble")
    assert {"Come to the counter.", "We’ll look at it together."} <= set(visitor.words())
    visitor.station.full = False
    visitor.touch("tryAgain")
    until(lambda: visitor.screen == "number")

    assert visitor.station.asked[0] == visitor.station.asked[1]


@pytest.mark.parametrize(
    ("receipt", "words"),
    [
        (replace(RECEIPT, people_ahead=1), "1 person"),
        (replace(RECEIPT, people_ahead=0), "You’re next."),
        (replace(RECEIPT, seat=None), "Stand anywhere close. Watch for B14."),
        (replace(RECEIPT, seat=None, seats=()), "Have a seat. Watch for B14."),
        (replace(RECEIPT, on_duty=()), "Nobody in 5 minutes? Ask at the counter."),
        (replace(RECEIPT, on_duty=("Ben",)), "Ben will come to you."),
        (replace(RECEIPT, on_duty=("Ben", "Maya")), "Ben or Maya will come to you."),
    ],
)
def test_the_number_screen_says_where_to_go(
    arrive: Callable[..., Visitor], receipt: object, words: str
) -> None:
    visitor = arrive(station=FakeStation(receipt=receipt))  # type: ignore[arg-type]  # parametrised
    go_to_show(visitor)
    visitor.touch("tell")
    until(lambda: visitor.screen == "number")

    assert words in visitor.words()


def test_without_a_page_for_phones_there_is_no_code(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive(station=FakeStation(receipt=replace(RECEIPT, phone_url=None)))
    go_to_show(visitor)
    visitor.touch("tell")
    until(lambda: visitor.screen == "number")

    assert "Need a coffee?" not in visitor.words()
