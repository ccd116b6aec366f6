"""When the kiosk is heard. Sounds are played on a thread of their own, never on the Qt thread.

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
from kiosk.journal import LogEvent, log
from kiosk.settings import SoundPart, is_quiet
from ui.touch.sound.chimes import Sound, wav_file
from ui.touch.sound.player import SoundFault, system_player

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from ui.touch.ports import StationPort
    from ui.touch.screens import Screens

_TIME_OUT_AT_S = frozenset({25, 10})
"""Seconds left of "Still there?" at which it is heard: when it appears, and shortly before."""

Player = Callable[[Path], None]
"""Plays a file and returns; SoundFault when nothing can be heard."""


class Sounds:
    """Plays one sound after the other on a thread of its own; a level of 0 is silence."""

    def __init__(
        self, player: Player, *, level: int, is_quiet: Callable[[], bool] = lambda: False
    ) -> None:
        self._player = player
        self._level = level
        self._is_quiet = is_quiet
        self._queued = 0
        self._failing = False
        self._folder: Path | None = None
        self._cleanup = ExitStack()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sound")

    def play(self, sound: Sound) -> None:
        """Returns at once; dropped while another waits, as a late sound only confuses."""
        if self._level == 0 or self._queued > 1 or self._is_quiet():
            return
        self._queued += 1
        self._thread.submit(self._play, sound)

    def stop(self) -> None:
        """Starts no further sound."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._cleanup.close()

    def _play(self, sound: Sound) -> None:
        try:
            self._player(self._file(sound))
            self._failing = False
        except (SoundFault, OSError) as fault:
            if not self._failing:
                log(LogEvent.SOUND_SILENT, why=str(fault))
            self._failing = True
        finally:
            self._queued -= 1

    def _file(self, sound: Sound) -> Path:
        if self._folder is None:
            from tempfile import TemporaryDirectory

            self._folder = Path(self._cleanup.enter_context(TemporaryDirectory(prefix="kiosk-")))
        path = self._folder / f"{sound}.wav"
        if not path.exists():
            path.write_bytes(wav_file(sound, self._level))
        return path


def sounds_for(station: StationPort, settings: SoundPart, clock: Clock) -> Sounds:
    """The sounds of a kiosk, silent in the quiet hours of its settings by the site's clock."""

    def is_quiet_now() -> bool:
        return is_quiet(settings, station.snapshot().site.local(clock.now()).time())

    return Sounds(system_player, level=settings.level, is_quiet=is_quiet_now)


def connect_sounds(screens: Screens, play: Callable[[Sound], None]) -> None:
    """Plays hello, the shutter, in line, a call, and the last seconds of "Still there?"."""
    hello, shutter, in_line, called, time_out = (partial(play, sound) for sound in Sound)
    presence = screens.presence
    screens.check_in.stepChanged.connect(lambda step: hello() if step == Step.NAME else None)
    screens.badge.recognised.connect(lambda _badge, _name: hello())
    screens.camera.flashed.connect(shutter)
    screens.check_in.saved.connect(lambda _receipt: in_line())
    screens.board.announced.connect(called)
    presence.secondsLeftChanged.connect(
        lambda: time_out() if presence.property("secondsLeft") in _TIME_OUT_AT_S else None
    )
