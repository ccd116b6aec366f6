"""Meters inside a real kiosk process, beside the finger of the journeys.

Nothing of the kiosk is replaced, but that the count before a picture and the rest of the buttons
are short: no figure is about waiting for either.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtQuick import QQuickView

from kiosk.domain.checkin import Step
from tests.bench.read_along import ReadAlong
from tests.bench.screen_time import Late, touch_to_frame, until_frame, wait
from tests.journeys import remote
from ui.touch import app
from ui.touch.memory import trim_heap
from ui.touch.screens import Screens, ScreenTiming

_COUNT_MS = 20
_STEP_MS = 10
_STEPS = 500


class HurriedFace(Screens):
    """The face, of which the meter is told."""

    known: ClassVar[list[Screens]] = []

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named, pace=ScreenTiming(count_ms=_COUNT_MS))
        self.known.append(self)


class Meter(remote.Finger):
    """The finger, with a watch in the other hand."""

    def __init__(self) -> None:
        super().__init__()
        self._swaps = 0
        self._counting = False
        self._leaked: list[bytes] = []

    def answer(self, view: QQuickView, command: remote.Command) -> remote.Command:
        """See the finger; durations in milliseconds."""
        match command["do"]:
            case "spent":
                return self._spent(view, settled=command.get("settled", False))
            case "watch":
                return self._watch(view, command)
            case "touches":
                found = self.find(view, command["name"])
                assert found is not None, command["name"]
                point, times = remote.middle(found), range(command["times"])
                return {"touch_ms": [touch_to_frame(view, point) for _ in times]}
            case "visit":
                return self._visit(view, command["steps"], command.get("leak", 0))
            case "to_number":
                return self._to_number(view, command["name"])
            case _:
                return super().answer(view, command)

    def _spent(self, view: QQuickView, *, settled: bool) -> remote.Command:
        """What it took so far; `settled` as the kiosk settles two seconds after a visit."""
        if settled:
            trim_heap()
        if not self._counting:
            self._counting = True
            view.frameSwapped.connect(self._count)
        return {
            "cpu_s": time.process_time(),
            "swaps": self._swaps,
            "frame": _newest_frame(),
            "kib": _resident_kib(),
        }

    def _watch(self, view: QQuickView, command: remote.Command) -> remote.Command:
        """So many seconds: how late beats come, previews shown, and pictures read if one is given.

        With `touch` they begin with a finger on what is so named.
        """
        along = _read_along(command["picture"]) if "picture" in command else None
        if "touch" in command:
            _let_buttons_act(view)
            QTimer.singleShot(0, lambda: self.touch(view, command["touch"]))
        shown: list[None] = []
        noting = HurriedFace.known[0].camera.previewChanged.connect(lambda: shown.append(None))
        read_before = along.count if along else 0
        late_ms = Late().over(command["seconds"])
        HurriedFace.known[0].camera.previewChanged.disconnect(noting)
        read = along.count - read_before if along else 0
        if along:
            along.stop()
        return {"late_ms": late_ms, "shown": len(shown), "read": read}

    def _count(self) -> None:
        self._swaps += 1

    def _visit(self, view: QQuickView, steps: list[str], leak: int) -> remote.Command:
        _let_buttons_act(view)
        self._leaked.append(bytes(leak))
        missing = next((name for name in steps if not self._touch_through(view, name)), None)
        return {"done": missing is None, "missing": missing}

    def _touch_through(self, view: QQuickView, name: str) -> bool:
        """Touches what is so named until it takes the touch: a camera may need its time."""
        for _ in range(_STEPS):
            if self.touch(view, name):
                return True
            wait(_STEP_MS)
        return False

    def _to_number(self, view: QQuickView, name: str) -> remote.Command:
        _let_buttons_act(view)
        at_s = time.perf_counter()

        def act() -> None:
            assert self.touch(view, name), name

        check_in = HurriedFace.known[0].check_in
        took = until_frame(
            view,
            act,
            lambda: check_in.property("screen") == Step.NUMBER,
        )
        return {"at_s": at_s, "ms": took}


def _read_along(picture: str) -> ReadAlong:
    """When this returns the reading process has read it once, and is reading it again."""
    reader = HurriedFace.known[0].reading._reader
    assert reader is not None, "this kiosk is told not to read"
    along = ReadAlong(reader, Path(picture).read_bytes())
    while not along.count:
        wait(_STEP_MS)
    return along


def _newest_frame() -> int:
    address = str(HurriedFace.known[0].camera.property("preview"))
    return int(address.rpartition("/")[2] or 0)


def _let_buttons_act(view: QQuickView) -> None:
    theme: Any = view.engine().singletonInstance("Kiosk.Theme", "Theme")
    theme.setProperty("debounceMs", 0)
    theme.setProperty("deafMs", 0)


def _resident_kib() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


if __name__ == "__main__":
    vars(app)["Screens"] = HurriedFace
    sys.exit(remote.main(Meter))
