"""The touchscreen's start and end: one run from the first frame to the exit code.

The Qt thread never blocks. What the first frame does not need is imported late.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from kiosk.clock import Clock
from kiosk.domain.site import Site
from kiosk.domain.snapshot import StationSnapshot
from kiosk.machine.systemd import Notifier
from kiosk.resources import ASSETS
from kiosk.settings import StationSettings
from kiosk.station.safe_mode import CrashLoopGuard
from kiosk.station.store.cached_snapshot import cached_snapshot
from ui.touch.camera_maker import GuidedCameraMaker
from ui.touch.memory import collect_once_and_freeze, trimmed_after_visits
from ui.touch.opening_station import OpeningStation
from ui.touch.pairing.run import is_paired, pair
from ui.touch.process import create_application, quit_on_signals, restart_when
from ui.touch.reading import running_reader
from ui.touch.screens import Screens
from ui.touch.sound.sounds import connect_sounds, sounds_for
from ui.touch.watchdog import Watchdog
from ui.touch.window import show_window

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

    from ui.touch.ports import StationPort

_NO_SNAPSHOT = StationSnapshot(Site("", ""))
"""Never drawn: without a cached snapshot the station is opened before the first frame."""


def run(settings: StationSettings, *, clock: Clock, starts: CrashLoopGuard | None = None) -> int:
    """Shows the screens until told to end; the exit code of the process."""
    service = Notifier(on_ready=starts.reached) if starts else Notifier()
    application = create_application()
    if not is_paired(settings) and not pair(settings, clock, application, service):
        return 0
    seen = cached_snapshot(Path(settings.data_dir))
    opening = partial(_open_station, settings, clock)
    with (
        OpeningStation(seen or _NO_SNAPSHOT, opening) as station,
        quit_on_signals(application),
    ):
        if seen is None:
            station.open().result()
        safe = starts is not None and starts.safe
        camera = GuidedCameraMaker(settings.camera, station, clock, missed=safe)
        screens = Screens(station, camera, icons=ASSETS / "icons", clock=clock)
        screens.set_theme(settings.screen.theme)
        sounds = sounds_for(station, settings.sound, clock)
        connect_sounds(screens, sounds.play)
        _open_after_first_frame(application, station, screens, service)
        show_window(screens.view, settings.screen)

        def is_restart_due() -> bool:
            """Whether a new process would do better, with nobody in its way."""
            broken = camera.stuck or station.is_unpaired()
            return screens.idle and (broken or (starts is not None and starts.is_retry_due()))

        with (
            restart_when(is_restart_due),
            running_reader(screens, camera.scanner, settings, clock),
            trimmed_after_visits(screens.check_in.screenChanged, lambda: screens.idle),
        ):
            code = application.exec()
        if starts and starts.is_retry_due():
            starts.allow_full_start()
        service.stopping()
        screens.close()
        sounds.stop()
        camera.stop()
        # The command line says why the station did not open.
        station.raise_fault()
    return code


def _open_station(settings: StationSettings, clock: Clock) -> AbstractContextManager[StationPort]:
    # Late: the store's and the network's libraries take longer to load than a frame to paint.
    from kiosk.station.bootstrap import open_station

    return open_station(settings, clock)


def _open_after_first_frame(
    application: QGuiApplication, station: OpeningStation, screens: Screens, service: Notifier
) -> None:
    """Opens the station behind the first frame; ready once open, ended when it does not open."""
    watchdog = Watchdog(screens.view, service)
    watchdog.painted.connect(
        lambda: screens.bridge.when_done(
            station.open(), lambda _: _serve(watchdog), lambda: application.exit(1)
        )
    )


def _serve(watchdog: Watchdog) -> None:
    watchdog.serve()
    Thread(target=_preload, name="preload", daemon=True).start()


def _preload() -> None:
    """Loads what the first visitor will need, before that visitor comes."""
    for module in ("kiosk.camera.device", "qrcode", "PIL.ImageFont"):
        import_module(module)
    collect_once_and_freeze()
