"""Owns getting log lines out of the process. Never lets the one who logs wait, or fail.

Whoever reads the log may have stopped reading or gone away: a visitor is not kept waiting for that.
"""

from __future__ import annotations

import logging
import queue
import threading
from contextlib import suppress
from typing import Final, TextIO

MOST_WAITING: Final = 1_000
"""Lines kept for a reader that is slow; of more the newest are left out, and their number told."""
LAST_WORDS_S: Final = 0.5
"""How long an ending process waits for its last lines to be read."""


class NonBlockingHandler(logging.Handler):
    """Hands lines to a thread of its own, which alone may wait for `stream`."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream
        self._waiting: queue.Queue[str] = queue.Queue(MOST_WAITING)
        self._left_out = 0
        self._writer = threading.Thread(target=self._write, name="log", daemon=True)
        self._writer.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Takes the line; returns at once."""
        try:
            self._waiting.put_nowait(self.format(record))
        except queue.Full:
            self._left_out += 1

    def flush(self) -> None:
        """What an ending process calls: the last lines get a moment, and no more."""
        self.drain(LAST_WORDS_S)

    def drain(self, within_s: float) -> bool:
        """Waits until every line so far is written; False when that took too long."""
        with self._waiting.all_tasks_done:
            return self._waiting.all_tasks_done.wait_for(
                lambda: self._waiting.unfinished_tasks == 0, within_s
            )

    def _write(self) -> None:
        while True:
            line = self._waiting.get()
            left_out, self._left_out = self._left_out, 0
            if left_out:
                line += f"\n{left_out} lines were left out: nobody read them in time"
            # A closed stream or a full disk costs the line and nothing else.
            with suppress(OSError, ValueError):
                self._stream.write(f"{line}\n")
                self._stream.flush()
            self._waiting.task_done()
