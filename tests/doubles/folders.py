"""Folders for tests that open many stores and in which no power is cut."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

_IN_MEMORY = Path("/dev/shm")


def brief_folder() -> TemporaryDirectory[str]:
    """In memory if possible: flushing to a disk thousands of times is not what is tested."""
    return TemporaryDirectory(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None)
