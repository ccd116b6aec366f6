"""A printed code held up is named in the viewfinder and sent with the visitor's picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.checkin_request import PictureReading
from kiosk.vision.reading import Reading, Tag, TagKind
from tests.faults.test_tags_that_mean_harm import HARMFUL
from tests.touch import gallery
from tests.touch.visitor import Visitor, until, wait
from ui.touch.viewmodels.tags import LONGEST_SHOWN

LAPTOP = Tag("PC-0042", known=True, device="Laptop 14", owner="Priya")


@pytest.fixture
def showing(visitor: Visitor) -> Visitor:
    gallery.show(visitor)
    visitor.see("take")
    return visitor


def sent(visitor: Visitor) -> PictureReading | None:
    visitor.touch("take")
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")
    return visitor.station.readings[-1]


def test_a_sticker_held_up_is_named_and_its_owner_is_not(showing: Visitor) -> None:
    showing.hold_up(LAPTOP)
    showing.see("tag")

    assert "Laptop 14" in showing.words()
    assert showing.find("tag").property("text") == "Laptop 14"


def test_first_the_sticker_and_then_the_screen(showing: Visitor) -> None:
    showing.reader.reading = replace(showing.reader.reading, tags=(Tag("8H2K"),))
    showing.hold_up(LAPTOP)
    showing.hold_up(LAPTOP)

    read = sent(showing)
    assert read is not None
    assert read.tags == Reading(tags=(LAPTOP, Tag("8H2K"))).for_check_in().tags
    assert read.quote == "Can’t connect to Office VPN"


def test_a_sticker_is_sent_though_the_words_came_too_late(showing: Visitor) -> None:
    showing.reader.slow = True
    showing.hold_up(LAPTOP)

    assert sent(showing) == Reading(tags=(LAPTOP,)).for_check_in()


def test_a_visit_keeps_four_codes_and_the_sites_own_before_others(showing: Visitor) -> None:
    showing.hold_up("one", "two", "three")
    showing.hold_up("four", "five", LAPTOP)

    assert [tag.text for tag in showing.screens.tags.tags] == ["PC-0042", "one", "two", "three"]


def test_without_a_picture_nothing_of_a_sticker_is_sent(showing: Visitor) -> None:
    showing.hold_up(LAPTOP)
    showing.touch("tell")
    until(lambda: showing.screen == "number")

    assert showing.station.readings == [None]


@pytest.mark.parametrize("way", ["startOver", "done"])
def test_a_sticker_is_forgotten_with_its_visitor(showing: Visitor, way: str) -> None:
    showing.hold_up(LAPTOP)
    showing.see("tag")
    if way == "done":
        sent(showing)
    showing.touch(way)
    until(lambda: showing.screen == "attract")
    gallery.show(showing)

    assert showing.screens.tags.tags == ()
    assert not showing.sees("tag")


def test_a_look_that_comes_when_its_visitor_has_left_is_dropped(showing: Visitor) -> None:
    showing.screens.tags.on_codes((LAPTOP,))
    showing.screens.check_in.startOver()
    wait(20)

    assert showing.screens.tags.tags == ()


def test_who_holds_something_up_is_here(showing: Visitor) -> None:
    """The quiet begins anew with a new sticker, and not with one that lies there."""
    quiet = showing.screens.presence._idle
    begun = [quiet.timerId()]
    for _ in range(2):
        showing.hold_up(LAPTOP)
        begun.append(quiet.timerId())

    first, with_new, with_known = begun
    assert (with_new != first, with_known == with_new) == (True, True)


@pytest.mark.parametrize("text", HARMFUL)
def test_harmful_text_is_shown_as_text_and_cut(showing: Visitor, text: str) -> None:
    """As the reading process hands it on, bounded and plain."""
    plain = "".join(character for character in text[:256] if character.isprintable()).strip()
    showing.hold_up(plain)
    showing.see("tag")

    shown = showing.find("tag")
    assert len(shown.property("text")) <= LONGEST_SHOWN
    assert plain.startswith(shown.property("text").rstrip("…"))


@pytest.mark.parametrize("kind", [kind for kind in TagKind if kind is not TagKind.UNREADABLE])
def test_of_a_secret_held_up_only_its_kind_is_told_and_sent(
    showing: Visitor, kind: TagKind
) -> None:
    showing.hold_up(Tag("QR code", whole=False, kind=kind))
    showing.see("tag")
    shown = showing.find("tag")
    told, is_cut = str(shown.property("text")), shown.property("truncated")
    read = sent(showing)

    assert (told.endswith(" Not kept."), is_cut) == (True, False)
    assert read is not None
    assert [(tag.text, tag.kind) for tag in read.tags] == [("QR code", kind)]
