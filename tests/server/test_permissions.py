"""What each role may do."""

from __future__ import annotations

import pytest

from kiosk.server.auth.members import Member, Role
from kiosk.server.auth.permissions import Permission, is_allowed


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.LEAD.value, set(Permission)),
        (Role.MEMBER.value, {Permission.HELP}),
        ("of a newer version", set()),
    ],
)
def test_a_role_has_its_permissions_and_an_unknown_one_has_none(
    role: str, allowed: set[Permission]
) -> None:
    member = Member("id", "Maya", role)

    assert {each for each in Permission if is_allowed(member, each)} == allowed
