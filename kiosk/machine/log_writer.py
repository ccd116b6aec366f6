"""Non-blocking log handler: a thread of its own writes the lines to the stream.

Whoever reads the stream may stop or go away, and a visitor must not wait for that. The standard
library's QueueListener is not used because its stop joins its thread without a limit.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TextIO

MAX_WAITING: Final = 1_000
"""Lines kept for a slow reader; further ones are dropped, and their number is written."""
FLUSH_WITHIN_S: Final = 0.5
"""How long an ending process waits for its last lines to be written."""


class NonBlockingHandler(logging.Handler):
    """Queues lines for a thread that alone may block on `stream`."""

    def __init__(self, stream: TextIO, left_out: Callable[[int], str] | None = None) -> None:
        """`left_out` makes the line that tells how many lines were dropped."""
        super().__init__()
        self._stream = stream
        self._waiting: queue.Queue[str] = queue.Queue(MAX_WAITING)
        self._dropped = 0
        self._left_out = left_out or _left_out
        self._writer = threading.Thread(target=self._write, name="log", daemon=True)
        self._writer.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Queues the line; returns at once."""
        try:
            self._waiting.put_nowait(self.format(record))
        except queue.Full:
            self._dropped += 1

    def flush(self) -> None:
        """Called at the end of the process: waits FLUSH_WITHIN_S at most for the last lines."""
        self.drain(FLUSH_WITHIN_S)

    def drain(self, within_s: float) -> bool:
        """Waits until every line so far is written; False when that took too long."""
        with self._waiting.all_tasks_done:
            return self._waiting.all_tasks_done.wait_for(
                lambda: self._waiting.unfinished_tasks == 0, within_s
            )

    def _write(self) -> None:
        while True:
            line = self._waiting.get()
            dropped, self._dropped = self._dropped, 0
            if dropped:
                line += f"\n{self._left_out(dropped)}"
            # A closed stream or a full disk loses the line and nothing else.
            with suppress(OSError, ValueError):
                self._stream.write(f"{line}\n")
                self._stream.flush()
            self._waiting.task_done()


def _left_out(count: int) -> str:
    return f"{count} lines were left out: nobody read them in time"
