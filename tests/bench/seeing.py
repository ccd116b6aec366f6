"""The bench of a kiosk that sees: its screen while a picture is taken and read."""

from __future__ import annotations

from pathlib import Path

from tests.bench.figures import Figure, share
from tests.bench.led import FILM_FPS, full_hd, kiosk_at_work
from tests.bench.reading import accepted, as_jpeg
from tests.bench.screen_names import AGAIN, OVER, TAKE, TO_CAMERA

WATCH_S = 20.0
TAKES = 10
TAKE_S = 3.0
"""From the touch through burst, straightening and decoding well into reading."""
_PREVIEW = "What the camera sees"


def seeing(work: Path) -> list[Figure]:
    """How late the Qt thread is and which frames are left out, guidance on, reading or not."""
    picture = work / "picture.jpg"
    picture.write_bytes(as_jpeg(next(accepted())[1].pixels))
    with kiosk_at_work(work, full_hd(work / "desk.avi")) as kiosk:
        kiosk.visit(TO_CAMERA)
        kiosk.see(_PREVIEW)
        alone = kiosk.ask("watch", seconds=WATCH_S)
        # Anew: whoever touches nothing for 45 s is asked whether they are still there.
        kiosk.visit((OVER, *TO_CAMERA))
        kiosk.see(_PREVIEW)
        beside = kiosk.ask("watch", seconds=WATCH_S, picture=str(picture))
        taking: list[float] = []
        for _ in range(TAKES):
            late_ms = kiosk.ask("watch", seconds=TAKE_S, touch=TAKE)["late_ms"]
            if AGAIN not in kiosk.words():
                continue  # Too busy a machine: the camera was lost under the finger.
            taking += late_ms
            kiosk.visit((AGAIN,))
            kiosk.see(_PREVIEW)
    most, p99 = max(alone["late_ms"]), share(alone["late_ms"], 0.99)
    read, wanted = "while pictures are read", WATCH_S * FILM_FPS
    return [
        Figure("seeing", f"Qt thread late, most, {read}", max(beside["late_ms"]), "ms", most, 50.0),
        Figure("seeing", f"Qt thread late, p99, {read}", share(beside["late_ms"], 0.99), "ms", p99),
        Figure("seeing", "Qt thread late, most, touch to words", max(taking), "ms", most, 50.0),
        Figure(
            "seeing",
            f"source frames not shown, {read}",
            1 - beside["shown"] / wanted,
            "",
            1 - alone["shown"] / wanted,
            0.05,
        ),
        Figure("seeing", "pictures read meanwhile", beside["read"], ""),
    ]
