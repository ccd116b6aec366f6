"""Owns how the camera stands while it is looked into, and the count before a picture is taken.

Never keeps a shot: it hands it on and forgets it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.vision.hint import HOLD_S, Guidance, Hint
from ui.touch.bridge import Bridge
from ui.touch.pictures import PreviewPictures, ShotPictures, View
from ui.touch.ports import Sight

if TYPE_CHECKING:
    from kiosk.camera.frame import Frame, Shot
    from ui.touch.ports import CameraMaker

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

COUNT_FROM = 3
COUNT_MS = 1_000
LOST_FOR_GOOD_S = 2
"""A picture away for longer is no longer waited for (ux.md 3.4)."""

COVERED_FOR_GOOD_S = 6
"""A cover can be taken off: so long a black or frozen picture is asked about."""

_NONE = Guidance(Hint.SEARCHING)
_GONE = frozenset({Sight.LOST, Sight.BLIND})
"""A camera that shows nothing but black is no better than none."""


@QmlElement
@QmlUncreatable("made in face.py")
class CameraViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """What the screen that shows the camera binds to.

    Properties: preview (address of the newest frame, "" before the first), showing, resting (no
    picture since the camera was asked for), brokeOff (there was one and it went), covered (there
    are pictures on which nothing can be seen), count (3, 2, 1 while the visitor holds still, else
    0), taking, got (taken, and not yet shown), holdMs, hint (what is in the way of a good picture,
    "steady" when nothing is), hold (0 to 1: how much of the time to hold still has passed).
    Signals: changed, previewChanged, countChanged, flashed (the picture is being taken now),
    shotTaken (its views, the one to show first), gone (whether there was a picture before).
    """

    changed = Signal()
    previewChanged = Signal()
    countChanged = Signal()
    guidanceChanged = Signal()
    flashed = Signal()
    shotTaken = Signal(object)
    gone = Signal(bool)

    def __init__(
        self,
        make_camera: CameraMaker,
        *,
        bridge: Bridge,
        previews: PreviewPictures,
        shots: ShotPictures,
        count_ms: int = COUNT_MS,
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._previews = previews
        self._shots = shots
        self._wanted = False
        self._shoots = True
        self._opening = 0
        self._state = Sight.CLOSED
        self._seen = False
        self._missed = False
        self._frame = 0
        self._count = 0
        self._taking = False
        self._guidance = _NONE
        self._counting = QTimer(self, interval=count_ms)
        self._counting.timeout.connect(self._count_down)
        self._waiting = QTimer(self, singleShot=True)
        self._waiting.timeout.connect(lambda: self.gone.emit(self._seen))
        self._camera = make_camera(
            on_frame=self._frame_came, on_state=self._state_came, on_guidance=self._guidance_came
        )

    @Property(str, notify=previewChanged)
    def preview(self) -> str:
        """A new address for each frame shown."""
        return f"image://preview/{self._frame}" if self._frame else ""

    @Property(bool, notify=changed)
    def showing(self) -> bool:
        """Whether a picture can be taken."""
        return self._state is Sight.SHOWING

    @Property(bool, notify=changed)
    def resting(self) -> bool:
        """Whether there was never a picture since the screen asked."""
        return self._state is Sight.LOST and not self._seen

    @Property(bool, notify=changed)
    def brokeOff(self) -> bool:
        """Whether the picture went away under the visitor's eyes."""
        return (self._state is Sight.LOST and self._seen) or self._missed

    @Property(bool, notify=changed)
    def covered(self) -> bool:
        """Whether the camera works and sees nothing."""
        return self._state is Sight.BLIND

    @Property(int, notify=countChanged)
    def count(self) -> int:
        """Seconds until the picture is taken."""
        return self._count

    @Property(bool, notify=countChanged)
    def taking(self) -> bool:
        """Whether a picture is being counted for or fetched."""
        return self._taking

    @Property(bool, notify=countChanged)
    def got(self) -> bool:
        """Whether the picture is taken, and only its showing is waited for."""
        return self._taking and self._count == 0

    @Property(str, notify=guidanceChanged)
    def hint(self) -> str:
        """One of kiosk.vision.hint.Hint."""
        return self._guidance.hint

    @Property(float, notify=guidanceChanged)
    def hold(self) -> float:
        """The share of the hold that has passed."""
        return min(1.0, self._guidance.steady_s / HOLD_S)

    @Property(int, notify=changed)
    def holdMs(self) -> int:
        """How long the whole count takes."""
        return COUNT_FROM * self._counting.interval()

    @Slot()
    def takeSoon(self) -> None:
        """Counts 3, 2, 1 and takes the picture; a second touch meanwhile changes nothing.

        What is held still already is taken at once.
        """
        if self._state is not Sight.SHOWING or self._taking:
            return
        self._set_missed(missed=False)
        self._taking = True
        if self._guidance.hint is Hint.STEADY:
            self._shoot()
            return
        self._set_count(COUNT_FROM)
        self._counting.start()

    def want(self, wanted: bool, *, shoots: bool = True) -> None:
        """Opens the camera, or closes it and forgets what it saw.

        One that does not shoot is only looked into: nobody waits for a picture of it.
        """
        if wanted == self._wanted:
            if shoots != self._shoots:
                self._shoots = shoots
                self.begin_anew()
            return
        self._wanted, self._shoots = wanted, shoots
        self._opening += 1
        self._stop_taking()
        self._waiting.stop()
        self._seen = self._missed = False
        self._set_guidance(_NONE)
        self._state = Sight.STARTING if wanted else Sight.CLOSED
        if wanted:
            self._camera.open()
        else:
            self._camera.close(wait_s=0)
            self._previews.forget()
            self._frame = 0
            self.previewChanged.emit()
        self.changed.emit()

    def begin_anew(self) -> None:
        """Somebody else stands before the open camera, or for something else.

        What was counted, held still or asked for until now comes to nothing.
        """
        if not self._wanted:
            return
        self._opening += 1
        self._stop_taking()
        self._waiting.stop()
        self._seen, self._missed = self._state is Sight.SHOWING, False
        self._set_guidance(_NONE)
        self._camera.open()  # it is; its eyes begin anew
        self.changed.emit()
        opening = self._opening
        self._bridge.post(lambda: self._tell_gone(opening))

    def _frame_came(self, frame: Frame) -> None:
        """On a camera thread."""
        opening = self._opening
        if self._previews.offer(frame):
            self._bridge.post(lambda: self._show_frame(opening, frame.seq))

    def _state_came(self, state: str) -> None:
        """On a camera thread."""
        self._bridge.post(lambda: self._follow(Sight(state)))

    def _guidance_came(self, guidance: Guidance) -> None:
        """On the vision thread."""
        opening = self._opening
        self._bridge.post(lambda: self._heed(opening, guidance))

    def _heed(self, opening: int, guidance: Guidance) -> None:
        if opening != self._opening or self._state is not Sight.SHOWING:
            return
        if self._taking or not self._shoots:
            return
        self._set_guidance(guidance)
        if guidance.shoot:
            self._set_missed(missed=False)
            self._taking = True
            self._shoot()

    def _show_frame(self, opening: int, seq: int) -> None:
        if opening != self._opening or not self._wanted:
            self._previews.forget()
            return
        self._frame = seq
        self.previewChanged.emit()

    def _follow(self, state: Sight) -> None:
        # A report may come after the screen was left, or be about the opening before this one.
        if not self._wanted or state in {self._state, Sight.CLOSED}:
            return
        self._state = state
        if state is Sight.SHOWING:
            self._seen, self._missed = True, False
            self._waiting.stop()
        self.changed.emit()
        if state in _GONE:
            self._lose()

    def _tell_gone(self, opening: int) -> None:
        if opening == self._opening and self._state in _GONE:
            self._lose()

    def _lose(self) -> None:
        self._stop_taking()
        self._set_guidance(_NONE)
        if not self._shoots:
            return
        covered = self._state is Sight.BLIND
        if not covered and not self._seen:
            self.gone.emit(False)
        elif not self._waiting.isActive():
            wait_s = COVERED_FOR_GOOD_S if covered else LOST_FOR_GOOD_S
            self._waiting.start(wait_s * self._counting.interval())

    def _count_down(self) -> None:
        if self._count > 1:
            self._set_count(self._count - 1)
            return
        self._counting.stop()
        self._shoot()

    def _shoot(self) -> None:
        self._set_count(0)
        self.flashed.emit()
        opening = self._opening
        self._bridge.when_done(
            self._camera.take(),
            lambda shot: self._decode(opening, shot),
            lambda: self._miss(opening),
        )

    def _decode(self, opening: int, shot: Shot) -> None:
        if opening == self._opening:
            self._bridge.when_done(
                self._shots.decode(shot),
                lambda views: self._hand_on(opening, views),
                lambda: self._miss(opening),
            )

    def _hand_on(self, opening: int, views: tuple[View, ...]) -> None:
        if opening == self._opening:
            self._stop_taking()
            self.shotTaken.emit(views)

    def _miss(self, opening: int) -> None:
        if opening == self._opening:
            self._stop_taking()
            self._set_missed(missed=True)

    def _stop_taking(self) -> None:
        self._counting.stop()
        self._taking = False
        self._set_count(0)

    def _set_count(self, count: int) -> None:
        self._count = count
        self.countChanged.emit()

    def _set_guidance(self, guidance: Guidance) -> None:
        if guidance != self._guidance:
            self._guidance = guidance
            self.guidanceChanged.emit()

    def _set_missed(self, *, missed: bool) -> None:
        if missed != self._missed:
            self._missed = missed
            self.changed.emit()
