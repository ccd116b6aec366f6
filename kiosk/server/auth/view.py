"""Response types that several APIs share: a member, a site's name."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType


class MemberView(Struct, frozen=True):
    """A member as others see them."""

    id: str
    name: str
    role: str | UnsetType = UNSET


class TeamMember(Struct, frozen=True):
    """A member as a tablet names them at the sign-in.

    `locked_s`: seconds until they may try a PIN again, 0 when they may now.
    """

    id: str
    name: str
    locked_s: int = 0


class SiteName(Struct, frozen=True):
    """The site as a page shows it to somebody who is not signed in."""

    name: str
