"""A disk that keeps what was flushed, and of the rest what chance leaves when the power goes."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath

from tests.power.trace import Operation

SECTOR = 512
"""What a drive writes whole."""


@dataclass
class File:
    """Content that is on the plates, and the changes since the last flush, in their order."""

    flushed: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes] | int] = field(default_factory=list)
    written: int = 0

    def flush(self) -> None:
        for change in self.pending:
            _apply(self.flushed, change)
        self.pending.clear()

    def survives(self, chance: random.Random) -> bytes:
        """What is found after a cut: of each change any of its sectors, or none."""
        content = bytearray(self.flushed)
        for change in self.pending:
            for part in _sectors(change):
                if chance.random() < 0.5:
                    _apply(content, part)
        return bytes(content)


@dataclass
class Folder:
    """Names that are on the plates, and the changes since the folder was last flushed."""

    flushed: dict[str, File | None] = field(default_factory=dict)
    pending: list[tuple[str, File | None, str]] = field(default_factory=list)

    def now(self, changes: int | None = None) -> dict[str, File | None]:
        """Its names, with the first so many changes; None stands for a folder."""
        names = dict(self.flushed)
        for name, file, gone in self.pending[:changes]:
            names.pop(gone, None)
            if name:
                names[name] = file
        return names

    def flush(self) -> None:
        self.flushed = self.now()
        self.pending.clear()


class Disk:
    """The folder a trace is about, begun from what lay there before."""

    def __init__(self, before: Path | None = None) -> None:
        self._folders: dict[str, Folder] = {".": Folder()}
        self.told: list[str] = []
        """What people had been told so far: the program writes it into a file `told`."""
        for path in sorted(before.rglob("*")) if before else []:
            self._lay_down(path.relative_to(before or path), path)

    def do(self, operation: Operation) -> None:
        """One more change."""
        path = operation.path
        if path == "told":
            self.told += operation.data.decode().splitlines()
            return
        match operation.call:
            case "openat":
                self._open(path, empties=operation.empties)
            case "mkdir":
                self._folders[path] = Folder()
                self._change(path, None)
            case "rename":
                self._change(operation.target, self._file(path), gone=path)
            case "unlink":
                self._folder(path).pending.append(("", None, _name(path)))
            case "fsync" | "fdatasync":
                self._folders[path].flush() if path in self._folders else self._file(path).flush()
            case _:
                self._write(operation)

    def rebuild(self, to: Path, chance: random.Random) -> None:
        """Lays into `to` what would be found if the power went now."""
        self._rebuild(".", to, chance)

    def _rebuild(self, path: str, to: Path, chance: random.Random) -> None:
        to.mkdir(parents=True)
        folder = self._folders[path]
        for name, file in folder.now(chance.randint(0, len(folder.pending))).items():
            if file is None:
                self._rebuild(_join(path, name), to / name, chance)
            else:
                (to / name).write_bytes(file.survives(chance))

    def _lay_down(self, path: Path, source: Path) -> None:
        place = path.as_posix()
        if source.is_dir():
            self._folders[place] = Folder()
        content = None if source.is_dir() else File(bytearray(source.read_bytes()))
        self._folder(place).flushed[_name(place)] = content

    def _open(self, path: str, *, empties: bool) -> None:
        if _name(path) not in self._folder(path).now():
            self._change(path, File())
        file = self._file(path)
        file.written = 0
        if empties:
            file.pending.append(0)

    def _write(self, operation: Operation) -> None:
        file = self._file(operation.path)
        if operation.call == "ftruncate":
            file.pending.append(operation.offset or 0)
            return
        offset = operation.offset
        if offset is None:
            offset = file.written
            file.written += len(operation.data)
        file.pending.append((offset, operation.data))

    def _change(self, path: str, file: File | None, gone: str = "") -> None:
        if gone:
            assert _parent(gone) == _parent(path), "no file moves to another folder here"
        self._folder(path).pending.append((_name(path), file, _name(gone) if gone else ""))

    def _folder(self, path: str) -> Folder:
        return self._folders[_parent(path)]

    def _file(self, path: str) -> File:
        file = self._folder(path).now()[_name(path)]
        assert file is not None, f"{path} is a folder"
        return file


def _apply(content: bytearray, change: tuple[int, bytes] | int) -> None:
    if isinstance(change, int):
        content[:] = content[:change].ljust(change, b"\0")
        return
    offset, data = change
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _sectors(change: tuple[int, bytes] | int) -> Iterable[tuple[int, bytes] | int]:
    if isinstance(change, int):
        return [change]
    offset, data = change
    first = SECTOR - offset % SECTOR
    cuts = [0, *range(first, len(data), SECTOR), len(data)]
    return [(offset + start, data[start:end]) for start, end in pairwise(cuts)]


def _name(path: str) -> str:
    return PurePosixPath(path).name


def _parent(path: str) -> str:
    return PurePosixPath(path).parent.as_posix()


def _join(path: str, name: str) -> str:
    return os.path.normpath(f"{path}/{name}")
