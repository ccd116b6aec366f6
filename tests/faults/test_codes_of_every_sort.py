"""Every sort of printed code is read, dark on light and light on dark, on a picture and in looks.

And one that is seen but broken is told as such, while a screen without a code tells of none.
"""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.directory.assets import Asset, Assets
from kiosk.directory.people import People, Person
from kiosk.vision.arrays import Pixels
from kiosk.vision.codes.printed import RARE_EVERY, look_for_tags, read_tags
from kiosk.vision.merge import with_device
from kiosk.vision.reading import Tag, TagKind
from tests.photographs.held_up import card, held_up

WIDE = ("Code128", "Code39", "ITF", "PDF417")
SORTS = ("QRCode", "DataMatrix", "Aztec", *WIDE)
BADGE = "104212"
"""ITF prints pairs of digits only."""
SECRET = "otpauth://totp/a:priya?secret=JBSWY3DPEHPK3PXP"


def shown(text: str, sort: str, *, light_on_dark: bool = False) -> Pixels:
    made = card(text, kind=sort, code_px=640 if sort in WIDE else 260)
    return held_up(np.asarray(255 - made, np.uint8) if light_on_dark else made)


def broken() -> Pixels:
    made = card("https://example.com/help?id=4711&from=poster")
    made[170:270, 130:230] = 128
    return held_up(made)


@pytest.mark.parametrize("light_on_dark", [False, True])
@pytest.mark.parametrize("sort", SORTS)
def test_a_code_on_a_picture_is_read(sort: str, light_on_dark: bool) -> None:
    picture = shown(BADGE, sort, light_on_dark=light_on_dark)

    assert read_tags(picture) == (Tag(BADGE),)


@pytest.mark.parametrize("light_on_dark", [False, True])
@pytest.mark.parametrize("sort", SORTS)
def test_a_code_that_stays_in_view_is_read_in_looks(sort: str, light_on_dark: bool) -> None:
    picture = shown(BADGE, sort, light_on_dark=light_on_dark)
    looks = [look_for_tags(picture, look) for look in range(2 * RARE_EVERY)]

    assert (Tag(BADGE),) in looks
    assert {*looks} <= {(), (Tag(BADGE),)}


@pytest.mark.parametrize("sort", ["QRCode", "DataMatrix", "Code128"])
def test_every_look_reads_the_common_codes(sort: str) -> None:
    picture = shown(BADGE, sort)

    assert {look_for_tags(picture, look) for look in range(2 * RARE_EVERY)} == {(Tag(BADGE),)}


@pytest.mark.parametrize("sort", SORTS)
def test_whatever_sort_of_code_a_badge_or_sticker_has_it_is_found(sort: str) -> None:
    (tag,) = read_tags(shown(BADGE, sort))
    priya, laptop = Person(BADGE, "Priya"), Asset("Laptop 14", "")

    assert People({BADGE: priya}).by_badge[tag.text] is priya
    assert with_device(tag, Assets({BADGE: laptop})).device == laptop.device


@pytest.mark.parametrize("sort", ["QRCode", "DataMatrix", "Aztec", "PDF417"])
def test_of_a_secret_the_kind_is_kept_whatever_the_sort_of_code(sort: str) -> None:
    made = card(SECRET, kind=sort, code_px=560)
    (tag,) = read_tags(held_up(made))

    assert (tag.kind, tag.whole) == (TagKind.TWO_STEP, False)
    assert "secret" not in repr(tag).lower()


def test_a_secret_at_the_end_of_four_thousand_characters_is_not_kept() -> None:
    text = "HELP ".ljust(3_950, "7") + SECRET.upper()
    made = card(text, code_px=4 * 173)

    assert read_tags(made) == (Tag("QR code", whole=False, kind=TagKind.TWO_STEP),)


def test_a_code_that_is_seen_but_broken_is_told() -> None:
    assert read_tags(broken()) == (Tag("QR code", whole=False, kind=TagKind.UNREADABLE),)


def test_a_room_without_a_code_tells_of_none() -> None:
    assert read_tags(held_up(None)) == ()
