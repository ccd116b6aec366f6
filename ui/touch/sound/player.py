"""The system's audio player, run as a child process for each sound."""

from __future__ import annotations

from pathlib import Path

from kiosk.faults import Fault

_COMMANDS = (("pw-play",), ("paplay",), ("aplay", "-q"))
"""The first that is installed: a sound server's own come first, so that others are heard too."""
_TIMEOUT_S = 3.0
"""A child that takes longer hangs in a driver."""


class SoundFault(Fault):
    """Nothing can be heard: no player, no sound card, or one that hangs."""


def system_player(path: Path) -> None:
    """Plays the file at `path` and returns when it was heard; SoundFault when it was not."""
    import shutil  # late, as in all of this folder: nothing is heard before the first frame
    import subprocess

    command = next((one for one in _COMMANDS if shutil.which(one[0])), None)
    if command is None:
        raise SoundFault("no player")
    try:
        subprocess.run(
            [*command, str(path)],
            check=True,
            timeout=_TIMEOUT_S,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError) as fault:
        raise SoundFault(command[0]) from fault
