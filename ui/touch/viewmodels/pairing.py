"""The pairing code as its screen shows it. It never asks the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.pairing import PairingState
from ui.touch.bridge import Bridge
from ui.touch.pictures.codes import CodePictures

if TYPE_CHECKING:
    from ui.touch.ports import PairingPort

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_MINUTE_S = 60
_JOINED = "\u2060"
"""A word joiner: a line may otherwise end after each stroke of http://."""


@QmlElement
@QmlUncreatable("made in pairing/screens.py")
class PairingViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """Properties: code ("" while there is none), address, deskCode (its QR code), reachable.

    minutes (until the code expires), expired, wasPaired.
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
        was_paired: bool = False,
        second_ms: int = 1_000,
    ) -> None:
        super().__init__()
        self._pairing = pairing
        self._codes = codes
        self._was_paired = was_paired
        # Before the state is read: what changes meanwhile must not be missed.
        pairing.on_state(lambda state: bridge.post(lambda: self._on_state(state)))
        self._state = pairing.state()
        self._desk_code = self._drawn_code()
        self._elapsed_s = 0
        self._seconds = QTimer(self, interval=second_ms)
        self._seconds.timeout.connect(self._pass_second)
        self._seconds.start()

    @Property(str, notify=changed)
    def code(self) -> str:
        """XXXX-XXXX."""
        return self._state.code or ""

    @Property(str, notify=changed)
    def address(self) -> str:
        """Where a lead approves it; no line ends within its first characters."""
        return (self._state.url or "").replace("://", f":{_JOINED}/{_JOINED}/{_JOINED}")

    @Property(int, notify=changed)
    def minutes(self) -> int:
        """Minutes left, rounded up; 0 once it has expired."""
        return max(0, -int(-self._left_s() // _MINUTE_S))

    @Property(bool, notify=changed)
    def crowded(self) -> bool:
        """Whether the server gives no more codes for the moment."""
        return self._state.crowded

    @Property(bool, notify=changed)
    def expired(self) -> bool:
        """Whether there is a code that no longer works."""
        return bool(self._state.code) and self._left_s() <= 0

    @Property(str, notify=changed)
    def deskCode(self) -> str:
        """Address of the QR code of the desk page with this code, "" while its URL is not known."""
        return self._desk_code

    @Property(bool, notify=changed)
    def reachable(self) -> bool:
        """Whether the server answered last time."""
        return self._state.reachable

    @Property(bool, constant=True)
    def wasPaired(self) -> bool:
        """Whether it served visitors before, who must be told where to go."""
        return self._was_paired

    @Slot()
    def newCode(self) -> None:
        """Asks for another code."""
        self._pairing.new_code()

    def _on_state(self, state: PairingState) -> None:
        changed = (state.url, state.code) != (self._state.url, self._state.code)
        self._state = state
        if changed:
            self._desk_code = self._drawn_code()
        self._elapsed_s = 0
        self.changed.emit()
        if state.paired:
            self._seconds.stop()
            self.paired.emit()

    def _drawn_code(self) -> str:
        """The desk's address with the code behind #, which a browser sends to nobody."""
        url, code = self._state.url, self._state.code
        if not url:
            return ""
        return self._codes.show(f"{url}#kiosk={code}" if code else url)

    def _left_s(self) -> float:
        return (self._state.expires_s or 0) - self._elapsed_s

    @Slot()
    def _pass_second(self) -> None:
        before = (self.property("minutes"), self.property("expired"))
        self._elapsed_s += 1
        if before != (self.property("minutes"), self.property("expired")):
            self.changed.emit()
