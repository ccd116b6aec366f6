"""The window under the real compositor: cage as an unprivileged account, nested in an X server.

cage refuses to run as root; a user namespace gives it another account without making one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from tests.journeys.actors import HomeProcess, Kiosk, until

NIGHT = (15, 42, 46)
APRICOT = (255, 178, 107)
ATTEMPTS = 5
"""Nested in an X server, this cage now and then grants no more frames, whatever asks for them."""
LOOKS_WITHOUT_NEWS = 25
"""Screenshots in a row between which cage said nothing: it owes a frame and will not grant it."""


def test_the_welcome_screen_fills_the_compositor(tmp_path: Path) -> None:
    attempts = (_is_seen(tmp_path / str(number)) for number in range(ATTEMPTS))
    picture = next((seen for seen in attempts if seen is not None), None)

    assert picture is not None, "the compositor granted frames"
    with Image.open(picture) as seen:
        corners = [seen.getpixel((x, y)) for x in (0, seen.width - 1) for y in (0, seen.height - 1)]
    assert [corner[:3] for corner in corners if isinstance(corner, tuple)] == [NIGHT] * 4


def _is_seen(folder: Path) -> Path | None:
    """A picture of the welcome screen; None where the compositor stopped asking for frames."""
    kiosk = Kiosk(folder / "kiosk", HomeProcess(folder / "home"), folder / "none.avi", (540, 960))
    settings = kiosk.config.read_text(encoding="utf-8")
    kiosk.config.write_text(settings.replace("full_screen = false", "full_screen = true"))
    picture = folder / "seen.png"
    with _x_server() as display, _caged(kiosk.config, display, folder):
        granting = _Granting(folder / "cage.log")
        looks: list[bool] = []

        def decided() -> bool:
            looks.append(_shows_welcome(_colours(picture, display)))
            return looks[-1] or granting.has_stopped()

        until(decided, "the welcome")
    return picture if looks[-1] else None


class _Granting:
    """What cage's own log says of the frames it grants, from look to look."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._bytes = 0
        self._without_news = 0

    def has_stopped(self) -> bool:
        """Whether a frame has been owed for many looks."""
        protocol = self._log.read_text(encoding="utf-8", errors="replace")
        news = len(protocol) != self._bytes or not _owes_a_frame(protocol)
        self._without_news = 0 if news else self._without_news + 1
        self._bytes = len(protocol)
        return self._without_news >= LOOKS_WITHOUT_NEWS


def _shows_welcome(colours: set[tuple[int, ...]]) -> bool:
    """Whether both are there, but for what the last step of a fade rounds away."""
    return all(
        any(max(abs(a - b) for a, b in zip(seen, wanted, strict=True)) <= 1 for seen in colours)
        for wanted in (NIGHT, APRICOT)
    )


def _owes_a_frame(protocol: str) -> bool:
    """Whether the last frame the kiosk asked for was never granted."""
    asked = list(re.finditer(r"-> wl_surface@\d+\.frame\(new id (wl_callback@\d+)\)", protocol))
    return bool(asked) and f"{asked[-1][1]}.done(" not in protocol[asked[-1].end() :]


@contextmanager
def _x_server() -> Iterator[str]:
    told, tell = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tell), "-screen", "0", "1024x768x24", "-nolisten", "tcp"],
        pass_fds=[tell],
        stderr=subprocess.DEVNULL,
    )
    os.close(tell)
    with os.fdopen(told) as number:
        display = f":{number.readline().strip()}"
    try:
        yield display
    finally:
        server.terminate()
        server.wait(timeout=120)


@contextmanager
def _caged(config: Path, display: str, folder: Path) -> Iterator[None]:
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    environment = {
        **os.environ,
        "DISPLAY": display,
        "XDG_RUNTIME_DIR": str(runtime),
        "WLR_BACKENDS": "x11",
        "WLR_LIBINPUT_NO_DEVICES": "1",
        "WLR_RENDERER": "pixman",
        "QT_QPA_PLATFORM": "wayland",
        "QT_WAYLAND_DISABLE_WINDOWDECORATION": "1",
        "WAYLAND_DEBUG": "1",
    }
    as_another = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    kiosk = [sys.executable, "-m", "kiosk", "run", "--config", str(config)]
    with (folder / "cage.log").open("wb") as log:
        cage = subprocess.Popen(
            [*as_another, "cage", "-d", "--", *kiosk], env=environment, stderr=log, stdout=log
        )
    try:
        yield
    finally:
        # SIGTERM makes Debian 12's cage abort on an assertion; either way it is gone.
        cage.kill()
        cage.wait(timeout=120)


def _colours(picture: Path, display: str) -> set[tuple[int, ...]]:
    scrot = ["scrot", "--overwrite", str(picture)]
    subprocess.run(scrot, env={**os.environ, "DISPLAY": display}, check=True, timeout=120)
    with Image.open(picture) as seen:
        counted = seen.convert("RGB").getcolors(maxcolors=1 << 24) or []
    common = {colour for count, colour in counted if count > 5_000}
    return {colour for colour in common if isinstance(colour, tuple)}
