"""Pictures of some kilobytes that unfold into gigabytes; refused from their header."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.pictures.clean import measure
from tests.faults.unfolding import OUT_OF_MEMORY, REFUSED, TAKEN, outcome
from tests.server.test_pictures import png

ROOT = Path(__file__).parents[2]


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def text_bomb() -> bytes:
    """A small picture with a gigabyte of spaces beside it, packed."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(1_000)) + packer.flush()
    whole = png(64, 48)
    return whole[:33] + chunk(b"zTXt", b"Comment\0\0" + packed) + whole[33:]


BOMBS: dict[str, Callable[[], bytes]] = {
    "64 megapixels in 8 kB": lambda: png(8_000, 8_000),
    "400 megapixels": lambda: png(20_000, 20_000),
    "a header alone": lambda: (
        png(16, 16)[:16] + struct.pack(">II", 60_000, 60_000) + png(16, 16)[24:]
    ),
    "text": text_bomb,
}


def cleaned_in_a_small_room(content: bytes) -> int:
    """How a process ends that tries, with room for 100 MB more than it has."""
    command = [sys.executable, "-m", "tests.faults.unfolding"]
    return subprocess.run(command, cwd=ROOT, input=content, check=False).returncode


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_it_is_refused_where_there_is_no_room_to_unfold_it(bomb: Callable[[], bytes]) -> None:
    content = bomb()

    assert (outcome(content), cleaned_in_a_small_room(content)) == (REFUSED, REFUSED)
    assert len(content) < 1_500_000


def test_a_kiosk_does_not_unfold_it_either() -> None:
    assert measure(png(8_000, 8_000)) == (8_000, 8_000)


def test_the_room_is_small_enough_to_tell() -> None:
    assert cleaned_in_a_small_room(png(3_900, 4_000)) in {TAKEN, OUT_OF_MEMORY}
