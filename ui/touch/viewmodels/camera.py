"""The camera as the screens show it: its preview, its state, the guidance for a good picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.checkin import LOOK_FIRST_S
from kiosk.vision.hint import HOLD_S, Guidance, Hint
from ui.touch.bridge import Bridge
from ui.touch.pictures.preview import PreviewPictures
from ui.touch.pictures.shots import ShotPictures
from ui.touch.ports import CameraStatus
from ui.touch.viewmodels.shutter import COUNT_FROM, Shutter

if TYPE_CHECKING:
    from kiosk.camera.frame import Frame
    from kiosk.clock import Clock
    from ui.touch.ports import CameraMaker

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

COUNT_MS = 1_000
LOST_FOR_GOOD_S = 2
"""After a longer gap the visitor is led on without a picture."""

COVERED_FOR_GOOD_S = 6
"""The same for a black or frozen picture; longer, because a cover can be taken off."""

_NO_GUIDANCE = Guidance(Hint.SEARCHING)
_GONE = frozenset({CameraStatus.LOST, CameraStatus.BLIND})
"""A camera that shows nothing but black is no better than none."""


@dataclass(frozen=True, slots=True)
class CameraTiming:
    """The clock of the camera's screen, and how long one second of its count is."""

    clock: Clock
    count_ms: int = COUNT_MS


