"""One picture that is read again and again, beside whatever else the kiosk does."""

from __future__ import annotations

from concurrent.futures import Future

from kiosk.vision.reading import Reading
from ui.touch.ports import ReaderPort


class ReadAlong:
    """Keeps `reader` busy with `jpeg` from its making until `stop`; `count` says how often so far.

    Nothing of it runs on the thread that made it.
    """

    def __init__(self, reader: ReaderPort, jpeg: bytes) -> None:
        self.count = 0
        self._reader = reader
        self._jpeg = jpeg
        self._on = True
        self._ask()

    def stop(self) -> None:
        """The picture being read is the last."""
        self._on = False

    def _ask(self) -> None:
        self._reader.read(self._jpeg).add_done_callback(self._again)

    def _again(self, asked: Future[Reading]) -> None:
        """On the reading thread."""
        assert asked.result().quote
        self.count += 1
        if self._on:
            self._ask()
