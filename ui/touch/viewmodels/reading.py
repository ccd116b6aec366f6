"""The words read on the picture, while it is shown. The visitor never waits for them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QPointF, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.vision.frames import code_places, paragraphs
from kiosk.vision.part import reading_of_part
from ui.touch.bridge import Bridge

if TYPE_CHECKING:
    from kiosk.domain.checkin_request import Corners
    from kiosk.vision.reading import Reading
    from ui.touch.pictures.shots import View
    from ui.touch.ports import ReaderPort

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in screens.py")
class ReadingViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """One picture after the other: read once, and told for the view that the visitor looks at.

    Properties: state ("" when there is nothing to say, reading, read, unread), quote (the line that
    matters), paragraphs and codes (the corners of each on the picture). Signal: changed.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._reader: ReaderPort | None = None
        self._bridge = bridge
        self._warm = False
        self._picture = b""
        self._job: Future[Reading] | None = None
        self._part: Callable[[Reading], Reading] = _all_of_it
        self._reading: Reading | None = None
        self._state = ""
        self._aspect = 1.0

    @Property(str, notify=changed)
    def state(self) -> str:
        """How far the reading is."""
        return self._state

    @Property(str, notify=changed)
    def quote(self) -> str:
        """The line that matters, "" when none was read."""
        return self._reading.quote if self._reading is not None else ""

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # a C++ type
    def paragraphs(self) -> list[list[QPointF]]:
        """The corners of each, clockwise from its top left, in fractions of the picture."""
        reading = self._reading
        if reading is None:
            return []
        return _as_points(paragraphs(reading.lines, reading.codes, self._aspect))

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # a C++ type
    def codes(self) -> list[list[QPointF]]:
        """The corners of each known code, as of the paragraphs."""
        reading = self._reading
        return [] if reading is None else _as_points(code_places(reading.lines, reading.codes))

    @property
    def reading(self) -> Reading | None:
        """What was read on the view that is shown; None when it is not known yet."""
        return self._reading

    @property
    def unfinished(self) -> Future[Reading] | None:
        """The reading of the picture, until it is known here."""
        return self._job if self._reading is None else None

    @property
    def aspect(self) -> float:
        """Width by height of the view that is shown."""
        return self._aspect

    @property
    def part(self) -> Callable[[Reading], Reading]:
        """What of the picture's reading belongs to the view that is shown."""
        return self._part

    def use_reader(self, reader: ReaderPort) -> None:
        """From now on pictures are read, by `reader`."""
        self._reader = reader

    def warm_up(self) -> None:
        """The camera shows something: a picture will come. Warms the reader once a visitor."""
        if self._reader is not None and not self._warm:
            self._warm = True
            self._reader.warm()

    def read(self, view: View) -> None:
        """Tells what stands on the view that is shown now; its picture is read once."""
        if self._reader is None:
            return
        self._aspect = view.image.width() / max(1, view.image.height())
        self._part = _part_on(view)
        if self._job is None or view.read_from != self._picture:
            job = self._job = self._reader.read(view.read_from)
            self._picture = view.read_from
            self._bridge.when_done(
                job, lambda _reading: self._publish(job), lambda: self._publish(job)
            )
        self._publish(self._job)

    def release(self, job: Future[Reading]) -> None:
        """That reading goes on when the picture is dropped: its visit is on disk."""
        if job is self._job:
            self._job = None

    def drop(self) -> None:
        """The picture is gone, and what was read on it with it."""
        if self._job is not None:
            self._job.cancel()
        self._picture, self._job, self._part = b"", None, _all_of_it
        self._set("", None)

    @Slot()
    def forget(self) -> None:
        """The visitor has left."""
        self._warm = False
        self.drop()

    def _publish(self, job: Future[Reading]) -> None:
        if job is not self._job:
            return
        if not job.done():
            self._set("reading", None)
        elif job.cancelled() or job.exception() is not None:
            self._set("unread", None)
        else:
            reading = self._part(job.result())
            self._set("read" if reading.quote else "unread", reading)

    def _set(self, state: str, reading: Reading | None) -> None:
        if (state, reading) != (self._state, self._reading):
            self._state, self._reading = state, reading
            self.changed.emit()


def _part_on(view: View) -> Callable[[Reading], Reading]:
    if view.flattening is None:
        return _all_of_it
    return partial(reading_of_part, flattening=view.flattening)


def _all_of_it(reading: Reading) -> Reading:
    return reading


def _as_points(places: list[Corners]) -> list[list[QPointF]]:
    return [[QPointF(*corner) for corner in place] for place in places]
