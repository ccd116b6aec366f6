"""Content-addressed folder of picture files, each whole or absent, also after a power cut."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from kiosk.faults import StoreFault
from kiosk.machine.files import PART, flush, replace_durably


def photo_id(content: bytes) -> str:
    """The name of these bytes everywhere: their SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


class PictureFolder:
    """A folder of pictures `ab/abcd….jpg`, named by the id of what the visitor agreed to."""

    def __init__(self, root: Path) -> None:
        self._root = root
        root.mkdir(parents=True, exist_ok=True)
        # Without it, a power cut on the first day may lose the folder with every picture in it.
        flush(root.parent)

    def save(self, photo: str, content: bytes, suffix: str = ".jpg") -> None:
        """Writes the picture durably and atomically; StoreFault when the disk does not take it."""
        path = self.path(photo, suffix)
        part = path.with_name(path.name + PART)
        try:
            path.parent.mkdir(exist_ok=True)
            part.write_bytes(content)
            replace_durably(part, path)
            flush(self._root)
        except OSError as fault:
            with suppress(OSError):
                part.unlink()
            raise StoreFault(fault.strerror or "disk") from fault

    def read(self, photo: str, suffix: str = ".jpg") -> bytes | None:
        """The bytes; None when there is no such picture."""
        try:
            return self.path(photo, suffix).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise StoreFault(fault.strerror or "disk") from fault

    def has(self, photo: str) -> bool:
        """Whether the picture is in the folder."""
        return self.path(photo).is_file()

    def delete(self, photo: str) -> None:
        """Deletes the picture and its smaller copies, if there are any."""
        for path in self.path(photo).parent.glob(f"{photo}.*"):
            path.unlink(missing_ok=True)

    def sweep(self, kept: Collection[str] | None = None) -> int:
        """Deletes half-written files and, if `kept` is given, those not in it; returns how many.

        A file that cannot be deleted is skipped.
        """
        gone = 0
        for path in self.strays(kept):
            with suppress(OSError):
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def strays(self, kept: Collection[str] | None = None) -> list[Path]:
        """The files that `sweep` would delete."""
        return [
            path
            for path in self._root.glob("*/*")
            if path.suffix == PART or (kept is not None and path.name.split(".")[0] not in kept)
        ]

    def path(self, photo: str, suffix: str = ".jpg") -> Path:
        """Path of the picture. `photo` must be an id; anything else is a bug of the caller."""
        assert re.fullmatch("[0-9a-f]{64}", photo), "a photo id is 64 hex digits"
        return self._root / photo[:2] / f"{photo}{suffix}"
