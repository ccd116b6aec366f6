"""Messages between a kiosk and its home before the kiosk has a token.

Unknown fields are ignored, so that an older end understands a newer one.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from kiosk.domain.site import LETTERS

Letter = Annotated[str, Meta(pattern=rf"^[{LETTERS}]$(?!\n)")]
_SiteId = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,40}$(?!\n)")]
_Secret = Annotated[str, Meta(min_length=1, max_length=200)]


class HeldFacts(Struct, frozen=True):
    """What the kiosk's folder still holds for a home: `count` facts of that letter of that site."""

    site: _SiteId
    letter: Letter
    count: Annotated[int, Meta(ge=1, le=1_000_000)]


class AskCode(Struct, frozen=True):
    """A kiosk without a token asks for a code to show."""

    held: HeldFacts | None = None


class CodeToShow(Struct, frozen=True):
    """The code as people read it, and the secret that alone collects the token."""

    claim: str
    code: str
    expires_s: Annotated[int, Meta(ge=0)]


class Claim(Struct, frozen=True):
    """The secret that came with the code."""

    claim: _Secret


class Claimed(Struct, frozen=True):
    """The token once a lead approved, None before that."""

    token: str | None
    expires_s: Annotated[int, Meta(ge=0)]
