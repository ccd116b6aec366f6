"""What each role may do. Code asks for a permission, never for a role."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kiosk.server.auth.members import Member, Role


class Permission(StrEnum):
    """Something a member may be allowed to do."""

    HELP = "help"
    """See the queue, call visitors and help them, see the pictures of their visits."""
    MANAGE_DEVICES = "manage_devices"
    """See, pair and revoke kiosks and tablets."""
    SEE_OLD_PICTURES = "see_old_pictures"
    """See the pictures of a visit that ended more than a day ago, with a reason."""
    READ_METRICS = "read_metrics"
    """Read the figures for monitoring from another machine."""


_OF_ROLE: Final[Mapping[str, frozenset[Permission]]] = {
    Role.MEMBER: frozenset({Permission.HELP}),
    Role.LEAD: frozenset(Permission),
}


def is_allowed(member: Member, permission: Permission) -> bool:
    """Whether the role of `member` has that permission; one this version does not know has none."""
    return permission in _OF_ROLE.get(member.role, frozenset())
