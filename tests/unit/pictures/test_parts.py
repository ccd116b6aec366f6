"""What came of a picture is on disk to the byte, one writer at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.faults import StoreFault
from kiosk.pictures.folder import photo_id
from kiosk.pictures.parts import PictureParts

PHOTO = photo_id(b"a picture")
OTHER = photo_id(b"another")


@pytest.fixture
def parts(tmp_path: Path) -> PictureParts:
    return PictureParts(tmp_path / "uploads")


def test_pieces_are_put_together_and_survive_a_restart(parts: PictureParts, tmp_path: Path) -> None:
    offsets = [parts.offset(PHOTO), parts.append(PHOTO, 0, b"a pic"), parts.offset(PHOTO)]
    again = PictureParts(tmp_path / "uploads")

    assert (offsets, again.append(PHOTO, 5, b"ture"), again.read(PHOTO)) == (
        [0, 5, 5],
        9,
        b"a picture",
    )


@pytest.mark.parametrize("at", [0, 1, 4, 6, 10**9])
def test_a_piece_that_does_not_fit_is_not_taken(parts: PictureParts, at: int) -> None:
    parts.append(PHOTO, 0, b"a pic")

    assert (parts.append(PHOTO, at, b"ture"), parts.read(PHOTO)) == (None, b"a pic")


def test_of_many_writers_at_once_one_is_heard(parts: PictureParts) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: parts.append(PHOTO, 0, b"a pic"), range(8)))

    assert sorted(answers, key=str) == [5, *[None] * 7]
    assert parts.read(PHOTO) == b"a pic"


def test_what_is_dropped_begins_from_nothing(parts: PictureParts) -> None:
    parts.append(PHOTO, 0, b"a pic")

    parts.drop(PHOTO)
    parts.drop(PHOTO)

    assert (parts.offset(PHOTO), parts.read(PHOTO)) == (0, b"")


def test_parts_nobody_waits_for_are_swept(parts: PictureParts) -> None:
    parts.append(PHOTO, 0, b"a pic")
    parts.append(OTHER, 0, b"an")

    assert (parts.sweep({OTHER}), parts.offset(PHOTO), parts.offset(OTHER)) == (1, 0, 2)


def test_a_disk_that_fails_is_a_fault_of_the_store(
    parts: PictureParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(StoreFault):
        parts.append(PHOTO, 0, b"a pic")
