"""Limits, field types and headers that all messages share."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from msgspec import Meta

MAX_EVENTS: Final = 200
"""Most events in one push; a backlog goes in several."""
MAX_BODY_BYTES: Final = 1_000_000
"""Largest JSON body either end reads."""
MAX_PICTURE_BYTES: Final = 5_000_000
"""Largest picture that a server accepts."""
MAX_PIECE_BYTES: Final = 1_000_000
"""Largest piece of a picture a server takes at once."""
MAX_NOTE: Final = 4_000
"""Longest private text, in characters."""
LARGEST: Final = 2**31 - 1
"""Largest whole number that every store takes."""

UPLOAD_OFFSET: Final = "Upload-Offset"
UPLOAD_LENGTH: Final = "Upload-Length"
UPLOAD_COMPLETE: Final = "Upload-Complete"
YES: Final = "?1"
NO: Final = "?0"
PIECE_TYPE: Final = "application/octet-stream"

_UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$(?!\\n)"

MAX_WAYS: Final = 16
MAX_REFUSED_PICTURES: Final = 50
"""Most pictures a status names as refused: those of the newest visits."""
WAYS_HEADER: Final = "Kiosk-Ways"
"""The ways that are stuck, as JSON, on a pull: a push might not get through to tell of them."""
MAX_WAYS_HEADER: Final = 2_000

Id = Annotated[str, Meta(pattern=_UUID)]
Short = Annotated[str, Meta(min_length=1, max_length=80)]
PhotoId = Annotated[str, Meta(pattern="^[0-9a-f]{64}$(?!\\n)")]
Instant = Annotated[datetime, Meta(tz=True)]
Mark = Annotated[str, Meta(max_length=200)]
Seq = Annotated[int, Meta(ge=0, le=2**53)]
Count = Annotated[int, Meta(ge=0, le=LARGEST)]
Seat = Annotated[int, Meta(ge=1, le=999)]


def require(holds: object, field: str) -> None:
    """ValueError names `field` when the limit does not hold."""
    if not holds:
        raise ValueError(f"{field}: out of its allowed form")
