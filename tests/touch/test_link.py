"""While the server is away or refuses this kiosk, visitors are served and told the truth."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.snapshot import REFUSED_FOR_GOOD_S, Link
from tests.touch import gallery
from tests.touch.fakes import RECEIPT
from tests.touch.visitor import Visitor, until, wait
from ui.touch.viewmodels.link import OFFLINE_AFTER_S

ALONE = "On our own for now. Check-in works."
TROUBLE = "We’re having our own tech trouble."
PHONE = "Your phone can’t follow today."


def publish(visitor: Visitor, link: Link, refused_s: int | None = None) -> None:
    now = replace(visitor.station.now, waiting_events=0, waiting_visits=0, oldest_s=None)
    visitor.station.publish(replace(now, link=link, refused_s=refused_s))
    wait(20)


def after(visitor: Visitor, seconds: float) -> None:
    visitor.clock.pass_s(seconds)
    visitor.screens.link._update()
    wait(20)


def check_in(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.touch("tell")
    until(lambda: visitor.screen == "number")


def test_while_the_server_is_away_the_welcome_says_that_check_in_works_and_nothing_for_staff(
    visitor: Visitor,
) -> None:
    gallery.apart(visitor)
    until(lambda: ALONE in visitor.words())
    counted = [words for words in visitor.words() if "send" in words or "aved" in words]
    publish(visitor, Link.ONLINE)

    assert (counted, ALONE in visitor.words()) == ([], False)


@pytest.mark.parametrize("link", [Link.OFFLINE, Link.REFUSED])
def test_a_short_gap_is_not_worth_a_word(visitor: Visitor, link: Link) -> None:
    publish(visitor, link)
    after(visitor, OFFLINE_AFTER_S - 1)
    early = ALONE in visitor.words()
    after(visitor, 1)

    assert (early, ALONE in visitor.words()) == (False, True)


def test_a_slow_link_with_nothing_unsent_is_not_mentioned(visitor: Visitor) -> None:
    publish(visitor, Link.DEGRADED)
    after(visitor, 60)

    assert ALONE not in visitor.words()


def test_without_the_server_the_number_comes_and_the_phone_is_excused(visitor: Visitor) -> None:
    gallery.go_apart(visitor)
    visitor.station.receipt = replace(RECEIPT, phone_url=None)
    check_in(visitor)

    assert {PHONE, "Just take seat 3.", "B14"} <= set(visitor.words())
    publish(visitor, Link.ONLINE)
    assert PHONE in visitor.words()


def test_without_a_seat_the_number_is_watched_for(visitor: Visitor) -> None:
    gallery.go_apart(visitor)
    visitor.station.receipt = replace(RECEIPT, phone_url=None, seat=None, seats=())
    check_in(visitor)

    assert {PHONE, "Just watch for B14."} <= set(visitor.words())


def test_a_site_without_pages_for_phones_never_speaks_of_them(visitor: Visitor) -> None:
    publish(visitor, Link.OFFLINE)
    visitor.station.receipt = replace(RECEIPT, phone_url=None)
    check_in(visitor)

    assert PHONE not in visitor.words()


def test_a_refused_kiosk_serves_for_a_day_then_sends_to_the_counter(
    visitor: Visitor,
) -> None:
    publish(visitor, Link.REFUSED, REFUSED_FOR_GOOD_S - 1)
    within = visitor.shown
    visitor.touch("start")
    publish(visitor, Link.REFUSED, REFUSED_FOR_GOOD_S)
    begun = visitor.shown
    visitor.touch("startOver")
    until(lambda: visitor.shown == "counter")
    words = set(visitor.words())
    visitor.station.publish(replace(visitor.station.now, link=Link.ONLINE, refused_s=None))
    until(lambda: visitor.shown == "attract")

    assert (within, begun) == ("attract", "name")
    assert {TROUBLE, "Come to the counter."} <= words


def test_a_store_that_cannot_save_sends_to_the_counter_in_calm_words(visitor: Visitor) -> None:
    visitor.station.full = True
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.touch("tell")
    until(lambda: visitor.screen == "trouble")

    words = set(visitor.words())
    assert {
        "We can’t save\nright now.",
        "Come to the counter.",
        "We’ll look at it together.",
    } <= words


def test_a_link_that_comes_and_goes_does_not_rebuild_the_topics(visitor: Visitor) -> None:
    made: list[None] = []
    visitor.screens.site.changed.connect(lambda: made.append(None))
    for oldest_s in range(5):
        late = replace(visitor.station.now, waiting_visits=1, oldest_s=oldest_s)
        visitor.station.publish(replace(late, link=Link.OFFLINE))
    visitor.station.publish(replace(visitor.station.now, people_waiting=3))
    wait(20)

    assert len(made) == 1
