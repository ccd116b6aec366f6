"""Durable files: fsync, atomic replacement and copying, and free disk space."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PART: Final = ".part"
"""Suffix of a file that is still being written; leftovers may be removed at start."""


@dataclass(frozen=True, slots=True)
class DiskSpace:
    """Free and total bytes of a disk."""

    free: int
    total: int


def disk_space(folder: Path) -> DiskSpace:
    """The space of the disk that `folder` is on, or would be on once it is created."""
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    usage = shutil.disk_usage(existing)
    return DiskSpace(usage.free, usage.total)


def flush(path: Path) -> None:
    """fsync of a file's bytes or a folder's entries: they are on the disk when this returns."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private(path: Path) -> None:
    """Creates an empty file with mode 0600, replacing any other of its name."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def replace_durably(part: Path, path: Path) -> None:
    """Renames `part` to `path`.

    After a power cut either the old or the new file is there, whole.
    """
    flush(part)
    part.replace(path)
    flush(path.parent)


def copy_whole(source: Path, path: Path) -> None:
    """Copies atomically with mode 0600; on OSError nothing is left behind."""
    part = path.with_name(path.name + PART)
    try:
        make_private(part)
        shutil.copyfile(source, part)
        replace_durably(part, path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise


class NamedFile:
    """A file that was opened by its name, to be asked later whether the name still leads to it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened = self._identity()

    def is_there(self) -> bool:
        """False once the file was deleted or replaced: what is written to it then, nobody finds."""
        return self._opened is not None and self._identity() == self._opened

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
