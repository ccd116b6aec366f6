"""The benches of the screen alone: start, preview, touch, idle."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event

from tests.bench.figures import Figure, median, share
from tests.bench.led import MeteredKiosk, full_hd, kiosk_at_work, met_home, tell
from tests.bench.machine import cpu_s
from tests.bench.screen_names import OVER, TELL, TO_CAMERA
from tests.journeys.actors import HomeProcess

START_ROUNDS = 9
PREVIEW_ROUNDS = 3
PREVIEW_S = 6.0
FRAMES = 180
TOUCHES = 100
LATE_S = 20.0
IDLE_S = 24
_WINDOW_S = 2.0
_SETTLING_S = 3
"""The site is known by then, and what it brought is drawn."""


def start(work: Path) -> list[Figure]:
    """Spawn to first painted frame, and to the open station, against an empty window.

    The kiosk has met its home before; the server is absent now.
    """
    home = HomeProcess(work / "home")
    kiosk = MeteredKiosk(work / "kiosk", home, work / "none.avi")
    met_home(kiosk.config.parent)
    ours: list[dict[str, float]] = []
    opened: list[dict[str, float]] = []
    floor: list[dict[str, float]] = []
    for _ in range(START_ROUNDS):
        ours.append(tell("first_frame", str(kiosk.config)))
        floor.append(tell("window", "first"))
        opened.append(tell("first_frame", str(kiosk.config), "open"))

    def wall(runs: list[dict[str, float]]) -> list[float]:
        return [1_000 * (run["at_s"] - run["since_s"]) for run in runs]

    def cpu(runs: list[dict[str, float]]) -> list[float]:
        return [1_000 * run["cpu_s"] for run in runs]

    return [
        Figure(
            "start", "CPU, least", min(cpu(ours)), "ms", min(cpu(floor)), 1.15, aim_is_ratio=True
        ),
        Figure("start", "CPU, median", median(cpu(ours)), "ms", median(cpu(floor))),
        Figure("start", "wall, least", min(wall(ours)), "ms", min(wall(floor))),
        Figure("start", "wall, median", median(wall(ours)), "ms", median(wall(floor))),
        Figure("start", "CPU until open, least", min(cpu(opened)), "ms", min(cpu(floor))),
        Figure("start", "wall until open, median", median(wall(opened)), "ms", median(wall(floor))),
    ]


def preview(work: Path) -> list[Figure]:
    """CPU a source frame with the picture on the screen, against one that nobody is shown."""
    source = full_hd(work / "desk.avi")
    ours, unseen, bare, shown = [], [], [], []
    with kiosk_at_work(work, source) as kiosk:
        for _ in range(PREVIEW_ROUNDS):
            kiosk.visit(TO_CAMERA)
            kiosk.see("What the camera sees")
            before = kiosk.ask("spent")
            Event().wait(PREVIEW_S)
            after = kiosk.ask("spent")
            kiosk.visit((OVER,))
            frames = after["frame"] - before["frame"]
            assert frames > 0, "the preview went on to the end"
            ours.append(1_000 * (after["cpu_s"] - before["cpu_s"]) / frames)
            shown.append((after["swaps"] - before["swaps"]) / frames)
            unseen.append(tell("capture", str(source), str(FRAMES), "looked-at")["cpu_ms"])
            bare.append(tell("capture", str(source), str(FRAMES))["cpu_ms"])
    return [
        Figure("preview", "CPU a frame, least", min(ours), "ms", min(unseen), 1.3, True),
        Figure("preview", "CPU a frame, median", median(ours), "ms", median(unseen)),
        Figure("preview", "of it captured and looked at, least", min(unseen), "ms", min(bare)),
        Figure("preview", "screen frames a source frame", median(shown), ""),
    ]


def touch(work: Path) -> list[Figure]:
    """Touch to frame and the lateness of the Qt thread, camera on, against an empty window."""
    source = full_hd(work / "desk.avi")
    with kiosk_at_work(work, source) as kiosk:
        kiosk.visit(TO_CAMERA)
        kiosk.see("What the camera sees")
        late = kiosk.ask("watch", seconds=LATE_S)["late_ms"]
        touches = kiosk.ask("touches", name=TELL, times=TOUCHES)["touch_ms"]
    floor = tell("window", f"{LATE_S / 2}")
    figures = [
        Figure("touch", f"touch to frame, {name}", share(touches, part), "ms", of, aim)
        for name, part, of, aim in (
            ("p50", 0.5, share(floor["touch_ms"], 0.5), None),
            ("p99", 0.99, share(floor["touch_ms"], 0.99), 100.0),
        )
    ]
    return [
        *figures,
        Figure(
            "touch", "Qt thread late, p99", share(late, 0.99), "ms", share(floor["late_ms"], 0.99)
        ),
        Figure("touch", "Qt thread late, most", max(late), "ms", max(floor["late_ms"]), 50.0),
    ]


def idle(work: Path) -> list[Figure]:
    """CPU share of the welcome screen: its whole loop, and its stillest two seconds."""
    with kiosk_at_work(work, work / "none.avi", still=False) as kiosk:
        Event().wait(_SETTLING_S)
        ours = _cpu_shares(kiosk.pid, IDLE_S)
    return [
        Figure("idle", "whole loop", sum(ours) / len(ours), "%", None, 1.0),
        Figure("idle", "stillest 2 s", min(ours), "%", None, 1.0),
    ]


def _cpu_shares(pid: int, seconds: float) -> list[float]:
    shares = []
    for _ in range(int(seconds / _WINDOW_S)):
        since, before = time.perf_counter(), cpu_s(pid)
        Event().wait(_WINDOW_S)
        shares.append(100 * (cpu_s(pid) - before) / (time.perf_counter() - since))
    return shares
