"""What a visitor asks for at check-in, as one value from the screen to the store.

What was read off the picture travels as plain values of the domain, not as the reading engine's own
types: the station stores and sends it without importing the engine, and another engine changes
nothing below the screen.
"""

from __future__ import annotations

from dataclasses import dataclass

Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Four points (across, down) in fractions of the picture, clockwise from the text's top left."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line of text on the picture."""

    text: str
    corners: Corners


@dataclass(frozen=True, slots=True)
class ReadCode:
    """An error code or a device tag on the picture, and what it stands for ("" unknown).

    `member`: what a code is to whoever helps, and what to look at first.
    `kind`: why a printed code's content is not kept (kiosk/vision/reading.py); "" where it is.
    """

    text: str
    meaning: str = ""
    member: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ReadFrame:
    """What is framed on the picture: a paragraph, or a known code, which is framed strongly."""

    corners: Corners
    code: bool = False


@dataclass(frozen=True, slots=True)
class PictureReading:
    """What was read off one picture; `quote` is the line that matters most."""

    quote: str = ""
    lines: tuple[ReadLine, ...] = ()
    codes: tuple[ReadCode, ...] = ()
    tags: tuple[ReadCode, ...] = ()
    frames: tuple[ReadFrame, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show to whoever helps."""
        return not self.lines and not self.tags


@dataclass(frozen=True, slots=True)
class CheckInRequest:
    """One visitor's check-in: only what the visitor has seen and agreed to."""

    first_name: str = ""
    """As typed or as a badge says; "" when none was given."""
    topic: str | None = None
    """The topic's id; None for "Something else" and when none was asked."""
    picture_declined: bool = False
    """Whether the visitor saw a picture and said no to it: whoever helps must not ask for one."""
    picture: bytes | None = None
    """The JPEG that was shown; None without a picture."""
    reading: PictureReading | None = None
    """None without a picture, and when reading was not done in time: then it follows the visit."""
