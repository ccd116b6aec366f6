"""Owns one start of the real kiosk: `kiosk run`, told of at its first painted frame, then ended."""

from __future__ import annotations

import sys

from PySide6.QtQuick import QQuickView

from tests.bench.window import tell_first_frame


def main() -> None:
    """Runs the kiosk of the settings named by the first argument."""
    from kiosk.cli import kiosk
    from ui.touch import app
    from ui.touch.face import Face

    class Watched(Face):
        """Only to hear of the frame."""

        def _load(self) -> QQuickView:
            view = super()._load()
            view.frameSwapped.connect(tell_first_frame)
            return view

    vars(app)["Face"] = Watched
    kiosk(["run", "--config", sys.argv[1]])


if __name__ == "__main__":
    main()
