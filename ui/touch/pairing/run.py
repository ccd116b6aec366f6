"""The pairing step of a start: its window stays until the token is on disk or the process ends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.station.identity import TokenFile
from ui.touch.process import quit_on_signals
from ui.touch.watchdog import Watchdog
from ui.touch.window import show_window

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

    from kiosk.clock import Clock
    from kiosk.machine.systemd import Notifier
    from kiosk.settings import StationSettings


def is_paired(settings: StationSettings) -> bool:
    """Whether this kiosk has a token."""
    return TokenFile(Path(settings.server.token_file)).is_there()


def pair(
    settings: StationSettings, clock: Clock, application: QGuiApplication, service: Notifier
) -> bool:
    """Shows a code until a lead approved it; False when told to end before that."""
    # Late, and only without a token: HTTP takes longer to load than the first frame to paint.
    from kiosk.station.pairing import open_pairing
    from ui.touch.pairing.screens import PairingScreens

    with open_pairing(settings, clock) as pairing, quit_on_signals(application):
        was_paired = TokenFile(Path(settings.server.token_file)).is_old_there()
        screens = PairingScreens(pairing, clock=clock, was_paired=was_paired)
        screens.pairing.paired.connect(application.quit)
        watchdog = Watchdog(screens.view, service)
        watchdog.painted.connect(watchdog.serve)
        show_window(screens.view, settings.screen)
        application.exec()
        screens.close()
        return pairing.state().paired
