"""Owns what the screen of a kiosk without a token shows. Never asks the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.pairing import PairingState
from ui.touch.bridge import Bridge
from ui.touch.pictures import CodePictures

if TYPE_CHECKING:
    from ui.touch.ports import PairingPort

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_MINUTE_S = 60


@QmlElement
@QmlUncreatable("made in pair_face.py")
class PairingViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """Properties: code ("" while there is none), url, deskCode (address of its QR code), reachable.

    minutes (the code is good for), runOut (it is good no more), again (it was paired before).
    Signals: changed, paired (the token is on disk).
    """

    changed = Signal()
    paired = Signal()

    def __init__(
        self,
        pairing: PairingPort,
        *,
        bridge: Bridge,
        codes: CodePictures,
        again: bool = False,
        second_ms: int = 1_000,
    ) -> None:
        super().__init__()
        self._pairing = pairing
        self._codes = codes
        self._again = again
        # Before the state is read: what changes meanwhile must not be missed.
        pairing.on_state(lambda state: bridge.post(lambda: self._hear(state)))
        self._state = pairing.state()
        self._desk_code = codes.show(self._state.url) if self._state.url else ""
        self._gone_s = 0
        self._seconds = QTimer(self, interval=second_ms)
        self._seconds.timeout.connect(self._pass_second)
        self._seconds.start()

    @Property(str, notify=changed)
    def code(self) -> str:
        """XXXX-XXXX."""
        return self._state.code or ""

    @Property(str, notify=changed)
    def url(self) -> str:
        """Where a lead approves it."""
        return self._state.url or ""

    @Property(int, notify=changed)
    def minutes(self) -> int:
        """Minutes left, begun ones counted; 0 once it has run out."""
        return max(0, -int(-self._left_s() // _MINUTE_S))

    @Property(bool, notify=changed)
    def runOut(self) -> bool:
        """Whether there is a code that works no more."""
        return bool(self._state.code) and self._left_s() <= 0

    @Property(str, notify=changed)
    def deskCode(self) -> str:
        """Where QML finds the code that leads a camera to the desk, "" while that is not known."""
        return self._desk_code

    @Property(bool, notify=changed)
    def reachable(self) -> bool:
        """Whether the server answered last time."""
        return self._state.reachable

    @Property(bool, constant=True)
    def again(self) -> bool:
        """Whether it took visitors before, who must be told where to go."""
        return self._again

    @Slot()
    def newCode(self) -> None:
        """Another code, please."""
        self._pairing.new_code()

    def _hear(self, state: PairingState) -> None:
        if state.url != self._state.url:
            self._desk_code = self._codes.show(state.url) if state.url else ""
        self._state = state
        self._gone_s = 0
        self.changed.emit()
        if state.paired:
            self._seconds.stop()
            self.paired.emit()

    def _left_s(self) -> float:
        return (self._state.expires_s or 0) - self._gone_s

    def _pass_second(self) -> None:
        before = (self.property("minutes"), self.property("runOut"))
        self._gone_s += 1
        if before != (self.property("minutes"), self.property("runOut")):
            self.changed.emit()
