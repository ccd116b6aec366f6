"""The models that came with the package, and what is said when they did not."""

from __future__ import annotations

import shutil
from importlib.metadata import PackageNotFoundError, PackagePath, distribution
from pathlib import Path

import pytest

from kiosk.faults import ModelsFault
from kiosk.vision.words import models
from kiosk.vision.words.models import characters_of, find_models


class CopiedFile(PackagePath):
    """A file of the package, copied to where it may be harmed."""

    folder: Path

    def locate(self) -> Path:
        return self.folder / self.name


class FakePackage:
    """What is installed, as far as `find_models` looks."""

    def __init__(self, files: list[CopiedFile]) -> None:
        self.files = files


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package's model files copied aside; the folder they lie in."""
    files = []
    for file in distribution(models.PACKAGE).files or []:
        if file.name.startswith("PP-OCRv6"):
            shutil.copy(str(file.locate()), tmp_path / file.name)
            copy = CopiedFile(file)
            copy.hash, copy.folder = file.hash, tmp_path
            files.append(copy)
    monkeypatch.setattr(models, "distribution", lambda _name: FakePackage(files))
    return tmp_path


def test_the_installed_models_are_whole_and_know_our_letters() -> None:
    found = find_models()

    assert found.detector.is_file()
    assert {*"0123456789ABCXYZabcxyzäéß_"} <= {*found.characters}


def test_a_missing_package_is_a_fault_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> object:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(models, "distribution", absent)

    with pytest.raises(ModelsFault, match="rapidocr is not installed"):
        find_models()


def test_a_missing_file_is_a_fault_that_names_it(copied: Path) -> None:
    (copied / "PP-OCRv6_rec_small.onnx").unlink()

    with pytest.raises(ModelsFault, match=r"rec_small\.onnx is missing"):
        find_models()


def test_one_changed_byte_is_a_fault_that_names_the_file(copied: Path) -> None:
    with (copied / "PP-OCRv6_det_small.onnx").open("r+b") as file:
        file.seek(5_000_000)
        file.write(b"\xff\x00\xff")

    with pytest.raises(ModelsFault, match=r"det_small\.onnx is damaged"):
        find_models()


@pytest.mark.parametrize(
    "content", [b"", b"\x0f", b"\x72\xff\xff", b"no model at all", b"\xff" * 40]
)
def test_what_is_no_model_has_no_characters(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(content)

    with pytest.raises(ModelsFault):
        characters_of(tmp_path / "model.onnx")
