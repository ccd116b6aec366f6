"""The board that the kiosk is while it rests: who is called, who got a seat, who is next.

Numbers, seats and members' first names; never a visitor's name or topic.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.clock import Clock
from kiosk.domain.names import clean_name
from kiosk.domain.snapshot import Board, NumberAtSeat, NumberCalled, StationSnapshot
from ui.touch.bridge import Bridge
from ui.touch.ports import StationPort
from ui.touch.viewmodels.hours import TICK_MS

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

STANDS_S = 5
"""How long the server may be out of reach before nothing is shown; its restart takes less."""
SEAT_TOLD_S = 120
"""How long a seat that came free is announced, counted while the kiosk rests."""

_NOTHING = Board()


@QmlElement
@QmlUncreatable("made in screens.py")
class BoardViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """Properties: calls, seated, nextUp, hasNews, known, staffed.

    Signals: changed, announced (there is a call or a seat that was not shown before).
    """

    changed = Signal()
    announced = Signal()

    def __init__(self, station: StationPort, *, clock: Clock, bridge: Bridge) -> None:
        super().__init__()
        self._clock = clock
        self._board: Board | None = None
        self._lost_s: float | None = None
        self._resting = True
        self._heard: set[NumberCalled] = set()
        self._told_s: dict[NumberAtSeat, int] = {}
        self._note(station.snapshot())
        for seat in self._told_s:  # given before this start: shown for a while, not heard again
            self._told_s[seat] = 0
        self._shown = self._read()
        station.on_snapshot(lambda snapshot: bridge.post(lambda: self._on_snapshot(snapshot)))
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._pass_second)
        self._ticks.start()

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # a C++ type
    def calls(self) -> list[dict[str, Any]]:
        """Numbers that are called, the latest first: number, seat (0 none), member."""
        return [
            {"number": call.number, "seat": call.seat or 0, "member": clean_name(call.member)}
            for call in (self._board or _NOTHING).calls
        ]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # a C++ type
    def seated(self) -> list[dict[str, Any]]:
        """Numbers for which a seat came free a moment ago: number, seat."""
        return [{"number": one.number, "seat": one.seat} for one in self._news()]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # a C++ type
    def nextUp(self) -> list[dict[str, Any]]:
        """The first in line: number, seat (0 none)."""
        return [
            {"number": one.number, "seat": one.seat or 0}
            for one in (self._board or _NOTHING).next_up
        ]

    @Property(bool, notify=changed)
    def hasNews(self) -> bool:
        """Whether somebody is called, or has a new seat."""
        return bool((self._board or _NOTHING).calls or self._news())

    @Property(bool, notify=changed)
    def known(self) -> bool:
        """Whether it is known how things stand now; False while the server cannot be asked."""
        return self._board is not None

    @Property(bool, notify=changed)
    def staffed(self) -> bool:
        """Whether a member is on duty, as far as known."""
        return bool((self._board or _NOTHING).on_duty)

    def set_resting(self, resting: bool) -> None:
        """Whether the kiosk rests, so that the board is seen."""
        self._resting = resting
        self._announce()

    def stop(self) -> None:
        """Ends the updates each second."""
        self._ticks.stop()

    def _on_snapshot(self, snapshot: StationSnapshot) -> None:
        self._note(snapshot)
        self._update()

    def _note(self, snapshot: StationSnapshot) -> None:
        if snapshot.board is not None:
            self._board, self._lost_s = snapshot.board, None
        elif self._lost_s is None:
            self._lost_s = self._clock.monotonic_s()
        self._told_s = {one: self._told_s.get(one, -1) for one in snapshot.seated}

    @Slot()
    def _pass_second(self) -> None:
        if self._resting:
            for one, told_s in self._told_s.items():
                if 0 <= told_s < SEAT_TOLD_S:
                    self._told_s[one] = told_s + 1
        self._update()

    def _update(self) -> None:
        lost_s = self._lost_s
        if lost_s is not None and self._clock.monotonic_s() - lost_s >= STANDS_S:
            self._board = None
        shown = self._read()
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()
        self._announce()

    def _announce(self) -> None:
        """What is seen for the first time is heard too, once."""
        if not self._resting:
            return
        calls = self._heard if self._board is None else set(self._board.calls)
        seats = [one for one, told_s in self._told_s.items() if told_s < 0]
        is_new = bool(calls - self._heard or seats)
        self._heard = calls
        self._told_s |= dict.fromkeys(seats, 0)
        if is_new:
            self.announced.emit()

    def _news(self) -> list[NumberAtSeat]:
        return [one for one, told_s in self._told_s.items() if told_s < SEAT_TOLD_S]

    def _read(self) -> tuple[Board | None, list[NumberAtSeat]]:
        return self._board, self._news()
