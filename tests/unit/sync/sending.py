"""The up worker stepped by a test."""

from __future__ import annotations

import pytest

from kiosk.faults import LinkFault
from kiosk.sync.up import IDLE_S, SyncUp


def send(up: SyncUp, steps: int = 400) -> int:
    """Steps until nothing is left to send, faults waited out; how many steps that took."""
    for count in range(steps):
        try:
            if up.step() == IDLE_S:
                return count
        except LinkFault:
            continue
    pytest.fail("still not at rest")
