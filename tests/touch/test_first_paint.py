"""What follows the first painted frame happens once, however many frames were swapped by then."""

from __future__ import annotations

from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from kiosk.machine.systemd import Notifier
from ui.touch.watchdog import Watchdog


def test_two_frames_before_the_loop_turns_are_one_first_frame(qtbot: QtBot) -> None:
    """On a slow machine the second frame is swapped before anybody was told of the first."""
    window = QQuickWindow()
    watchdog = Watchdog(window, Notifier({}))
    painted: list[None] = []
    watchdog.painted.connect(lambda: painted.append(None))
    with qtbot.waitSignal(watchdog.painted):
        window.frameSwapped.emit()
        window.frameSwapped.emit()
    window.frameSwapped.emit()

    assert len(painted) == 1
    window.deleteLater()
