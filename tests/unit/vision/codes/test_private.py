"""Which printed codes hold a secret or somebody's details, and of which kind; others are kept."""

from __future__ import annotations

import pytest

from kiosk.vision.codes.private import private_kind
from kiosk.vision.reading import TagKind
from tests.unit.vision.codes.secrets import HARMLESS, SECRETS

LONGEST = 4_000


@pytest.mark.parametrize(("kind", "text"), SECRETS)
def test_a_code_with_a_secret_is_of_its_kind(kind: TagKind, text: str) -> None:
    assert private_kind(text) is kind


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_code_is_of_no_kind(text: str) -> None:
    assert private_kind(text) is None


@pytest.mark.parametrize(("kind", "text"), SECRETS)
def test_a_secret_at_the_end_of_a_long_text_is_one(kind: TagKind, text: str) -> None:
    long = "Where to find us. ".ljust(LONGEST - len(text), "~") + text

    assert private_kind(long) is kind


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/?acc%65ss_token=8f3kd02",
        "https://a.example/?next=https%253A%252F%252Fb.example%252F%253Fapi_key%253D8f3kd02",
        "pass\nword=8f3kd02",
        "pass\u200bword=8f3kd02",
        "p\x00a\x00s\x00s\x00w\x00o\x00r\x00d\x00=\x008\x00f",
        "ｐａｓｓｗｏｒｄ＝8f3kd02",  # noqa: RUF001 - letters of full width
        "HTTPS://A.EXAMPLE/?ACCESS_TOKEN=8F3KD02",
    ],
)
def test_a_secret_in_disguise_is_one(text: str) -> None:
    assert private_kind(text) is TagKind.KEY


@pytest.mark.parametrize("length", [16, 32])
def test_a_seed_printed_as_bytes_is_one(length: int) -> None:
    seed = bytes(range(200, 200 + length))

    assert private_kind(seed.decode("latin-1"), binary=seed) is TagKind.WALLET


def test_one_long_run_of_letters_and_digits_is_a_key_and_a_badge_is_none() -> None:
    key = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6kL9nP2rS5"

    assert [private_kind(key), private_kind(key[:40])] == [TagKind.KEY, None]


def test_other_bytes_are_no_seed() -> None:
    assert private_kind("\x80\x81", binary=b"\x80\x81") is None
