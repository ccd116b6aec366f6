"""The window of a kiosk that has no token yet. It never asks the server itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.resources import ASSETS
from ui.touch.bridge import Bridge
from ui.touch.pictures.codes import CodePictures
from ui.touch.pictures.icons import IconPictures
from ui.touch.viewmodels.pairing import PairingViewModel
from ui.touch.viewmodels.touch_guard import TouchGuardViewModel
from ui.touch.window import close_window, load_window

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from ui.touch.ports import PairingPort


class PairingScreens:
    """The code, large, and what to do with it. `close` takes the window away."""

    def __init__(self, pairing: PairingPort, *, clock: Clock, was_paired: bool = False) -> None:
        """`was_paired`: visitors know this kiosk and must be told where to go meanwhile."""
        self.bridge = Bridge()
        self.codes = CodePictures()
        self.pairing = PairingViewModel(
            pairing, bridge=self.bridge, codes=self.codes, was_paired=was_paired
        )
        self.touch_guard = TouchGuardViewModel(clock)
        self.view = load_window(
            "Pair.qml",
            providers={"icon": IconPictures(ASSETS / "icons"), "code": self.codes},
            properties={"pairing": self.pairing, "touchGuard": self.touch_guard},
        )
        self.touch_guard.watch(self.view)

    def close(self) -> None:
        """Takes the window away; news of the pairing is dropped from now on."""
        self.bridge.close()
        close_window(self.view, self.pairing, self.touch_guard, self.bridge)
