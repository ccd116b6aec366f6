"""Encoder of preview pictures for the reading process, which looks for printed codes in them.

Imports OpenCV, so import it late.
"""

from __future__ import annotations

from typing import Final

import cv2

from kiosk.faults import CameraFault
from kiosk.vision.arrays import Pixels

SCAN_SIDE: Final = 1280
"""Longer side in pixels: codes at arm's length are large enough, and a scan takes milliseconds."""
_QUALITY: Final = 85
_COLOUR_DIMENSIONS: Final = 3


def encode_for_scan(picture: Pixels) -> bytes:
    """`picture` (BGR or grey) as a small grey JPEG; CameraFault when it cannot be encoded."""
    grey = (
        cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) if picture.ndim == _COLOUR_DIMENSIONS else picture
    )
    share = SCAN_SIDE / max(grey.shape[:2])
    if share < 1:
        grey = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    done, jpeg = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise CameraFault("the picture could not be encoded")
    return jpeg.tobytes()
