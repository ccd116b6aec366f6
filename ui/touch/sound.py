"""Owns when the kiosk is heard, and the child process that plays. Never blocks the Qt thread.

Whoever hears nothing misses nothing: each sound goes with a change on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.domain.checkin import Step
from kiosk.faults import Fault
from kiosk.journal import LogEvent, log
from ui.touch.tones import Sound, as_wav

if TYPE_CHECKING:
    from ui.touch.screens import Screens

PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"))
"""Whichever the system has: a sound server's own first, so that others can be heard as well."""
LONGEST_S = 3.0
"""A child that takes longer hangs in a driver."""
TIME_OUT_AT_S = frozenset({25, 10})
"""Seconds left at which the question is heard (ux.md 3.3)."""

Player = Callable[[Path], None]
"""Plays a file and returns; SoundFault when nothing can be heard."""


class SoundFault(Fault):
    """Nothing can be heard: no player, no sound card, or one that hangs."""


def system_player(path: Path) -> None:
    """Plays `path` with the first player there is."""
    import shutil  # late, as in all of this file: nothing is heard before the first frame
    import subprocess

    command = next((one for one in PLAYERS if shutil.which(one[0])), None)
    if command is None:
        raise SoundFault("no player")
    try:
        subprocess.run(
            [*command, str(path)],
            check=True,
            timeout=LONGEST_S,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError) as fault:
        raise SoundFault(command[0]) from fault


class Sounds:
    """Plays one sound after the other on a thread of its own; a level of 0 is silence."""

    def __init__(
        self, player: Player, *, level: int, quiet: Callable[[], bool] = lambda: False
    ) -> None:
        self._player = player
        self._level = level
        self._quiet = quiet
        self._waiting = 0
        self._silent = False
        self._folder: Path | None = None
        self._held = ExitStack()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sound")

    def play(self, sound: Sound) -> None:
        """Returns at once; dropped while another waits, as a late sound only confuses."""
        if self._level == 0 or self._waiting > 1 or self._quiet():
            return
        self._waiting += 1
        self._thread.submit(self._play, sound)

    def stop(self) -> None:
        """Nothing more is begun."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._held.close()

    def _play(self, sound: Sound) -> None:
        try:
            self._player(self._file(sound))
            self._silent = False
        except (SoundFault, OSError) as fault:
            if not self._silent:
                log(LogEvent.SOUND_SILENT, why=str(fault))
            self._silent = True
        finally:
            self._waiting -= 1

    def _file(self, sound: Sound) -> Path:
        if self._folder is None:
            from tempfile import TemporaryDirectory

            self._folder = Path(self._held.enter_context(TemporaryDirectory(prefix="kiosk-")))
        path = self._folder / f"{sound}.wav"
        if not path.exists():
            path.write_bytes(as_wav(sound, self._level))
        return path


def ring(face: Screens, play: Callable[[Sound], None]) -> None:
    """Lets `face` be heard: hello, the shutter, in line, and the question's time running out."""
    hello, shutter, in_line, time_out = (partial(play, sound) for sound in Sound)
    presence = face.presence
    face.check_in.stepChanged.connect(lambda step: hello() if step == Step.NAME else None)
    face.badge.met.connect(lambda _badge, _name: hello())
    face.camera.flashed.connect(shutter)
    face.check_in.kept.connect(lambda _receipt: in_line())
    presence.leftChanged.connect(
        lambda: time_out() if presence.property("left") in TIME_OUT_AT_S else None
    )
