"""The Qt process of the kiosk: application, renderer, log of Qt's messages, signals, restart."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QMessageLogContext,
    QSocketNotifier,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication

from kiosk.journal import LogEvent, log
from kiosk.resources import ASSETS
from ui.touch.fonts import load_fonts
from ui.touch.memory import reuse_picture_memory

EXIT_RESTART: Final = 75
"""Exit status (EX_TEMPFAIL) of a process that only a new process can replace."""
_RESTART_CHECK_MS: Final = 5_000


def create_application() -> QGuiApplication:
    """Makes the one Qt application of the process. To be called before any thread is started."""
    reuse_picture_memory()
    _choose_renderer()
    qInstallMessageHandler(_log_qt_message)
    application = QGuiApplication(sys.argv[:1])
    load_fonts(ASSETS / "fonts")
    return application


@contextmanager
def quit_on_signals(application: QGuiApplication) -> Iterator[None]:
    """SIGINT and SIGTERM end the event loop at once, though Python sleeps while Qt waits."""
    inner, outer = socket.socketpair()
    inner.setblocking(False)
    notifier = QSocketNotifier(outer.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: (outer.recv(1), application.quit()))
    before = signal.set_wakeup_fd(inner.fileno())
    old = {number: signal.signal(number, _ignore) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(before)
        notifier.setEnabled(False)
        inner.close()
        outer.close()


@contextmanager
def restart_when(needed: Callable[[], bool]) -> Iterator[None]:
    """Ends the event loop with EXIT_RESTART once `needed`; systemd then starts a new process."""
    timer = QTimer()
    timer.timeout.connect(lambda: QGuiApplication.exit(EXIT_RESTART) if needed() else None)
    timer.start(_RESTART_CHECK_MS)
    try:
        yield
    finally:
        timer.stop()


def _choose_renderer() -> None:
    # Without a GPU the software renderer starts faster and needs 90 MB less than Mesa's llvmpipe.
    if not any(Path("/dev/dri").glob("renderD*")):
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
    # Image providers are Python: a render thread would wait for the interpreter's lock.
    os.environ.setdefault("QSG_RENDER_LOOP", "basic")


def _ignore(number: int, frame: object) -> None:
    """Does nothing: without a handler Python would not write to the wake-up socket."""


def _log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if kind in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}:
        return
    category = context.category or "default"
    # Qt's own categories speak of plugins and fonts. Anything else may quote what a visitor typed.
    words = message if category.startswith("qt.") else ""
    log(
        LogEvent.QT_COMPLAINED,
        category=category,
        at=f"{Path(context.file or '').name}:{context.line}",
        words=words,
    )
