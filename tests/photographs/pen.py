"""Writing on a screen: draws words and remembers where, in pixels of the screen.

Knows no scene. Takes the fonts the project carries, and DejaVu where the system has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

from kiosk.resources import ASSETS
from tests.photographs.truth import Role

Colour: TypeAlias = tuple[int, int, int]
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""

FAMILIES = ("Inter", "DejaVuSans", "DejaVuSans", "DejaVuSerif", "Inter")
MONO = "DejaVuSansMono"

_DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
_LEADING = 1.36


@dataclass(frozen=True, slots=True)
class Written:
    """One line as it stands on the screen."""

    text: str
    role: Role
    box: Box
    em: float


class Pen:
    """Draws on one screen; what was written is kept in `written`. `font` in place of a family."""

    def __init__(self, picture: Image.Image, family: str, *, font: Path | None = None) -> None:
        self.picture = picture
        self.draw = ImageDraw.Draw(picture, "RGBA")
        self.family = family
        self._only = font
        self.written: list[Written] = []

    def write(
        self, at: tuple[float, float], text: str, *, em: float, colour: Colour, role: Role
    ) -> float:
        """One line with its top left at `at`; how wide it came out."""
        font = self._font(em, bold=role is Role.TITLE)
        self.draw.text(at, text, font=font, fill=colour)
        left, top, right, bottom = self.draw.textbbox(at, text, font=font)
        self.written.append(Written(text, role, (left, top, right, bottom), em))
        return right - at[0]

    def fill(
        self, box: Box, text: str, *, em: float, colour: Colour, role: Role, code: str = ""
    ) -> float:
        """Words broken into lines within `box`; the height taken. A line with `code` is CODE."""
        y = box[1]
        for line in self._broken(text, em, box[2] - box[0], bold=role is Role.TITLE):
            told = Role.CODE if code and code in line else role
            self.write((box[0], y), line, em=em, colour=colour, role=told)
            y += em * _LEADING
        return y - box[1]

    def middle(self, box: Box, text: str, *, em: float, colour: Colour) -> None:
        """The label of a button; nothing that is told."""
        place = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        self.draw.text(place, text, font=self._font(em, bold=False), fill=colour, anchor="mm")

    def _broken(self, text: str, em: float, width: float, *, bold: bool) -> list[str]:
        font = self._font(em, bold=bold)
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.draw.textlength(longer, font=font) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _font(self, em: float, *, bold: bool) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        inter = ASSETS / "fonts" / f"Inter-{'SemiBold' if bold else 'Regular'}.ttf"
        dejavu = _DEJAVU / f"{self.family}{'-Bold' if bold else ''}.ttf"
        chosen = inter if self.family == "Inter" or not dejavu.is_file() else dejavu
        chosen = self._only or chosen
        if not chosen.is_file():
            return ImageFont.load_default(em)  # A checkout whose fonts were not made yet.
        return ImageFont.truetype(chosen, em)
