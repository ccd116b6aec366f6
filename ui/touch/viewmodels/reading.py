"""Owns what the visitor is told of the words on the picture, while it is being shown.

Never waits for them: whoever is quicker goes on without.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.touch.bridge import Bridge

if TYPE_CHECKING:
    from kiosk.vision.reading import Reading
    from ui.touch.ports import ReaderPort

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in face.py")
class ReadingViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """One picture after the other.

    Properties: state ("" when there is nothing to say, reading, read, unread), quote (the line that
    matters). Signal: changed.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._reader: ReaderPort | None = None
        self._bridge = bridge
        self._warm = False
        self._asked: Future[Reading] | None = None
        self._reading: Reading | None = None
        self._state = ""

    @Property(str, notify=changed)
    def state(self) -> str:
        """How far it is."""
        return self._state

    @Property(str, notify=changed)
    def quote(self) -> str:
        """What can be read, "" while nothing is."""
        return self._reading.quote if self._reading is not None else ""

    @property
    def reading(self) -> Reading | None:
        """What was read on the picture that is shown; None when it is not known yet."""
        return self._reading

    def use(self, reader: ReaderPort) -> None:
        """From now on pictures are read, by `reader`."""
        self._reader = reader

    def get_ready(self) -> None:
        """The camera shows something: a picture will come. Asks once a visitor."""
        if self._reader is not None and not self._warm:
            self._warm = True
            self._reader.warm()

    def look(self, jpeg: bytes) -> None:
        """A picture was taken."""
        self.drop()
        if self._reader is None:
            return
        asked = self._asked = self._reader.read(jpeg)
        self._set("reading")
        self._bridge.when_done(
            asked, lambda reading: self._take(asked, reading), lambda: self._miss(asked)
        )

    def drop(self) -> None:
        """The picture is gone, and what it said with it."""
        asked, self._asked = self._asked, None
        if asked is not None:
            asked.cancel()
        self._reading = None
        self._set("")

    def forget(self) -> None:
        """The visitor has left."""
        self._warm = False
        self.drop()

    def _take(self, asked: Future[Reading], reading: Reading) -> None:
        if asked is self._asked:
            self._reading = reading
            self._set("read" if reading.quote else "unread")

    def _miss(self, asked: Future[Reading]) -> None:
        if asked is self._asked:
            self._set("unread")

    def _set(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit()
