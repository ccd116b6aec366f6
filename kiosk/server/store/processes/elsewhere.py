"""Changes across processes: what one process of a site appends, the others' listeners hear of.

What is sent is a hint (`site:seq`), after the commit, and only the newest of several. Whoever gets
none, because the connection was lost, finds out by looking every few seconds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

from kiosk.retry import Backoff, Worker
from kiosk.server.store.dialect import ChangeLine

LOOKED_EVERY_S: Final = 3.0
"""How often the site's row is read, whatever was heard."""
_FIRST_RETRY_S: Final = 0.5
_LONGEST_RETRY_S: Final = 5.0
_IDLE_S: Final = 3_600.0
Connect = Callable[[], ChangeLine]


class Elsewhere:
    """The other processes of one site, as one process hears them and speaks to them."""

    def __init__(
        self,
        site_id: str,
        connect: Connect,
        head: Callable[[], int],
        publish: Callable[[int], None],
    ) -> None:
        """`head` reads how far the site has come, `publish` hands that to this process's feed."""
        self._site_id = site_id
        self._connect = connect
        self._head = head
        self._publish = publish
        self._lock = Lock()
        self._known = 0
        self._unsent: int | None = None
        self._speaking: ChangeLine | None = None
        self._hearing: ChangeLine | None = None
        self._speaker = Worker("changes-out", self._speak, _backoff())
        self._hearer = Worker("changes-in", self._hear, _backoff())

    @contextmanager
    def running(self) -> Iterator[None]:
        """Hears and speaks until the block ends."""
        self._speaker.start()
        self._hearer.start()
        try:
            yield
        finally:
            for worker in (self._speaker, self._hearer):
                worker.ask_to_stop()
            for line in (self._speaking, self._hearing):
                if line is not None:
                    line.close()  # ends the waiting for it, too
            for worker in (self._speaker, self._hearer):
                worker.stop()

    def tell(self, seq: int) -> None:
        """This process has brought the site to `seq`, and its own listeners know. Any thread."""
        with self._lock:
            self._known = max(self._known, seq)
            self._unsent = max(self._unsent or 0, seq)
        self._speaker.wake()

    def _speak(self) -> float:
        """Sends what is unsent; the next one may wait an hour, as it is woken."""
        with self._lock:
            seq = self._unsent
        if seq is None:
            return _IDLE_S
        if self._speaking is None:
            self._speaking = self._connect()
        try:
            self._speaking.send(f"{self._site_id}:{seq}")
        except BaseException:
            self._speaking.close()
            self._speaking = None
            raise
        with self._lock:
            if self._unsent == seq:
                self._unsent = None
                return _IDLE_S
        return 0.0

    def _hear(self) -> float:
        """Waits for hints; reads the site's row after each pause, and after each new connection."""
        if self._hearing is None:
            self._hearing = self._connect()
            self._hearing.listen()
            self._note(self._head())
        try:
            hints = self._hearing.wait(LOOKED_EVERY_S)
        except BaseException:
            self._hearing.close()
            self._hearing = None
            raise
        if not hints:
            self._note(self._head())
        for hint in hints:
            site_id, _, seq = hint.rpartition(":")
            if site_id == self._site_id and seq.isdigit():
                self._note(int(seq))
        return 0.0

    def _note(self, seq: int) -> None:
        """The site has come to `seq`; of what this process knows already it says nothing."""
        with self._lock:
            if seq <= self._known:
                return
            self._known = seq
        self._publish(seq)


def _backoff() -> Backoff:
    return Backoff(_FIRST_RETRY_S, _LONGEST_RETRY_S, random.Random())
