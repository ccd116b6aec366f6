"""The line on which PostgreSQL passes hints of changes from process to process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

import psycopg

from kiosk.faults import StoreFault

_CHANNEL: Final = "kiosk_changes"
_Raw: TypeAlias = psycopg.Connection[Any]


class NotifyLine:
    """One connection that sends hints, or waits for them; StoreFault when it is lost."""

    def __init__(self, connect: Callable[[], _Raw]) -> None:
        with _faults():
            self._raw = connect()

    def send(self, hint: str) -> None:
        """To every process that listens, this one among them."""
        with _faults():
            self._raw.execute("select pg_notify(%s, %s)", (_CHANNEL, hint))

    def listen(self) -> None:
        """From now on hints are kept for `wait`."""
        with _faults():
            self._raw.execute(f"listen {_CHANNEL}")

    def wait(self, longest_s: float) -> Sequence[str]:
        """The hints that came; none when none came for so long."""
        with _faults():
            return [one.payload for one in self._raw.notifies(timeout=longest_s, stop_after=1)]

    def close(self) -> None:
        """Ends the connection, also while another thread waits."""
        self._raw.close()


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except (psycopg.Error, OSError) as fault:
        raise StoreFault(type(fault).__name__) from fault
