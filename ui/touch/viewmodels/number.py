"""The visitor's number once checked in: seat, people ahead, code for the phone.

Nothing outlives the visitor: `forget` clears it all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.directory.glyphs import is_drawable
from kiosk.domain.checkin import NUMBER_SHOWN_S
from kiosk.domain.names import clean_name
from kiosk.domain.snapshot import PictureFate, Receipt
from ui.touch.pictures.codes import CodePictures

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

MAX_HELPERS = 3
"""More names than this are no help to a visitor."""

_NO_RECEIPT = Receipt(
    visit_id="", number="", seat=None, seats=(), people_ahead=0, on_duty=(), phone_url=None
)


@QmlElement
@QmlUncreatable("made in screens.py")
class NumberViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """Properties: number, seat (0 none), seats, peopleAhead, helpers, phoneCode, clearsIn.

    pictureLost (the visitor agreed to a picture, and the disk had no room for it).
    Signals: changed, clearsInChanged, timedOut (nobody touched the screen for 25 s).
    """

    changed = Signal()
    clearsInChanged = Signal()
    timedOut = Signal()

    def __init__(
        self, codes: CodePictures, *, is_touched: Callable[[], bool], second_ms: int = 1_000
    ) -> None:
        """`is_touched` tells whether a finger is on the glass that is not stuck."""
        super().__init__()
        self._codes = codes
        self._is_touched = is_touched
        self._receipt = _NO_RECEIPT
        self._code = ""
        self._clears_in = 0
        self._seconds = QTimer(self, interval=second_ms)
        self._seconds.timeout.connect(self._pass_second)

    @Property(str, notify=changed)
    def number(self) -> str:
        """B14."""
        return self._receipt.number

    @Property(int, notify=changed)
    def seat(self) -> int:
        """The visitor's seat, 0 when there is none to give."""
        return self._receipt.seat or 0

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # a C++ type
    def seats(self) -> list[dict[str, Any]]:
        """Every seat of this station: seat, taken."""
        return [{"seat": mark.seat, "taken": mark.taken} for mark in self._receipt.seats]

    @Property(int, notify=changed)
    def peopleAhead(self) -> int:
        """Visitors who are called before this one, -1 while that is not known."""
        ahead = self._receipt.people_ahead
        return -1 if ahead is None else ahead

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]  # a C++ type
    def helpers(self) -> list[str]:
        """First names of at most three members on duty."""
        names = (clean_name(name) for name in self._receipt.on_duty)
        return [name for name in names if name and is_drawable(name)][:MAX_HELPERS]

    @Property(str, notify=changed)
    def phoneCode(self) -> str:
        """Address of the QR code, "" while the site has no page for phones."""
        return self._code

    @Property(bool, notify=changed)
    def pictureLost(self) -> bool:
        """Whether the visit stands without the picture the visitor agreed to."""
        return self._receipt.picture is PictureFate.NO_ROOM

    @Property(int, notify=clearsInChanged)
    def clearsIn(self) -> int:
        """Seconds until the screen clears."""
        return self._clears_in

    @Slot()
    def on_touch(self) -> None:
        """A finger is on the glass: the count starts anew, and waits for it to leave."""
        if self._seconds.isActive():
            self._set_clears_in(NUMBER_SHOWN_S)

    @Slot(object)
    def show(self, receipt: Receipt) -> None:
        """Shows `receipt` for 25 s."""
        self._receipt = receipt
        self._code = self._codes.show(receipt.phone_url) if receipt.phone_url else ""
        self._seconds.start()
        self._set_clears_in(NUMBER_SHOWN_S)
        self.changed.emit()

    @Slot()
    def forget(self) -> None:
        """Clears everything of the last visitor."""
        self._seconds.stop()
        self._codes.forget()
        self._code = ""
        self._set_clears_in(0)
        if self._receipt is not _NO_RECEIPT:
            self._receipt = _NO_RECEIPT
            self.changed.emit()

    @Slot()
    def _pass_second(self) -> None:
        if self._is_touched():
            return
        self._set_clears_in(self._clears_in - 1)
        if self._clears_in <= 0:
            self._seconds.stop()
            self.timedOut.emit()

    def _set_clears_in(self, seconds: int) -> None:
        if seconds != self._clears_in:
            self._clears_in = seconds
            self.clearsInChanged.emit()
