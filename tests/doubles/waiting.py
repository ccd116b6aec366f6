"""Waiting for what another thread or process does, without a promise of how long it takes."""

from __future__ import annotations

import threading
from collections.abc import Callable

HANG_S = 120.0
"""After this a test says that something never comes. Far above what anything takes, also on a
machine with much else to do; below the suite's own limit for a test (pyproject.toml)."""


def until(true: Callable[[], bool], what: str) -> None:
    """Returns once `true` holds; AssertionError says `what` never came."""
    pause = threading.Event()
    for _ in range(int(HANG_S / 0.01)):
        if true():
            return
        pause.wait(0.01)
    message = f"never came: {what}"
    raise AssertionError(message)
