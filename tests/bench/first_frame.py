"""One start of the real kiosk: `kiosk run`, timed at its first painted frame, then ended.

With a second argument, `open`, it goes on until its station is open.
"""

from __future__ import annotations

import gc
import sys
from types import ModuleType

from PySide6.QtQuick import QQuickView

from tests.bench.window import tell_first_frame


def main() -> None:
    """Runs the kiosk of the settings named by the first argument."""
    from kiosk.cli import kiosk

    gc.disable()  # as the command does before it loads the screens
    from ui.touch import app

    if sys.argv[2:] == ["open"]:
        vars(app)["_serve"] = lambda _alive: tell_first_frame()
    else:
        _watch(app)
    kiosk(["run", "--config", sys.argv[1]])


def _watch(app: ModuleType) -> None:
    from ui.touch.screens import Screens

    class Watched(Screens):
        """Only to hear of the frame."""

        def _load(self) -> QQuickView:
            view = super()._load()
            view.frameSwapped.connect(tell_first_frame)
            return view

    vars(app)["Screens"] = Watched


if __name__ == "__main__":
    main()
