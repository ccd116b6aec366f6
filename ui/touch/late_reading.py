"""What is read on a picture after its visitor said yes: it follows the visit; nobody waits for it.

A reading that never ends is no words: nothing was promised.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future

    from kiosk.domain.checkin_request import PictureReading
    from kiosk.domain.snapshot import Receipt
    from kiosk.vision.reading import Reading
    from ui.touch.bridge import Bridge
    from ui.touch.ports import StationPort


class LateReading:
    """The unfinished reading of the picture that is being saved. Lives on the Qt thread.

    `release` has the reading go on although its picture leaves the screen.
    """

    def __init__(
        self, station: StationPort, bridge: Bridge, release: Callable[[Future[Reading]], None]
    ) -> None:
        self._station = station
        self._bridge = bridge
        self._release = release
        self._job: Future[Reading] | None = None
        self._whole: Callable[[Reading], PictureReading | None] = lambda _reading: None
        self._filed: PictureReading | None = None

    def on_yes(
        self,
        job: Future[Reading] | None,
        whole: Callable[[Reading], PictureReading | None],
        filed: PictureReading | None,
    ) -> None:
        """The visitor agrees to the picture that `job` reads; None when that is done.

        `whole`: the reading as this visitor's check-in would have had it. `filed`: what it has.
        """
        self._job, self._whole, self._filed = job, whole, filed

    def on_saved(self, receipt: Receipt) -> None:
        """The visit is on disk: what is still being read follows it."""
        job, whole, filed = self._job, self._whole, self._filed
        self.forget()
        if job is None:
            return
        self._release(job)

        def follow(reading: Reading) -> None:
            words = whole(reading)
            if words is not None and words != filed:
                added = self._station.add_reading(receipt.visit_id, words)
                self._bridge.when_done(added, lambda _: None, lambda: None)

        self._bridge.when_done(job, follow, lambda: None)

    def forget(self) -> None:
        """Nothing follows any more but what is already on its way."""
        self._job, self._whole, self._filed = None, lambda _reading: None, None
