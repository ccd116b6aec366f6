"""Remote control of a real kiosk process, by lines on its standard input.

Started as a program, it runs `kiosk run` itself, nothing replaced, and beside it obeys one JSON
command a line: touch what has an accessible name, tell the words to be seen, save the picture.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickView
from PySide6.QtTest import QTest

from kiosk.cli.station.run import run_guarded
from kiosk.journal import configure
from kiosk.settings import read_station

Command = dict[str, Any]


class Finger(QObject):
    """Lives on the Qt thread and does one command at a time."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._device = QTest.createTouchDevice()
        self.asked.connect(self._obey, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _obey(self, command: Command) -> None:
        view = next(w for w in QGuiApplication.topLevelWindows() if isinstance(w, QQuickView))
        _say(self.answer(view, command))

    def answer(self, view: QQuickView, command: Command) -> Command:
        """Does what is asked; what to say to it."""
        match command["do"]:
            case "touch":
                return {"done": self.touch(view, command["name"])}
            case "words":
                return {"words": [name for _, name in _named(view)]}
            case "hang":
                _say({"done": True})
                threading.Event().wait()
                return {}
            case "grab":
                return {"done": view.grabWindow().save(command["path"])}
            case unknown:
                return {"unknown": unknown}

    def touch(self, view: QQuickView, name: str) -> bool:
        """Touches what is so named; False when it is not there, or did not take the touch yet."""
        found = self.find(view, name)
        if found is None:
            return False
        point = middle(found)
        QTest.touchEvent(view, self._device).press(0, point, view).commit()
        taken = found.property("armed") is not False
        QTest.touchEvent(view, self._device).release(0, point, view).commit()
        return taken

    @staticmethod
    def find(view: QQuickView, name: str) -> QQuickItem | None:
        """What has that accessible name or object name, None when it is not there."""
        named = _named(view)
        return next((item for item, said in named if name in (said, item.objectName())), None)


def _named(view: QQuickView) -> Iterator[tuple[QQuickItem, str]]:
    """Everything on the screen that a screen reader would name, outermost first."""
    for item in _seen(view.contentItem()):
        # The stubs promise an interface; bare shapes have none.
        interface: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(item)
        if interface is not None and (name := interface.text(QAccessible.Text.Name)):
            yield item, name


def _seen(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible() and child.opacity() > 0:
            yield child
            yield from _seen(child)


def middle(item: QQuickItem) -> QPoint:
    """The item's middle in the window."""
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def _say(answer: Command) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _listen(finger: Finger) -> None:
    for line in sys.stdin:
        finger.asked.emit(json.loads(line))


class _Start(QObject):
    """Waits for the application that `kiosk run` makes, then puts the finger beside it."""

    def __init__(self, make_finger: Callable[[], Finger]) -> None:
        super().__init__()
        self._make_finger = make_finger
        self.finger: Finger | None = None

    def event(self, event: object) -> bool:
        self.finger = self._make_finger()
        threading.Thread(target=_listen, args=[self.finger], daemon=True).start()
        _say({"done": True})
        return True


def main(make_finger: Callable[[], Finger] = Finger) -> int:
    """Runs the kiosk of the settings named by the first argument."""
    configure(as_json=True)
    settings = read_station(Path(sys.argv[1]))
    start = _Start(make_finger)
    from PySide6.QtCore import QEvent

    QCoreApplication.postEvent(start, QEvent(QEvent.Type.User))
    return run_guarded(settings)


if __name__ == "__main__":
    sys.exit(main())
