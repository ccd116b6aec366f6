"""Owns telling systemd that this process is ready and alive (sd_notify(3)).

Silent where nobody listens.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from typing import Final

_MICROSECONDS: Final = 1_000_000
_PER_DEADLINE: Final = 3
"""How often to speak within the watchdog's time.

Half is the manual's advice, a third leaves room.
"""


class Notifier:
    """The service manager that started us, as its environment variables name it."""

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
        self.beat_s: float = deadline_s / _PER_DEADLINE
        """Seconds between two `alive`, 0 when nobody waits for them."""

    def ready(self) -> None:
        """Visitors can be served. Names this process, because the compositor is the one started."""
        self._on_ready()
        self._tell(f"READY=1\nMAINPID={os.getpid()}")

    def alive(self) -> None:
        """Still working; to be called from the thread that must not hang."""
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """Ending on purpose."""
        self._tell("STOPPING=1")

    def _tell(self, words: str) -> None:
        if not self._address:
            return
        # An address beginning with @ lies in the abstract namespace, whose names begin with NUL.
        address = self._address.replace("@", "\0", 1) if self._address[0] == "@" else self._address
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.setblocking(False)
            try:
                line.sendto(words.encode(), address)
            except OSError:
                # A manager that does not listen is no reason to stop serving visitors.
                return
