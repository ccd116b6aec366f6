"""Owns what a live picture is asked with: small, grey, and bytes. Pure; import it late: OpenCV.

Never looks for a code itself: that is for the reading process.
"""

from __future__ import annotations

from typing import Final

import cv2

from kiosk.faults import CameraFault
from kiosk.vision.arrays import Pixels

WIDEST: Final = 1280
"""Codes an arm's length away are large enough in that, and a look costs milliseconds."""
_QUALITY: Final = 85
_COLOURS: Final = 3


def encode_for_scan(picture: Pixels) -> bytes:
    """`picture` as the JPEG in which codes are looked for."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) if picture.ndim == _COLOURS else picture
    share = WIDEST / max(grey.shape[:2])
    if share < 1:
        grey = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    done, jpeg = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise CameraFault("the picture could not be encoded")
    return jpeg.tobytes()