@QmlElement
@QmlUncreatable("made in screens.py")
class CameraViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """What a screen that shows the camera binds to.

    Properties: preview (address of the newest frame, "" before the first), showing, unavailable (no
    picture since the camera was opened), lost (there was one and it went), covered (there are
    pictures on which nothing can be seen), count (3, 2, 1 while the visitor holds still, else 0),
    taking, taken (and not yet shown), countMs, hint (what is in the way of a good picture, "steady"
    when nothing is), hold (0 to 1: how much has passed of the time until it takes itself).
    Signals: changed, previewChanged, countChanged, guidanceChanged, flashed (the picture is being
    taken now), shotTaken (its views, the one to show first), gone (whether there was a picture
    before).
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
        timing: CameraTiming,
        bridge: Bridge,
        previews: PreviewPictures,
        shots: ShotPictures,
    ) -> None:
        super().__init__()
        self._clock = timing.clock
        self._bridge = bridge
        self._previews = previews
        self._open = False
        self._takes_pictures = True
        self._opening = 0
        self._up_since_s = 0.0
        self._covered_up = False
        self._state = CameraStatus.CLOSED
        self._seen = False
        self._missed = False
        self._frame = 0
        self._guidance = _NO_GUIDANCE
        self._count_ms = timing.count_ms
        self._give_up = QTimer(self, singleShot=True)
        self._give_up.timeout.connect(lambda: self.gone.emit(self._seen))
        self._camera = make_camera(
            on_frame=self._frame_arrived,
            on_state=self._state_arrived,
            on_guidance=self._guidance_arrived,
        )
        self._shutter = Shutter(
            self._camera.take, bridge=bridge, shots=shots, count_ms=timing.count_ms
        )
        self._shutter.setParent(self)  # and is destroyed with it
        self._shutter.changed.connect(self.countChanged)
        self._shutter.flashed.connect(self.flashed)
        self._shutter.taken.connect(self.shotTaken)
        self._shutter.failed.connect(lambda: self._set_missed(missed=True))

    @Property(str, notify=previewChanged)
    def preview(self) -> str:
        """A new address for each frame shown."""
        return f"image://preview/{self._frame}" if self._frame else ""

    @Property(bool, notify=changed)
    def showing(self) -> bool:
        """Whether a picture can be taken."""
        return self._state is CameraStatus.SHOWING

    @Property(bool, notify=changed)
    def unavailable(self) -> bool:
        """Whether there was no picture since the camera was opened."""
        return self._state is CameraStatus.LOST and not self._seen

    @Property(bool, notify=changed)
    def lost(self) -> bool:
        """Whether the picture went away while the visitor was looking."""
        return (self._state is CameraStatus.LOST and self._seen) or self._missed

    @Property(bool, notify=changed)
    def covered(self) -> bool:
        """Whether the camera works and sees nothing."""
        return self._state is CameraStatus.BLIND

    @Property(int, notify=countChanged)
    def count(self) -> int:
        """Seconds until the picture is taken."""
        return self._shutter.count

    @Property(bool, notify=countChanged)
    def taking(self) -> bool:
        """Whether a picture is being counted for or fetched."""
        return self._shutter.taking

    @Property(bool, notify=countChanged)
    def taken(self) -> bool:
        """Whether the picture is taken and not yet shown."""
        return self._shutter.taking and self._shutter.count == 0

    @Property(str, notify=guidanceChanged)
    def hint(self) -> str:
        """One of kiosk.vision.hint.Hint."""
        return self._guidance.hint

    @Property(float, notify=guidanceChanged)
    def hold(self) -> float:
        """The share that has passed of the time until the picture takes itself."""
        return min(1.0, self._guidance.steady_s / HOLD_S, self._up_s() / LOOK_FIRST_S)

    @Property(int, notify=changed)
    def countMs(self) -> int:
        """How long the whole count takes."""
        return COUNT_FROM * self._count_ms

    @Slot()
    def takeSoon(self) -> None:
        """Counts 3, 2, 1 and takes the picture; a second touch meanwhile changes nothing.

        What is held still already is taken at once.
        """
        if self._state is not CameraStatus.SHOWING or self._shutter.taking:
            return
        self._set_missed(missed=False)
        if self._guidance.hint is Hint.STEADY:
            self._shutter.fire()
        else:
            self._shutter.start_count()

    def set_open(self, wanted: bool, *, takes_pictures: bool = True) -> None:
        """Opens the camera, or closes it and forgets what it saw.

        One that takes no pictures is only looked into: nobody waits for a picture of it.
        """
        if wanted == self._open:
            if takes_pictures != self._takes_pictures:
                self._takes_pictures = takes_pictures
                self.restart()
            return
        self._open, self._takes_pictures = wanted, takes_pictures
        self._opening += 1
        self._up_since_s = self._clock.monotonic_s()
        self._shutter.discard()
        self._give_up.stop()
        self._seen = self._missed = False
        self._set_guidance(_NO_GUIDANCE)
        self._state = CameraStatus.STARTING if wanted else CameraStatus.CLOSED
        if wanted:
            self._camera.open()
        else:
            self._camera.close(wait_s=0)
            self._previews.forget()
            self._frame = 0
            self.previewChanged.emit()
        self.changed.emit()

    @Slot()
    def restart(self) -> None:
        """Another person stands before the open camera, or it is used for something else.

        What was counted, held still or asked for until now comes to nothing.
        """
        if not self._open:
            return
        self._opening += 1
        self._up_since_s = self._clock.monotonic_s()
        self._shutter.discard()
        self._give_up.stop()
        self._seen, self._missed = self._state is CameraStatus.SHOWING, False
        self._set_guidance(_NO_GUIDANCE)
        self._camera.open()  # it is open; its guidance starts anew
        self.changed.emit()
        opening = self._opening
        self._bridge.post(lambda: self._check_gone(opening))

    def set_covered_up(self, covered_up: bool) -> None:
        """Something covers the screen, or is gone: no picture is taken that nobody sees coming."""
        self._covered_up = covered_up
        self._up_since_s = self._clock.monotonic_s()
        if covered_up:
            self._shutter.discard()

    def _frame_arrived(self, frame: Frame) -> None:
        """On a camera thread."""
        opening = self._opening
        if self._previews.offer(frame):
            self._bridge.post(lambda: self._on_frame(opening, frame.seq))

    def _state_arrived(self, state: str) -> None:
        """On a camera thread."""
        self._bridge.post(lambda: self._on_state(CameraStatus(state)))

    def _guidance_arrived(self, guidance: Guidance) -> None:
        """On the vision thread."""
        opening = self._opening
        self._bridge.post(lambda: self._on_guidance(opening, guidance))

    def _on_frame(self, opening: int, seq: int) -> None:
        if opening != self._opening or not self._open:
            self._previews.forget()
            return
        self._frame = seq
        self.previewChanged.emit()

    def _on_state(self, state: CameraStatus) -> None:
        # A report may come after the screen was left, or be about the opening before this one.
        if not self._open or state in {self._state, CameraStatus.CLOSED}:
            return
        self._state = state
        if state is CameraStatus.SHOWING:
            self._seen, self._missed = True, False
            self._give_up.stop()
        self.changed.emit()
        if state in _GONE:
            self._on_gone()

    def _on_guidance(self, opening: int, guidance: Guidance) -> None:
        if opening != self._opening or self._state is not CameraStatus.SHOWING:
            return
        if self._shutter.taking or not self._takes_pictures:
            return
        self._set_guidance(guidance)
        if guidance.shoot and not self._covered_up and self._up_s() >= LOOK_FIRST_S:
            self._set_missed(missed=False)
            self._shutter.fire()

    def _up_s(self) -> float:
        """For how long the visitor has been able to see this screen."""
        return self._clock.monotonic_s() - self._up_since_s

    def _check_gone(self, opening: int) -> None:
        if opening == self._opening and self._state in _GONE:
            self._on_gone()

    def _on_gone(self) -> None:
        self._shutter.stop()
        self._set_guidance(_NO_GUIDANCE)
        if not self._takes_pictures:
            return
        covered = self._state is CameraStatus.BLIND
        if not covered and not self._seen:
            self.gone.emit(False)
        elif not self._give_up.isActive():
            wait_s = COVERED_FOR_GOOD_S if covered else LOST_FOR_GOOD_S
            self._give_up.start(wait_s * self._count_ms)

    def _set_guidance(self, guidance: Guidance) -> None:
        if guidance != self._guidance:
            self._guidance = guidance
            self.guidanceChanged.emit()

    def _set_missed(self, *, missed: bool) -> None:
        if missed != self._missed:
            self._missed = missed
            self.changed.emit()
