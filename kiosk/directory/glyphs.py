"""Which names the kiosk's own fonts can draw. One they cannot is not shown: boxes greet nobody."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from kiosk.resources import ASSETS

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_FACE: Final = ASSETS / "fonts" / "Inter-Regular.ttf"
"""All faces of the kiosk are cut from one, and hold the same letters."""
_LATIN: Final = 0x250
"""Below it are the letters that the face surely has: nothing is loaded for most names."""
_NO_LETTER: Final = "\U0010ffff"
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me", "Zs"})


def is_drawable(text: str) -> bool:
    """Whether the fonts have every letter of `text`."""
    return all(ord(each) < _LATIN or _has_glyph(each) for each in text)


@cache
def _has_glyph(letter: str) -> bool:
    if unicodedata.category(letter) in _UNSEEN:
        return True
    face = _face()
    return bytes(face.getmask(letter)) != bytes(face.getmask(_NO_LETTER))


@cache
def _face() -> FreeTypeFont:
    from PIL import ImageFont  # late: the first frame comes before it

    return ImageFont.truetype(_FACE, 16, layout_engine=ImageFont.Layout.BASIC)
