"""What every test runs under: a neutral environment and guards that fail on any warning.

Never holds a fake or a fixture of one part of the product: those lie beside their tests.

A test fails when a log line of level warning or above appears that it did not declare
(`expect_log`), when Qt or QML warns, when Python warns, or when it hangs (see pyproject.toml).
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Generator
from typing import Any

# Qt reads these when the application is made, some when its modules load: so before any import.
os.environ.update(
    QT_QPA_PLATFORM="offscreen",
    QT_QUICK_BACKEND="software",
    QSG_RENDER_LOOP="basic",
    QML_DISABLE_DISK_CACHE="1",
    QT_IM_MODULE="none",
    LC_ALL="C.UTF-8",
    TZ="UTC",
)
time.tzset()

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from kiosk.journal import LogEvent

# The same examples each run: a red is always the change's. HYPOTHESIS_PROFILE=search looks further.
settings.register_profile(
    "house", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

ExpectLog = Callable[..., None]


class LogGuard(logging.Handler):
    """Collects the log of one test and holds it against what the test declared."""

    def __init__(self) -> None:
        super().__init__()
        self.expected: set[str] = set()
        self.allowed: set[str] = set()
        self.records: list[logging.LogRecord] = []
        self._root_was: tuple[list[logging.Handler], int] = ([], logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def start(self) -> None:
        """Sends the log to this guard."""
        root = logging.getLogger()
        self._root_was = (list(root.handlers), root.level)
        root.addHandler(self)
        logging.getLogger("kiosk").setLevel(logging.DEBUG)

    def stop(self) -> None:
        """Undoes `start`, and whatever a test that configured the journal itself left behind."""
        root = logging.getLogger()
        root.handlers[:], level = self._root_was
        root.setLevel(level)

    def check(self) -> None:
        """Fails the test on a line nobody declared, or a declared one that never came."""
        lines = [line.getMessage() for line in self.records if line.levelno >= logging.WARNING]
        seen = {name for name in self.expected | self.allowed for line in lines if name in line}
        surprises = [line for line in lines if not any(name in line for name in seen)]
        if surprises:
            self.records.clear()
            pytest.fail("log lines nobody declared (expect_log): " + "; ".join(surprises))
        if missing := self.expected - seen:
            pytest.fail(f"declared log lines that never came: {', '.join(sorted(missing))}")
        self.expected.clear()
        self.allowed |= seen

    def lines(self, event: LogEvent) -> list[dict[str, Any]]:
        """The fields of each line of `event` so far, whatever its level."""
        wanted = event.name.lower()
        lines = [line for line in self.records if line.getMessage().split(" ")[0] == wanted]
        return [dict(getattr(line, "fields", {})) for line in lines]


_GUARD = pytest.StashKey[LogGuard]()
_QT_MESSAGES: list[str] = []


@pytest.fixture
def expect_log(request: pytest.FixtureRequest) -> ExpectLog:
    """Declares lines of warning and above: `expect_log(LogEvent.CAMERA_LOST)`.

    They must come; with `maybe=True` they may. A string is a part of another library's line.
    """
    guard = request.node.stash[_GUARD]

    def declare(*events: LogEvent | str, maybe: bool = False) -> None:
        names = {event.name.lower() if isinstance(event, LogEvent) else event for event in events}
        (guard.allowed if maybe else guard.expected).update(names)

    return declare


@pytest.fixture
def logged(request: pytest.FixtureRequest) -> Callable[[LogEvent], list[dict[str, Any]]]:
    """Tells what was logged: `logged(LogEvent.VISIT_CALLED)` is the fields of each such line."""
    guard: LogGuard = request.node.stash[_GUARD]
    return guard.lines


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """QML needs no widgets."""
    return QGuiApplication


def pytest_configure() -> None:
    """Takes Qt's messages whenever pytest-qt does not: outside a test's call it does not listen."""
    qInstallMessageHandler(_keep_qt_message)


def _keep_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        _QT_MESSAGES.append(message or "")


def _check_qt() -> None:
    messages, _QT_MESSAGES[:] = list(_QT_MESSAGES), []
    if messages:
        pytest.fail("Qt warned: " + "; ".join(messages))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Starts the guards before the first fixture."""
    item.stash[_GUARD] = LogGuard()
    item.stash[_GUARD].start()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Checks once the test has passed by itself; one that failed has said enough."""
    guard = item.stash[_GUARD]
    try:
        result = yield
    except BaseException:
        guard.records.clear()
        raise
    guard.check()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Checks what the fixtures left behind while closing."""
    try:
        result = yield
    finally:
        guard = item.stash[_GUARD]
        guard.stop()
    guard.expected.clear()
    guard.check()
    _check_qt()
    return result
