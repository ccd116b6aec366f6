"""Resumable upload of pictures: pieces are on disk before they are acknowledged, then joined.

Only pictures that an event of the same station announced are accepted. Few are decoded at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from anyio import CapacityLimiter, to_thread

from kiosk import wire
from kiosk.faults import PictureFault
from kiosk.pictures.folder import photo_id
from kiosk.pictures.parts import PictureParts
from kiosk.server.http.problems import Problem
from kiosk.server.pictures.picture_store import PictureStore
from kiosk.server.store.room import Room


@dataclass(frozen=True, slots=True)
class Piece:
    """Offset of a piece and length of the whole picture, from its headers, in bytes."""

    at: int
    length: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How many bytes of a picture were received; `complete`: no more are expected."""

    offset: int
    complete: bool

    def headers(self) -> Mapping[str, str]:
        """As response headers, with the names of the IETF draft on resumable uploads."""
        return {
            wire.UPLOAD_OFFSET: str(self.offset),
            wire.UPLOAD_COMPLETE: wire.YES if self.complete else wire.NO,
        }


DECODED_AT_ONCE: Final = 2
"""Pictures in the decoder: each takes up to 160 MB for the pixels that are allowed."""
_NOTHING_EXPECTED: Final = Progress(0, complete=True)


class Uploads:
    """The unfinished uploads of one site."""

    def __init__(self, picture_store: PictureStore, folder: Path, room: Room) -> None:
        self._room = room
        self._picture_store = picture_store
        self._parts = PictureParts(folder)
        self._decoding = CapacityLimiter(DECODED_AT_ONCE)

    def sweep(self) -> None:
        """Removes parts of pictures that were received or erased meanwhile."""
        awaited = self._picture_store.awaited()
        self._parts.sweep({_part_of(visit_id, photo) for visit_id, photo in awaited})

    def progress(self, visit_id: str, photo: str, letter: str) -> Progress:
        """Progress of a picture; Problem 422 when this station did not announce it."""
        awaited = self._picture_store.expects(visit_id, photo, letter)
        if awaited is None:
            raise Problem(422, "unannounced", "No event told of this picture.", field="photo")
        if not awaited:
            return _NOTHING_EXPECTED
        return Progress(self._parts.offset(_part_of(visit_id, photo)), complete=False)

    def require_room(self) -> None:
        """Problem 503 while the disk is low: the kiosk keeps the picture and comes again.

        It says not when: a kiosk that waits for a picture's sake would keep visits waiting, too.
        """
        if not self._room.takes_pictures():
            raise Problem(503, "no_room", "No picture is taken until there is room.")

    async def add(self, visit_id: str, photo: str, piece: Piece, content: bytes) -> Progress:
        """As `append`; few at a time, and those that wait take no thread from the desks."""
        work = partial(self.append, visit_id, photo, piece, content)
        return await to_thread.run_sync(work, limiter=self._decoding)

    def append(self, visit_id: str, photo: str, piece: Piece, content: bytes) -> Progress:
        """Appends a piece; after the last one the whole picture is checked and stored.

        A picture in one piece is stored at once: should that fail, it comes again.

        Problem 409 when the piece does not begin where the part ends. Problem 422 when the whole is
        not the picture that was announced; the next upload then starts from the beginning.
        """
        if len(content) == piece.length:  # a piece that begins later would be too long
            self._receive(visit_id, photo, content)
            return Progress(len(content), complete=True)
        part = _part_of(visit_id, photo)
        offset = self._parts.append(part, piece.at, content)
        if offset is None:
            raise Problem(409, "wrong_offset", "Ask how much is here, and go on from there.")
        if offset < piece.length:
            return Progress(offset, complete=False)
        try:
            self._receive(visit_id, photo, self._parts.read(part))
        except Problem:
            self._parts.drop(part)
            raise
        self._parts.drop(part)
        return Progress(offset, complete=True)

    def _receive(self, visit_id: str, photo: str, content: bytes) -> None:
        try:
            self._picture_store.receive(visit_id, photo, content)
        except PictureFault as fault:
            raise Problem(422, "not_a_picture", str(fault), field="body") from fault


def _part_of(visit_id: str, photo: str) -> str:
    """The name of a part: of this picture for this visit, so that strangers share none."""
    return photo_id(f"{visit_id} {photo}".encode())


def read_piece(headers: Mapping[str, str]) -> Piece:
    """The piece that the headers describe; a Problem names the malformed header."""
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
