"""Owns what makes files last: flushing, copying whole, and how much room there is.

Never knows what the files hold.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PART: Final = ".part"
"""Ends the name of a file that is not whole yet; whoever starts may remove those it finds."""


@dataclass(frozen=True, slots=True)
class DiskSpace:
    """What a disk has, in bytes."""

    free: int
    total: int


def disk_space(folder: Path) -> DiskSpace:
    """The room of the disk that `folder` lies on, or would lie on once it is made."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    usage = shutil.disk_usage(there)
    return DiskSpace(usage.free, usage.total)


def flush(path: Path) -> None:
    """Returns once the file's bytes, or the folder's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private(path: Path) -> None:
    """An empty file that its owner alone may read; what lay there is gone."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def replace_durably(part: Path, path: Path) -> None:
    """`part` becomes `path`, whole, also when the power goes meanwhile."""
    flush(part)
    part.replace(path)
    flush(path.parent)


def copy_whole(source: Path, path: Path) -> None:
    """A copy, whole or absent; OSError leaves nothing half."""
    part = path.with_name(path.name + PART)
    try:
        make_private(part)
        shutil.copyfile(source, part)
        replace_durably(part, path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise
