"""Owns how a picture comes in: piece by piece, each on disk before it is answered, then as a whole.

Never takes a byte of a picture that no event of the same station told of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk import wire
from kiosk.faults import PictureFault
from kiosk.pictures.parts import PictureParts
from kiosk.server.http.problems import Problem
from kiosk.server.pictures.picture_store import PictureStore


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a piece belongs, by its headers. Sizes in bytes."""

    at: int
    length: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a picture is here; `complete` when no more is wanted."""

    offset: int
    complete: bool

    def headers(self) -> Mapping[str, str]:
        """As a station reads it (the names of the IETF's resumable uploads)."""
        return {
            wire.UPLOAD_OFFSET: str(self.offset),
            wire.UPLOAD_COMPLETE: wire.YES if self.complete else wire.NO,
        }


_NOTHING_MORE: Final = Progress(0, complete=True)


class Uploads:
    """The pictures of one site on their way in."""

    def __init__(self, picture_store: PictureStore, folder: Path) -> None:
        self._picture_store = picture_store
        self._parts = PictureParts(folder)

    def sweep(self) -> None:
        """Removes parts of pictures that came or were erased meanwhile."""
        self._parts.sweep(self._picture_store.awaited())

    def progress(self, visit_id: str, photo: str, letter: str) -> Progress:
        """How much is here of a picture this station told of; Problem when it told of none."""
        awaited = self._picture_store.expects(visit_id, photo, letter)
        if awaited is None:
            raise Problem(422, "unannounced", "No event told of this picture.", field="photo")
        return Progress(self._parts.offset(photo), complete=False) if awaited else _NOTHING_MORE

    def add(self, visit_id: str, photo: str, piece: Piece, content: bytes) -> Progress:
        """Keeps a piece; with the last one the whole is checked, made anew and kept.

        Problem 409 when the piece does not begin where the part ends, 422 when the whole is not the
        picture that was announced: then the next try begins from nothing.
        """
        offset = self._parts.append(photo, piece.at, content)
        if offset is None:
            raise Problem(409, "wrong_offset", "Ask how much is here, and go on from there.")
        if offset < piece.length:
            return Progress(offset, complete=False)
        try:
            self._picture_store.receive(visit_id, photo, self._parts.read(photo))
        except PictureFault as fault:
            self._parts.drop(photo)
            raise Problem(422, "not_a_picture", str(fault), field="body") from fault
        self._parts.drop(photo)
        return Progress(offset, complete=True)


def read_piece(headers: Mapping[str, str]) -> Piece:
    """Where the piece belongs; Problem names the header that cannot be used."""
    at = _bytes_of(headers, wire.UPLOAD_OFFSET)
    length = _bytes_of(headers, wire.UPLOAD_LENGTH)
    if length > wire.MAX_PICTURE_BYTES:
        limit = f"At most {wire.MAX_PICTURE_BYTES} bytes."
        raise Problem(413, "too_large", limit, field=wire.UPLOAD_LENGTH)
    if at > length or length == 0:
        raise Problem(422, "malformed", "It ends before it begins.", field=wire.UPLOAD_OFFSET)
    return Piece(at, length)


def _bytes_of(headers: Mapping[str, str], name: str) -> int:
    text = headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 10):  # noqa: PLR2004  no size is longer
        raise Problem(422, "malformed", "Expected a whole number of bytes.", field=name)
    return int(text)
