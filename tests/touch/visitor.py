"""A touchscreen under test and the finger on it: real touch events, everything else faked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QPoint, QPointF, QRectF, QTimer
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.resources import ASSETS
from kiosk.vision.reading import Tag
from tests.doubles.clock import FakeClock
from tests.touch.fakes import FakeCamera, FakeReader, FakeStation
from ui.touch.screens import Screens, ScreenTiming, Theme

FONTS = Path(os.environ.get("KIOSK_TEST_FONTS", ASSETS / "fonts"))
"""Where the built fonts lie when they are not made in this checkout."""

READY_S = 1
"""By then every button reacts that has been painted: none is debounced or still fading in."""

SETTLE_MS = 40
"""Time for the next frame, in which Qt lays the items out."""

QUICK = ScreenTiming(count_ms=15, second_ms=1_000)


class Visitor:
    """A visitor who touches the screens; items are found by their object name."""

    def __init__(
        self,
        station: FakeStation | None = None,
        camera: FakeCamera | None = None,
        *,
        size: tuple[int, int] = (1080, 1920),
        pace: ScreenTiming = QUICK,
        hour: int = 10,
        theme: Theme = "light",
        reader: FakeReader | None = None,
    ) -> None:
        self.station = station or FakeStation()
        self.camera = camera or FakeCamera()
        self.reader = reader or FakeReader("Can’t connect to Office VPN")
        self.clock = FakeClock(datetime(2026, 6, 1, hour, 42, tzinfo=UTC))
        self.screens = Screens(
            self.station,
            self.camera,
            icons=ASSETS / "icons",
            clock=self.clock,
            pace=pace,
        )
        self.screens.use_reader(self.reader)
        self.screens.set_theme(theme)
        self.screens.view.resize(*size)
        self.screens.view.show()
        self.tokens = self._singleton("Kiosk.Theme", "Theme")
        self._finger = QTest.createTouchDevice()

    @property
    def screen(self) -> str:
        return str(self.screens.check_in.property("screen"))

    @property
    def shown(self) -> str:
        """The screen that is drawn: outside the hours, closed replaces the welcome."""
        return str(self.screens.view.rootObject().property("shown"))

    @property
    def scale(self) -> float:
        """Window pixels for one pixel of the design."""
        return float(self.tokens.property("scale"))

    @property
    def size(self) -> tuple[int, int]:
        return self.screens.view.width(), self.screens.view.height()

    def resize(self, size: tuple[int, int]) -> None:
        """Resizes the window and lets the layouts follow."""
        self.screens.view.resize(*size)
        until(lambda: self.size == size)
        wait(SETTLE_MS)

    def leave(self) -> None:
        self.screens.close()

    def items(self) -> Iterator[QQuickItem]:
        """Every item that can be seen now, outermost first."""
        yield from seen(self.screens.view.contentItem())

    def find(self, name: str) -> QQuickItem:
        return next(item for item in self.items() if item.objectName() == name)

    def sees(self, name: str) -> bool:
        return any(item.objectName() == name for item in self.items())

    def words(self) -> list[str]:
        texts = (item.property("text") for item in self.items() if is_text(item))
        return [text for text in texts if text]

    def touch(self, name: str) -> None:
        """Touches the item as soon as it is there and buttons react."""
        self.see(name)
        self.rest()
        self.tap(name)

    def tap(self, name: str) -> None:
        point = middle(self.find(name))
        self.press(point)
        self.release(point)

    def hold_up(self, *codes: str | Tag) -> None:
        """Printed codes are in view of the camera, in one frame, as the thread "tags" reports."""
        self.screens.tags.on_codes(
            tuple(Tag(code) if isinstance(code, str) else code for code in codes)
        )
        wait(0)

    def press(self, point: QPoint, finger: int = 0) -> None:
        self._event().press(finger, point, self.screens.view).commit()

    def move(self, point: QPoint, finger: int = 0) -> None:
        self._event().move(finger, point, self.screens.view).commit()

    def release(self, point: QPoint, finger: int = 0) -> None:
        self._event().release(finger, point, self.screens.view).commit()

    def _singleton(self, module: str, name: str) -> QObject:
        found = self.screens.view.engine().singletonInstance(module, name)
        assert isinstance(found, QObject)
        return found

    def _event(self) -> QTest.QTouchEventSequence:
        return QTest.touchEvent(self.screens.view, self._finger)

    def type(self, keys: str) -> None:
        for key in keys:
            self.touch_key(
                {" ": "key-space", "-": "key-hyphen", "’": "key-apostrophe"}.get(key, f"key-{key}")
            )

    def touch_key(self, name: str) -> None:
        self.touch(name)

    def rest(self) -> None:
        """Waits for the next frames, and lets so much time pass that the buttons in sight react."""
        wait(2 * SETTLE_MS)
        until(lambda: self.screens.touch_guard.is_painted)
        self.clock.pass_s(READY_S)

    def see(self, name: str) -> None:
        """Waits until the thing is there."""
        until(lambda: self.sees(name))

    def grab(self) -> QImage:
        return self.screens.view.grabWindow()


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
    msg = f"not within {within_ms} ms"
    raise AssertionError(msg)


def middle(item: QQuickItem) -> QPoint:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def controls(visitor: Visitor) -> list[QQuickItem]:
    """Everything that can be touched now."""
    return [item for item in visitor.items() if item.metaObject().indexOfMethod("act()") >= 0]


def place_of(item: QQuickItem) -> QRectF:
    """Where it lies in the window."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def is_text(item: QQuickItem) -> bool:
    return item.metaObject().className().startswith(("ThemedText", "QQuickText")) or (
        item.inherits("QQuickText")
    )


def seen(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible() and child.opacity() > 0:
            yield child
            yield from seen(child)
