"""Ways in which a store's file is damaged under a station."""

from __future__ import annotations

import random
from pathlib import Path

PAGE = 4_096


def spoil_page(
    path: Path, chance: random.Random, *, first: bool = False, number: int | None = None
) -> None:
    """Fills one page of the file with noise; `number` as SQLite counts, from 1."""
    content = bytearray(path.read_bytes())
    page = 0 if first else chance.randrange(1, len(content) // PAGE)
    page = page if number is None else number - 1
    content[page * PAGE : (page + 1) * PAGE] = chance.randbytes(PAGE)
    path.write_bytes(content)


def empty(path: Path) -> None:
    """Cut to nothing, as a disk check may leave it."""
    path.write_bytes(b"")


def remove(path: Path) -> None:
    """Gone."""
    path.unlink()


def write_nonsense(path: Path) -> None:
    """Not a database at all."""
    path.write_bytes(b"not a database " * 1_000)
