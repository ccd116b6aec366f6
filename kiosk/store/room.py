"""Owns how much room the disk has left for visits. Never deletes anything to make some."""

from __future__ import annotations

import shutil
from enum import StrEnum
from pathlib import Path
from typing import Final

LEAST_FREE_BYTES: Final = 500_000_000
LEAST_FREE_SHARE: Final = 0.1
"""Below either, a person should make room (notes: S1)."""
FULL_BELOW_BYTES: Final = 20_000_000
"""Too little for a visit with its picture and SQLite's own files."""


class Room(StrEnum):
    """How the disk stands."""

    OK = "ok"
    LOW = "low"
    FULL = "full"


def room_in(folder: Path) -> Room:
    """What is left where `folder` lies."""
    usage = shutil.disk_usage(folder)
    if usage.free < FULL_BELOW_BYTES:
        return Room.FULL
    roomy = usage.free > LEAST_FREE_BYTES and usage.free / usage.total > LEAST_FREE_SHARE
    return Room.OK if roomy else Room.LOW
