"""The taking of one picture: the count before it, the shot, and the decoding of its views."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from concurrent.futures import Future

    from kiosk.camera.frame import Shot
    from ui.touch.bridge import Bridge
    from ui.touch.pictures.shots import ShotPictures, View

COUNT_FROM = 3


class Shutter(QObject):
    """Takes one picture at a time. It hands a shot on and stores none.

    Signals: changed (count or taking), flashed (the picture is being taken now), taken (its views,
    the one to show first), failed (no picture came).
    """

    changed = Signal()
    flashed = Signal()
    taken = Signal(object)
    failed = Signal()

    def __init__(
        self,
        take: Callable[[], Future[Shot]],
        *,
        bridge: Bridge,
        shots: ShotPictures,
        count_ms: int,
    ) -> None:
        super().__init__()
        self._take = take
        self._bridge = bridge
        self._shots = shots
        self._run = 0
        self.count = 0
        """Seconds until the picture is taken, 0 when none is counted for."""
        self.taking = False
        """Whether a picture is being counted for or fetched."""
        self._ticks = QTimer(self, interval=count_ms)
        self._ticks.timeout.connect(self._count_down)

    def start_count(self) -> None:
        """Counts 3, 2, 1 and takes the picture."""
        self.taking = True
        self._set_count(COUNT_FROM)
        self._ticks.start()

    def fire(self) -> None:
        """Takes the picture now."""
        self.taking = True
        self._set_count(0)
        self.flashed.emit()
        run = self._run
        self._bridge.when_done(
            self._take(), lambda shot: self._decode(run, shot), lambda: self._on_fault(run)
        )

    def stop(self) -> None:
        """Ends the count; a shot that was already asked for is still handed on."""
        self._ticks.stop()
        self.taking = False
        self._set_count(0)

    def discard(self) -> None:
        """Ends the count, and drops a shot that is still on its way."""
        self._run += 1
        self.stop()

    @Slot()
    def _count_down(self) -> None:
        if self.count > 1:
            self._set_count(self.count - 1)
            return
        self._ticks.stop()
        self.fire()

    def _decode(self, run: int, shot: Shot) -> None:
        if run == self._run:
            self._bridge.when_done(
                self._shots.decode(shot),
                lambda views: self._on_views(run, views),
                lambda: self._on_fault(run),
            )

    def _on_views(self, run: int, views: tuple[View, ...]) -> None:
        if run == self._run:
            self.stop()
            self.taken.emit(views)

    def _on_fault(self, run: int) -> None:
        if run == self._run:
            self.stop()
            self.failed.emit()

    def _set_count(self, count: int) -> None:
        self.count = count
        self.changed.emit()
