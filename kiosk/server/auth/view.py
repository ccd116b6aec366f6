"""Response types that several APIs share: a member, a site's name."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType


class MemberView(Struct, frozen=True):
    """A member as others see them."""

    id: str
    name: str
    role: str | UnsetType = UNSET


class SiteName(Struct, frozen=True):
    """The site as a page shows it to somebody who is not signed in."""

    name: str
