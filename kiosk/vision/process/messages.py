"""Owns the messages between the kiosk and its reading process, and how they lie in a pipe.

A length of four bytes, one letter that says the kind, the content. Never holds more than a bounded
message in memory, whatever the other end writes.
"""

from __future__ import annotations

import struct
from enum import Enum
from typing import IO, Final

LARGEST_PICTURE: Final = 5_000_000
LARGEST_ANSWER: Final = 64 * 1024
"""Bytes (notes: P13)."""
LARGEST_QUESTION: Final = 1 + LARGEST_PICTURE
HEAD: Final = struct.Struct(">I")


class Question(Enum):
    """What the reading process is asked of a picture: everything, or its printed codes alone."""

    WORDS = b"W"
    TAGS = b"T"


class Kind(Enum):
    """What the reading process says: it can read, it cannot and why, the answer, no picture."""

    READY = b"R"
    OFF = b"O"
    ANSWER = b"A"
    NO_PICTURE = b"N"


def send(pipe: IO[bytes], content: bytes) -> None:
    """Writes one message."""
    pipe.write(HEAD.pack(len(content)) + content)
    pipe.flush()


def receive(pipe: IO[bytes], largest: int) -> bytes | None:
    """The next message, None at the end of the pipe; ValueError when it is too large."""
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    (size,) = HEAD.unpack(head)
    if size > largest:
        raise ValueError("a message is too large")
    content = pipe.read(size)
    return content if len(content) == size else None
