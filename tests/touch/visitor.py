"""Owns a touchscreen under test and the finger on it: real touch events, a fake rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QPoint, QPointF, QTimer
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.resources import ASSETS
from kiosk.vision.reading import Tag
from tests.doubles.clock import FakeClock
from tests.touch.fakes import FakeCamera, FakeReader, FakeStation
from ui.touch.screens import Pace, Screens, Theme

FONTS = Path(os.environ.get("KIOSK_TEST_FONTS", ASSETS / "fonts"))
"""Where the built fonts lie when they are not made in this checkout."""

REST_MS = 60
"""How long buttons rest after one acted; shorter than in the product."""

SETTLE_MS = 40
"""Layouts are polished with the next frame."""

QUICK = Pace(count_ms=15, second_ms=1_000)


class Visitor:
    """Stands before a touchscreen and finds things by their object name."""

    def __init__(
        self,
        station: FakeStation | None = None,
        camera: FakeCamera | None = None,
        *,
        size: tuple[int, int] = (1080, 1920),
        pace: Pace = QUICK,
        hour: int = 10,
        theme: Theme = "light",
        reader: FakeReader | None = None,
    ) -> None:
        self.station = station or FakeStation()
        self.camera = camera or FakeCamera()
        self.reader = reader or FakeReader("Can’t connect to Office VPN")
        self.clock = FakeClock(datetime(2026, 6, 1, hour, 42, tzinfo=UTC))
        self.face = Screens(
            self.station,
            self.camera,
            icons=ASSETS / "icons",
            clock=self.clock,
            pace=pace,
        )
        self.face.read_with(self.reader)
        self.face.wear(theme)
        self.face.view.resize(*size)
        self.face.view.show()
        tokens = self.face.view.engine().singletonInstance("Kiosk.Theme", "Theme")
        assert isinstance(tokens, QObject)
        tokens.setProperty("restMs", REST_MS)
        self.tokens = tokens
        self._finger = QTest.createTouchDevice()

    @property
    def screen(self) -> str:
        return str(self.face.check_in.property("screen"))

    @property
    def shown(self) -> str:
        """The screen that is drawn: closed stands in for the welcome outside the hours."""
        return str(self.face.view.rootObject().property("shown"))

    @property
    def scale(self) -> float:
        """Pixels of the window for one of the drawing."""
        return float(self.tokens.property("scale"))

    @property
    def size(self) -> tuple[int, int]:
        return self.face.view.width(), self.face.view.height()

    def resize(self, size: tuple[int, int]) -> None:
        """Another window, and time for the layouts to follow."""
        self.face.view.resize(*size)
        until(lambda: self.size == size)
        wait(SETTLE_MS)

    def leave(self) -> None:
        self.face.close()
        self.face.view.deleteLater()

    def items(self) -> Iterator[QQuickItem]:
        """Every item that can be seen now, outermost first."""
        yield from seen(self.face.view.contentItem())

    def find(self, name: str) -> QQuickItem:
        return next(item for item in self.items() if item.objectName() == name)

    def sees(self, name: str) -> bool:
        return any(item.objectName() == name for item in self.items())

    def words(self) -> list[str]:
        texts = (item.property("text") for item in self.items() if is_text(item))
        return [text for text in texts if text]

    def touch(self, name: str) -> None:
        """Touches the thing as soon as buttons take touches, and lets go."""
        self.see(name)
        self.rest()
        self.tap(name)

    def tap(self, name: str) -> None:
        point = middle(self.find(name))
        self.press(point)
        self.release(point)

    def hold_up(self, *codes: str | Tag) -> None:
        """Printed codes are in view of the camera, in one look, as the thread "tags" tells it."""
        self.face.tags.hear(tuple(Tag(code) if isinstance(code, str) else code for code in codes))
        wait(0)

    def press(self, point: QPoint, finger: int = 0) -> None:
        self._event().press(finger, point, self.face.view).commit()

    def move(self, point: QPoint, finger: int = 0) -> None:
        self._event().move(finger, point, self.face.view).commit()

    def release(self, point: QPoint, finger: int = 0) -> None:
        self._event().release(finger, point, self.face.view).commit()

    def _event(self) -> QTest.QTouchEventSequence:
        return QTest.touchEvent(self.face.view, self._finger)

    def type(self, keys: str) -> None:
        for key in keys:
            self.touch_key(
                {" ": "key-space", "-": "key-hyphen", "’": "key-apostrophe"}.get(key, f"key-{key}")
            )

    def touch_key(self, name: str) -> None:
        self.see(name)
        self.tap(name)

    def rest(self) -> None:
        """Waits out the moment after a button in which no button acts."""
        wait(REST_MS + 20)

    def see(self, name: str) -> None:
        """Waits until the thing is there."""
        until(lambda: self.sees(name))

    def grab(self) -> QImage:
        return self.face.view.grabWindow()


def wait(ms: int) -> None:
    """Lets Qt run for `ms`."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def until(true: Callable[[], bool], within_ms: int = 120_000) -> None:
    """Lets Qt run until `true` holds."""
    for _ in range(within_ms // 10):
        if true():
            return
        wait(10)
    msg = f"nothing of it within {within_ms} ms"
    raise AssertionError(msg)


def middle(item: QQuickItem) -> QPoint:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def is_text(item: QQuickItem) -> bool:
    return item.metaObject().className().startswith(("Words", "QQuickText")) or (
        item.inherits("QQuickText")
    )


def seen(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible() and child.opacity() > 0:
            yield child
            yield from seen(child)
