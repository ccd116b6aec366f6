"""Codes seen live and codes of the picture become the visitor's, few and without badges."""

from __future__ import annotations

from kiosk.directory.assets import Asset, Assets
from kiosk.vision.line import Line
from kiosk.vision.merge import kept_tags, merge_reading, with_device
from kiosk.vision.reading import Reading, Tag, TagKind

LAPTOP = Tag("PC-0042", known=True, device="Laptop 14")
SECRET = Tag("QR code", whole=False, kind=TagKind.WIFI)
UNREAD = Tag("QR code", whole=False, kind=TagKind.UNREADABLE)
LINE = Line("Paper jam", 0.9, ((0.1, 0.1), (0.4, 0.1), (0.4, 0.2), (0.1, 0.2)))


def no_badge(_text: str) -> bool:
    return False


def test_each_code_is_kept_once_and_the_sites_devices_before_others() -> None:
    tags = [Tag("one"), Tag("two"), Tag("one"), LAPTOP]

    assert kept_tags(tags) == (LAPTOP, Tag("one"), Tag("two"))


def test_a_code_seen_before_the_list_was_there_becomes_the_device_it_is() -> None:
    assert kept_tags([Tag(LAPTOP.text), LAPTOP]) == (LAPTOP,)


def test_no_more_are_kept_than_a_visit_may_have() -> None:
    assert len(kept_tags([Tag(str(number)) for number in range(9)])) == 4


def test_what_was_seen_joins_what_was_read() -> None:
    read = Reading(lines=(LINE,), tags=(Tag("8H2K"),))

    assert merge_reading(read, [LAPTOP], no_badge) == Reading((LINE,), (), (LAPTOP, Tag("8H2K")))


def test_a_badge_is_left_out_wherever_it_was_seen() -> None:
    read = Reading(tags=(Tag("E-1042"),))

    assert merge_reading(
        read, [Tag("E-2001"), LAPTOP], lambda text: text.startswith("E-")
    ) == Reading(tags=(LAPTOP,))


def test_nothing_of_either_is_nothing() -> None:
    assert merge_reading(None, [], no_badge) is None
    assert merge_reading(None, [LAPTOP], no_badge) == Reading(tags=(LAPTOP,))


def test_two_kinds_of_secret_are_two_codes() -> None:
    passkey = Tag("QR code", whole=False, kind=TagKind.PASSKEY)

    assert kept_tags([SECRET, passkey, SECRET]) == (SECRET, passkey)


def test_a_code_that_cannot_be_read_is_told_only_where_none_was_read() -> None:
    assert [kept_tags([UNREAD, UNREAD]), kept_tags([UNREAD, LAPTOP])] == [(UNREAD,), (LAPTOP,)]


def test_the_name_of_a_sort_of_code_is_neither_a_device_nor_a_badge() -> None:
    listed = Assets({"QR CODE": Asset("Laptop 14", "")})
    merged = merge_reading(Reading(tags=(SECRET,)), [], lambda _text: True)

    assert (with_device(SECRET, listed), merged) == (SECRET, Reading(tags=(SECRET,)))


def test_of_a_secret_the_kind_is_sent() -> None:
    (sent,) = Reading(tags=(SECRET,)).for_check_in().tags

    assert (sent.text, sent.meaning, sent.kind) == ("QR code", "", "wifi")
