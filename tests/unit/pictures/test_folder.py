"""Picture files are whole or absent, and lie under the hash of what they hold."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from kiosk.faults import StoreFault
from kiosk.pictures.folder import PictureFolder, photo_id

CONTENT = b"what the visitor agreed to"
PHOTO = photo_id(CONTENT)
OTHER = photo_id(b"another")


@pytest.fixture
def folder(tmp_path: Path) -> PictureFolder:
    return PictureFolder(tmp_path / "pictures")


def files(tmp_path: Path) -> list[str]:
    root = tmp_path / "pictures"
    return sorted(str(path.relative_to(root)) for path in root.glob("*/*"))


def test_a_pictures_name_is_its_hash() -> None:
    assert hashlib.sha256(CONTENT).hexdigest() == PHOTO


def test_what_was_saved_is_read_back(folder: PictureFolder, tmp_path: Path) -> None:
    folder.save(PHOTO, CONTENT)

    assert folder.read(PHOTO) == CONTENT
    assert folder.has(PHOTO)
    assert files(tmp_path) == [f"{PHOTO[:2]}/{PHOTO}.jpg"]


def test_saving_the_same_picture_twice_is_saving_it_once(
    folder: PictureFolder, tmp_path: Path
) -> None:
    folder.save(PHOTO, CONTENT)
    folder.save(PHOTO, CONTENT)

    assert len(files(tmp_path)) == 1


def test_what_is_not_here_reads_as_nothing(folder: PictureFolder) -> None:
    assert folder.read(PHOTO) is None
    assert not folder.has(PHOTO)


def test_a_half_written_picture_is_not_here(folder: PictureFolder, tmp_path: Path) -> None:
    path = folder.path(PHOTO)
    path.parent.mkdir()
    path.with_name(path.name + ".part").write_bytes(CONTENT[:5])

    assert folder.read(PHOTO) is None
    assert not folder.has(PHOTO)
    assert folder.sweep() == 1
    assert files(tmp_path) == []


def test_a_file_is_flushed_before_it_gets_its_name_and_the_folder_after(
    folder: PictureFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    replace, fsync = Path.replace, os.fsync

    def note_replace(path: Path, to: Path) -> Path:
        steps.append("rename")
        return replace(path, to)

    def note_fsync(handle: int) -> None:
        steps.append("flush folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "flush file")
        fsync(handle)

    monkeypatch.setattr(Path, "replace", note_replace)
    monkeypatch.setattr(os, "fsync", note_fsync)

    folder.save(PHOTO, CONTENT)

    assert steps == ["flush file", "rename", "flush folder", "flush folder"]


def test_deleting_takes_every_size_of_a_picture_and_no_other_picture(
    folder: PictureFolder, tmp_path: Path
) -> None:
    folder.save(PHOTO, CONTENT)
    folder.save(PHOTO, b"small", ".thumb.jpg")
    folder.save(OTHER, b"another")

    folder.delete(PHOTO)
    folder.delete(PHOTO)

    assert files(tmp_path) == [f"{OTHER[:2]}/{OTHER}.jpg"]


def test_a_sweep_takes_half_written_files_and_what_nobody_keeps(
    folder: PictureFolder, tmp_path: Path
) -> None:
    folder.save(PHOTO, CONTENT)
    folder.save(PHOTO, b"small", ".thumb.jpg")
    folder.save(OTHER, b"another")
    (folder.path(PHOTO).parent / f"{PHOTO}.jpg.part").write_bytes(b"half")

    swept = folder.sweep({PHOTO})

    assert swept == 2
    assert files(tmp_path) == [f"{PHOTO[:2]}/{PHOTO}.jpg", f"{PHOTO[:2]}/{PHOTO}.thumb.jpg"]


def test_a_sweep_without_a_list_takes_half_written_files_alone(folder: PictureFolder) -> None:
    folder.save(PHOTO, CONTENT)

    assert folder.sweep() == 0
    assert folder.read(PHOTO) == CONTENT


@pytest.mark.parametrize("wrong", ["in the way", "a folder instead"])
def test_what_the_disk_refuses_is_a_fault_of_the_store(folder: PictureFolder, wrong: str) -> None:
    path = folder.path(PHOTO)
    if wrong == "in the way":
        path.parent.touch()
    else:
        path.mkdir(parents=True)

    with pytest.raises(StoreFault):
        folder.save(PHOTO, CONTENT)


def test_a_picture_that_cannot_be_read_is_a_fault_of_the_store(folder: PictureFolder) -> None:
    folder.path(PHOTO).mkdir(parents=True)

    with pytest.raises(StoreFault):
        folder.read(PHOTO)


@pytest.mark.parametrize(
    "name",
    ["", "short", "../" * 22, "/etc/passwd", PHOTO.upper(), f"{PHOTO}\n", "é" * 64, PHOTO + "0"],
)
def test_only_an_id_ever_becomes_a_path(folder: PictureFolder, name: str) -> None:
    with pytest.raises(AssertionError):
        folder.path(name)
