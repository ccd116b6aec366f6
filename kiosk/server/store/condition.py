"""The condition of the home itself: what a lead should see to. Each part says its own.

Desks show it to leads, monitoring and `kiosk doctor` to whoever runs the server. Names nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class NoticeCode(StrEnum):
    """What is to be seen to, in a word of the API. Pages and monitoring know them."""

    CLOCK_DOUBTED = "clock_doubted"
    PUT_BACK = "put_back"
    DISK_LOW = "disk_low"
    DISK_FULL = "disk_full"
    CROWDED = "crowded"


class Notice(Struct, frozen=True):
    """Something that a lead should see to. `since`: None when nobody knows."""

    code: NoticeCode
    since: datetime | None = None


Look = Callable[[], Notice | None]
"""Looks at one part of the home; any thread may call it."""


class Condition:
    """The parts of one home that are looked at."""

    def __init__(self) -> None:
        self._looks: list[Look] = []

    def watch(self, look: Look) -> None:
        """From now on this part is looked at, too; call it while the home is put together."""
        self._looks.append(look)

    def notices(self) -> Sequence[Notice]:
        """What there is to see to now."""
        found = [look() for look in self._looks]
        return [notice for notice in found if notice is not None]

    def by_code(self) -> Mapping[str, int]:
        """Every code, with 1 while there is something to see to."""
        now = {notice.code for notice in self.notices()}
        return {code.value: int(code in now) for code in NoticeCode}
