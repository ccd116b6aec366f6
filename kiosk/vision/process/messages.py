"""Messages between the kiosk and its reading process, framed for a pipe.

A frame is a length (4 bytes, big-endian), one letter that says the kind, and the content. A reader
refuses a length over its limit, so that memory stays bounded whatever the other end writes.
"""

from __future__ import annotations

import struct
from enum import Enum
from typing import IO, Final

LARGEST_PICTURE: Final = 5_000_000
LARGEST_ANSWER: Final = 64 * 1024
"""Bytes; a reading is bounded in lines and characters (kiosk/vision/process/pipeline.py)."""
LARGEST_QUESTION: Final = 1 + LARGEST_PICTURE
HEADER: Final = struct.Struct(">I")


class Question(Enum):
    """What to read on a picture: everything, or its printed codes alone."""

    WORDS = b"W"
    TAGS = b"T"


class Kind(Enum):
    """Kinds of answer: ready to read; cannot read, and why; a reading; the bytes are no picture."""

    READY = b"R"
    OFF = b"O"
    ANSWER = b"A"
    NO_PICTURE = b"N"


def send(pipe: IO[bytes], content: bytes) -> None:
    """Writes one message."""
    pipe.write(HEADER.pack(len(content)) + content)
    pipe.flush()


def receive(pipe: IO[bytes], largest: int) -> bytes | None:
    """The next message, None at the end of the pipe; ValueError when it is too large."""
    head = pipe.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    (size,) = HEADER.unpack(head)
    if size > largest:
        raise ValueError("a message is too large")
    content = pipe.read(size)
    return content if len(content) == size else None
