"""Notifications to systemd: ready, alive, stopping (sd_notify(3)); nothing without a listener."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from typing import Final

_MICROSECONDS: Final = 1_000_000
_BEATS_PER_DEADLINE: Final = 3
"""Notifications within the watchdog's time: the manual advises two, a third leaves a margin."""


class Notifier:
    """The service manager that started this process, as the environment variables name it."""

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        *,
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._on_ready = on_ready
        self._address = environment.get("NOTIFY_SOCKET", "")
        watchdog = environment.get("WATCHDOG_USEC", "")
        deadline_s = int(watchdog) / _MICROSECONDS if watchdog.isdigit() else 0.0
        self.beat_s: float = deadline_s / _BEATS_PER_DEADLINE
        """Seconds between two calls of `alive`; 0 without a watchdog."""

    def ready(self) -> None:
        """Visitors can be served.

        Names this process, as the one systemd started is the compositor.
        """
        self._on_ready()
        self._send(f"READY=1\nMAINPID={os.getpid()}")

    def alive(self) -> None:
        """Still working; to be called from the thread that must not hang."""
        self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """The process ends on purpose."""
        self._send("STOPPING=1")

    def _send(self, state: str) -> None:
        if not self._address:
            return
        # An address beginning with @ lies in the abstract namespace, whose names begin with NUL.
        address = self._address.replace("@", "\0", 1) if self._address[0] == "@" else self._address
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as link:
            link.setblocking(False)
            try:
                link.sendto(state.encode(), address)
            except OSError:
                # Visitors are served also when the service manager does not listen.
                return
