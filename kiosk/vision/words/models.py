"""Locator of the reading models, which checks that they are what was installed.

Nothing is downloaded: the models come inside a package whose code is not imported
(docs/decisions/0009-reading-models.md).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, PackagePath, distribution
from pathlib import Path
from typing import Final

from kiosk.faults import ModelsFault

PACKAGE: Final = "rapidocr"
"""The distribution that carries the models."""
_DETECTOR: Final = "PP-OCRv6_det_small.onnx"
_RECOGNISER: Final = "PP-OCRv6_rec_small.onnx"

_METADATA_FIELD: Final = 14
"""`metadata_props` of ModelProto in onnx.proto: named texts."""
_CHARACTERS_KEY: Final = "character"
"""Name of the text that lists the recogniser's characters, one a line."""


@dataclass(frozen=True, slots=True)
class Models:
    """Files of both networks, and the recogniser's characters in the order of its outputs."""

    detector: Path
    recogniser: Path
    characters: tuple[str, ...]


def find_models() -> Models:
    """The models of the installed package; ModelsFault when missing or not as recorded there."""
    try:
        files = distribution(PACKAGE).files or []
    except PackageNotFoundError as fault:
        raise ModelsFault(f"the package {PACKAGE} is not installed") from fault
    detector = _verified(files, _DETECTOR)
    recogniser = _verified(files, _RECOGNISER)
    return Models(detector, recogniser, characters_of(recogniser))


def characters_of(recogniser: Path) -> tuple[str, ...]:
    """The recogniser's characters in the order of its outputs, without the CTC blank.

    ModelsFault when the file cannot be read or does not list them.
    """
    try:
        for field, content in _fields(memoryview(recogniser.read_bytes())):
            if field == _METADATA_FIELD:
                named = {part: bytes(text).decode() for part, text in _fields(content)}
                if named.get(1) == _CHARACTERS_KEY:
                    return tuple(named[2].splitlines())
    except (OSError, ValueError, IndexError, KeyError) as fault:
        raise ModelsFault(f"{recogniser.name} cannot be read") from fault
    raise ModelsFault(f"{recogniser.name} does not say its characters")


def _verified(files: list[PackagePath], name: str) -> Path:
    """Path of the file, whose hash is the one in the package's RECORD; ModelsFault otherwise."""
    for file in files:
        if file.name != name:
            continue
        path = Path(str(file.locate()))
        try:
            content = path.read_bytes()
        except OSError as fault:
            raise ModelsFault(f"{name} is missing") from fault
        if file.hash is None or file.hash.value != _record_hash(content):
            raise ModelsFault(f"{name} is damaged")
        return path
    raise ModelsFault(f"{name} is missing")


def _record_hash(content: bytes) -> str:
    """A hash in the form of a RECORD file: URL-safe base64 of SHA-256, without padding."""
    digest = hashlib.sha256(content).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """The length-delimited fields of a protobuf message by number, from the public wire format."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        match key & 7:
            case 0:
                _, at = _varint(message, at)
            case 1:
                at += 8
            case 2:
                size, at = _varint(message, at)
                yield key >> 3, message[at : at + size]
                at += size
            case 5:
                at += 4
            case _:
                raise ValueError("not a protobuf message")


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004  the format's own "more follows" bit
            return value, at
        shift += 7
