"""Owns the touchscreen's process: window, signals, exit code. Never blocks the Qt thread."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QMessageLogContext,
    QSocketNotifier,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickView

from kiosk.camera.camera import CameraState, OpenCvCamera
from kiosk.camera.source import CameraSource
from kiosk.capture.code_scanner import CodeListener, LiveCodeScanner
from kiosk.capture.guided_camera import GuidedCamera
from kiosk.clock import Clock
from kiosk.directory.assets import read_assets
from kiosk.directory.people import People, read_people
from kiosk.directory.watch import FileWatch, ReloadingFile
from kiosk.domain.site import Site
from kiosk.domain.snapshot import StationSnapshot
from kiosk.journal import LogEvent, log
from kiosk.machine.systemd import Notifier
from kiosk.resources import ASSETS
from kiosk.settings import ScreenPart, SoundPart, StationSettings, is_quiet
from kiosk.station.identity import TokenFile
from kiosk.station.safe_mode import CrashLoopGuard
from kiosk.station.store.cached_snapshot import cached_snapshot
from kiosk.vision.process.handle import ReadingProcess
from kiosk.vision.process.reader import WorkerReader
from ui.touch.fonts import load_fonts
from ui.touch.memory import keep_pictures_at_hand, settle, tidied
from ui.touch.opening_station import OpeningStation
from ui.touch.screens import Screens
from ui.touch.sound import Sounds, ring, system_player
from ui.touch.watchdog import Watchdog

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.camera.frame import Frame
    from kiosk.vision.hint import Guidance
    from ui.touch.ports import StationPort

PREVIEW = (1280, 720)
"""No frame is larger than it is shown; more only costs conversion."""


RESTART_ME = 75
"""Exit status (EX_TEMPFAIL) that says: a new process would mend what is wrong with this one."""
LOOK_EVERY_MS = 5_000
_UNHEARD_OF = StationSnapshot(Site("", ""))
"""Never drawn: without a cached snapshot the station is opened before the first frame."""


def run(settings: StationSettings, *, clock: Clock, starts: CrashLoopGuard | None = None) -> int:
    """Shows the screens until told to end; the exit code of the process."""
    keep_pictures_at_hand()
    manager = Notifier(on_ready=starts.reached) if starts else Notifier()
    _choose_renderer()
    qInstallMessageHandler(_write_down)
    application = QGuiApplication(sys.argv[:1])
    load_fonts(ASSETS / "fonts")
    token = TokenFile(Path(settings.server.token_file))
    if not token.is_there() and not _pair(settings, clock, application, manager):
        return 0
    seen = cached_snapshot(Path(settings.data_dir))
    opening = partial(_open_station, settings, clock)
    with (
        OpeningStation(seen or _UNHEARD_OF, opening) as opening_station,
        _ended_by_signals(application),
    ):
        if seen is None:
            opening_station.open().result()
        cameras: list[GuidedCamera] = []
        watch = LiveCodeScanner(clock)

        def _make_camera(
            *,
            on_frame: Callable[[Frame], None],
            on_state: Callable[[str], None],
            on_guidance: Callable[[Guidance], None],
        ) -> GuidedCamera:
            def note(state: CameraState) -> None:
                opening_station.note_camera(state)
                on_state(state)

            source = CameraSource.parse(settings.camera.source)
            camera = GuidedCamera(
                watch.wrap(partial(OpenCvCamera, source, preview=PREVIEW, clock=clock)),
                clock=clock,
                on_frame=on_frame,
                on_state=note,
                on_guidance=on_guidance,
            )
            cameras.append(camera)
            return camera

        face = Screens(opening_station, _make_camera, icons=ASSETS / "icons", clock=clock)
        face.wear(settings.screen.theme)
        sounds = _sounds(opening_station, settings.sound, clock)
        ring(face, sounds.play)
        alive = Watchdog(face.view, manager)
        alive.painted.connect(
            lambda: face.bridge.when_done(
                opening_station.open(), lambda _: _serve(alive), lambda: application.exit(1)
            )
        )
        _show(face.view, settings.screen)

        def is_hopeless() -> bool:
            """A new process would do better, and nobody is in its way."""
            stuck = any(camera.stuck for camera in cameras) or opening_station.is_unpaired()
            return face.idle and (stuck or (starts is not None and starts.is_retry_due()))

        with (
            _given_up_when(is_hopeless),
            _reading(face, watch, settings, clock),
            tidied(face.check_in.screenChanged, lambda: face.idle),
        ):
            code = application.exec()
        if starts and starts.is_retry_due():
            starts.leave_for_retry()
        manager.stopping()
        face.close()
        sounds.stop()
        for camera in cameras:
            camera.stop()
        # Why it did not open is for the command to tell.
        opening_station.raise_fault()
    return code


def _pair(
    settings: StationSettings, clock: Clock, application: QGuiApplication, manager: Notifier
) -> bool:
    """Shows a code until a lead approved it; False when told to end before that."""
    # Late, and only without a token: HTTP takes longer to load than the first frame to paint.
    from kiosk.station.pairing import open_pairing
    from ui.touch.pairing_screens import PairingScreens

    with open_pairing(settings, clock) as pairing, _ended_by_signals(application):
        again = TokenFile(Path(settings.server.token_file)).is_old_there()
        face = PairingScreens(pairing, again=again)
        face.pairing.paired.connect(application.quit)
        alive = Watchdog(face.view, manager)
        alive.painted.connect(alive.serve)
        _show(face.view, settings.screen)
        application.exec()
        face.close()
        return pairing.state().paired


def _open_station(settings: StationSettings, clock: Clock) -> AbstractContextManager[StationPort]:
    # Late: the store's and the link's libraries take longer to load than the first frame to paint.
    from kiosk.station.bootstrap import open_station

    return open_station(settings, clock)


def _sounds(station: StationPort, settings: SoundPart, clock: Clock) -> Sounds:
    def is_quiet_now() -> bool:
        return is_quiet(settings, station.snapshot().site.local(clock.now()).time())

    return Sounds(system_player, level=settings.level, quiet=is_quiet_now)


def _serve(alive: Watchdog) -> None:
    alive.serve()
    Thread(target=_warm_up, name="warm_up", daemon=True).start()


def _warm_up() -> None:
    """What the first visitor will need is loaded before that visitor comes."""
    for module in ("kiosk.camera.device", "qrcode"):
        import_module(module)
    settle()


@contextmanager
def _reading(
    face: Screens, watch: LiveCodeScanner, settings: StationSettings, clock: Clock
) -> Iterator[None]:
    """Has pictures and codes read until the block ends, where this kiosk is to read at all."""
    if not settings.reading.on:
        yield
        return
    reader = WorkerReader(lambda: ReadingProcess(clock))
    face.read_with(reader)
    lists = FileWatch([*_lists(settings, reader, face)])
    lists.start()
    no_codes = partial(face.bridge.post, face.greet_no_more)
    watch.use_reader(reader, CodeListener(on_tags=face.tags.hear, on_off=no_codes))
    try:
        yield
    finally:
        lists.stop()
        reader.stop()


def _lists(
    settings: StationSettings, reader: WorkerReader, face: Screens
) -> Iterator[ReloadingFile[Any]]:
    def greet(people: People) -> None:
        face.bridge.post(lambda: face.greet(people))

    if settings.reading.assets:
        yield ReloadingFile(Path(settings.reading.assets), read_assets, reader.use_assets)
    if settings.people.list:
        yield ReloadingFile(Path(settings.people.list), read_people, greet)


def _choose_renderer() -> None:
    # Without a GPU the software renderer starts faster and needs 90 MB less than Mesa's llvmpipe.
    if not any(Path("/dev/dri").glob("renderD*")):
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
    # Image providers are Python: a render thread would wait for the interpreter's lock.
    os.environ.setdefault("QSG_RENDER_LOOP", "basic")


def _show(view: QQuickView, screen: ScreenPart) -> None:
    if screen.full_screen:
        # Without a window manager nobody makes the window as large as the screen.
        view.setGeometry(view.screen().geometry())
        view.showFullScreen()
    else:
        view.resize(screen.width, screen.height)
        view.show()


@contextmanager
def _ended_by_signals(application: QGuiApplication) -> Iterator[None]:
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
def _given_up_when(hopeless: Callable[[], bool]) -> Iterator[None]:
    """Ends the process for the service manager to begin anew once only that can help."""
    look = QTimer()
    look.timeout.connect(lambda: QGuiApplication.exit(RESTART_ME) if hopeless() else None)
    look.start(LOOK_EVERY_MS)
    try:
        yield
    finally:
        look.stop()


def _ignore(number: int, frame: object) -> None:
    """The wake-up socket has already said it; Python only needs a handler to have one."""


def _write_down(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
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
