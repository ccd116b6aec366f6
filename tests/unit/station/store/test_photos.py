"""Which pictures are still to be sent, and which may be deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.station.store.photos import PhotoOffer, Photos
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg


@pytest.fixture
def photos(box: Box) -> Photos:
    return box.store.photos


def take_all(box: Box) -> None:
    """The server has every event."""
    outbox = box.store.outbox
    outbox.acknowledge([offer.event.id for offer in outbox.pending(1_000)])


def test_a_picture_waits_until_the_server_has_its_event(box: Box, photos: Photos) -> None:
    visit_id = box.checked_in(jpeg())
    before = photos.pending(9)
    take_all(box)

    assert before == []
    assert [offer.visit_id for offer in photos.pending(9)] == [visit_id]


def test_a_refused_event_does_not_block_other_pictures(box: Box, photos: Photos) -> None:
    box.checked_in(jpeg(1))
    second = box.checked_in(jpeg(2))
    outbox = box.store.outbox
    refused = outbox.pending(9)[2]
    outbox.set_aside(refused.event.id, "malformed", "")

    outbox.acknowledge([offer.event.id for offer in outbox.pending(2)])

    assert [offer.visit_id for offer in photos.pending(9)] == [second]


def test_the_newest_visits_picture_goes_first(box: Box, photos: Photos) -> None:
    older, newer = box.checked_in(jpeg(1)), box.checked_in(jpeg(2))
    take_all(box)

    assert [offer.visit_id for offer in photos.pending(9)] == [newer, older]
    assert len(photos.pending(1)) == 1


@pytest.mark.parametrize("end", ["acknowledged", "set aside", "erased"])
def test_a_picture_that_is_done_is_not_offered_again(box: Box, photos: Photos, end: str) -> None:
    box.checked_in(jpeg())
    take_all(box)
    [offer] = photos.pending(9)
    if end == "acknowledged":
        photos.acknowledge(offer, box.clock.now())
    elif end == "erased":
        photos.erase(offer, box.clock.now())
    else:
        photos.set_aside(offer, "not_a_picture", box.clock.now())

    assert photos.pending(9) == []
    assert photos.kept() == ({offer.photo} if end == "set aside" else frozenset())


def test_the_same_picture_of_one_visit_is_one(box: Box, photos: Photos) -> None:
    visit_id = box.checked_in(jpeg())
    [photo] = photos.kept()

    with box.store.transaction():
        photos.add(photo, visit_id, box.clock.now())
    take_all(box)

    assert photos.pending(9) == [PhotoOffer(photo, visit_id)]


def test_a_picture_two_visits_share_is_kept_until_both_are_done(box: Box, photos: Photos) -> None:
    box.checked_in(jpeg())
    box.checked_in(jpeg())
    take_all(box)
    first, second = photos.pending(9)
    photos.acknowledge(first, box.clock.now())

    assert photos.kept() == {second.photo}
    photos.acknowledge(second, box.clock.now())
    assert photos.kept() == frozenset()


def test_only_pictures_past_their_time_that_are_still_here_are_old(
    box: Box, photos: Photos
) -> None:
    old = box.checked_in(jpeg(1))
    box.checked_in(jpeg(2))
    take_all(box)
    photos.acknowledge(photos.pending(9)[0], box.clock.now())
    box.clock.pass_s(60)
    box.checked_in(jpeg(3))
    undated = photos.older_than(box.clock.now())
    box.store.clock_correction.correct(box.clock.now())

    taken_before = photos.older_than(box.clock.now())

    assert undated == []
    assert [offer.visit_id for offer in taken_before] == [old]
    assert photos.older_than(box.clock.now() - timedelta(days=1)) == []
