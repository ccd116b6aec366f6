"""Handle of one reading process: starts it, asks it over its pipes, ends it.

Starting another after it died is up to the reader (kiosk/vision/process/reader.py).
"""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from kiosk.clock import Clock
from kiosk.faults import ModelsFault, ReadingFault
from kiosk.vision.process.messages import HEADER, LARGEST_ANSWER, Kind, Question, send

COMMAND: Final = (sys.executable, "-P", "-m", "kiosk.vision.process.worker")
READY_WITHIN_S: Final = 20.0
_INHERITED: Final = ("PATH", "LANG", "LC_", "PYTHON", "OPENBLAS")
"""Prefixes of the environment variables it inherits; never a secret of the service."""


class ReadingProcess:
    """A reading process that is ready. One thread asks; any thread may `kill`.

    ReadingFault when it cannot be started, ModelsFault when it says that it cannot read.
    """

    def __init__(self, clock: Clock, command: Sequence[str] = COMMAND) -> None:
        self._clock = clock
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={k: v for k, v in os.environ.items() if k.startswith(_INHERITED)},
                start_new_session=True,
            )
        except OSError as fault:
            raise ReadingFault("the reading process cannot be started") from fault
        assert self._process.stdin is not None, "asked for above"
        assert self._process.stdout is not None, "asked for above"
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        os.set_blocking(self._stdout.fileno(), False)
        try:
            kind, content = self._receive(READY_WITHIN_S)
            if kind is Kind.OFF:
                raise ModelsFault(content.decode(errors="replace"))
        except BaseException:
            self.end()
            raise

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def ask(self, question: Question, picture: bytes, within_s: float) -> bytes | None:
        """The encoded reading of `picture`, None when it is no picture.

        ReadingFault without an answer.
        """
        try:
            send(self._stdin, question.value + picture)
        except OSError as fault:
            raise ReadingFault("the reading process is gone") from fault
        kind, content = self._receive(within_s)
        return content if kind is Kind.ANSWER else None

    def kill(self) -> None:
        """Kills it from any thread; a waiting `ask` raises ReadingFault."""
        self._process.kill()

    def end(self) -> None:
        """Kills it and waits until it is gone; its memory is free when this returns."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._stdin, self._stdout):
            with suppress(OSError):
                pipe.close()

    def _receive(self, within_s: float) -> tuple[Kind, bytes]:
        until = self._clock.monotonic_s() + within_s
        (size,) = HEADER.unpack(self._read(HEADER.size, until))
        if not 0 < size <= LARGEST_ANSWER:
            raise ReadingFault("the reading process sent a malformed message")
        message = self._read(size, until)
        try:
            return Kind(message[:1]), message[1:]
        except ValueError as fault:
            raise ReadingFault("the reading process sent a malformed message") from fault

    def _read(self, size: int, until: float) -> bytes:
        """Exactly `size` bytes; ReadingFault when they have not come by `until`."""
        read = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self._stdout, selectors.EVENT_READ)
            while len(read) < size:
                if not selector.select(max(0.0, until - self._clock.monotonic_s())):
                    raise ReadingFault("the reading process took too long")
                part = os.read(self._stdout.fileno(), size - len(read))
                if not part:
                    raise ReadingFault("the reading process is gone")
                read += part
        return read
