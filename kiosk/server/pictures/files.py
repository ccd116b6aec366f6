"""Where the pictures of a site are kept as bytes: what the picture store needs of such a place."""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Protocol

from kiosk.faults import StoreFault
from kiosk.pictures.folder import PictureFolder


class PictureFiles(Protocol):
    """A place for pictures, by id and suffix; StoreFault when it does not do what it should."""

    is_shared: ClassVar[bool]
    """Whether it may be swept while pictures arrive, and other servers use it."""

    def save(self, photo: str, content: bytes, suffix: str) -> None:
        """Whole and durable when this returns."""

    def read(self, photo: str, suffix: str) -> bytes | None:
        """The bytes; None when there is no such picture."""

    def check(self) -> None:
        """StoreFault when it cannot be used now, SettingsFault when it is another home's."""

    def delete(self, photos: Collection[str]) -> None:
        """Deletes the pictures and their smaller copies; those that are gone already are fine."""

    def sweep(self, kept: Collection[str], erased: Collection[str], before: datetime) -> int:
        """Deletes what no visit keeps any more; how many files.

        `erased`: what was erased from the last visit that had it. A picture in neither is nobody's;
        it may stay if it is younger than `before`.
        """


class FolderFiles:
    """Pictures in a folder."""

    is_shared: ClassVar = False

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._root = folder
        self._folder = PictureFolder(folder)

    def save(self, photo: str, content: bytes, suffix: str) -> None:
        """Written under another name, then renamed."""
        self._folder.save(photo, content, suffix)

    def read(self, photo: str, suffix: str) -> bytes | None:
        """The file."""
        return self._folder.read(photo, suffix)

    def check(self) -> None:
        """A disk that was taken away leaves no folder, and one that failed no way to write."""
        if not os.access(self._root, os.R_OK | os.W_OK | os.X_OK):
            raise StoreFault(f"{self._root}: expected a folder that can be written")

    def delete(self, photos: Collection[str]) -> None:
        """One after the other."""
        try:
            for photo in photos:
                self._folder.delete(photo)
        except OSError as fault:
            raise StoreFault(f"{self._root}: {fault.strerror}") from fault

    def sweep(self, kept: Collection[str], erased: Collection[str], before: datetime) -> int:
        """At once: a restore of an older store puts another folder in the place of this one."""
        return self._folder.sweep(kept)
