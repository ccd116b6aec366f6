"""Owns what the visitor is told of the words on the picture, while it is being shown.

Never waits for them: whoever is quicker goes on without.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QPointF, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.touch.bridge import Bridge

if TYPE_CHECKING:
    from kiosk.vision.reading import Reading
    from ui.touch.pictures import View
    from ui.touch.ports import ReaderPort

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in face.py")
class ReadingViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """One picture after the other, each with as many views as are looked at.

    Properties: state ("" when there is nothing to say, reading, read, unread), quote (the line that
    matters), lines (of each its corners). Signal: changed.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._reader: ReaderPort | None = None
        self._bridge = bridge
        self._warm = False
        self._asked: dict[bool, Future[Reading]] = {}
        self._shown: Future[Reading] | None = None
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

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # a C++ type
    def lines(self) -> list[list[QPointF]]:
        """The corners of each line, clockwise from its top left, in fractions of the picture."""
        lines = self._reading.lines if self._reading is not None else ()
        return [[QPointF(*corner) for corner in line.corners] for line in lines]

    @property
    def reading(self) -> Reading | None:
        """What was read on the view that is shown; None when it is not known yet."""
        return self._reading

    def use(self, reader: ReaderPort) -> None:
        """From now on pictures are read, by `reader`."""
        self._reader = reader

    def get_ready(self) -> None:
        """The camera shows something: a picture will come. Asks once a visitor."""
        if self._reader is not None and not self._warm:
            self._warm = True
            self._reader.warm()

    def look(self, view: View) -> None:
        """This view of the picture is shown now; each is read once, and only if it is shown."""
        if self._reader is None:
            return
        if view.is_whole not in self._asked:
            asked = self._asked[view.is_whole] = self._reader.read(view.jpeg)
            self._bridge.when_done(
                asked, lambda _reading: self._tell_of(asked), lambda: self._tell_of(asked)
            )
        self._shown = self._asked[view.is_whole]
        self._tell_of(self._shown)

    def settle(self) -> None:
        """The visitor said yes to the view that is shown: what another said is gone."""
        for is_whole, asked in list(self._asked.items()):
            if asked is not self._shown:
                asked.cancel()
                del self._asked[is_whole]

    def drop(self) -> None:
        """The picture is gone, and what it said with it."""
        for asked in self._asked.values():
            asked.cancel()
        self._asked.clear()
        self._shown = None
        self._tell("", None)

    def forget(self) -> None:
        """The visitor has left."""
        self._warm = False
        self.drop()

    def _tell_of(self, asked: Future[Reading]) -> None:
        if asked is not self._shown:
            return
        if not asked.done():
            self._tell("reading", None)
        elif asked.cancelled() or asked.exception() is not None:
            self._tell("unread", None)
        else:
            reading = asked.result()
            self._tell("read" if reading.quote else "unread", reading)

    def _tell(self, state: str, reading: Reading | None) -> None:
        if (state, reading) != (self._state, self._reading):
            self._state, self._reading = state, reading
            self.changed.emit()
