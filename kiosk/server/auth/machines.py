"""The machines that use a station's token, told apart by their boots, never by their addresses.

A kiosk may have two addresses, and two kiosks behind one router have one. A machine that starts
again has another boot, and its former boot never speaks again: one that does, after another has
spoken, is a second machine that was up all the time.

One late message is no machine: the network, or a proxy, may deliver one days after it was sent.
Only a boot whose last two messages are as far apart here as by its own clock is taken to speak now.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Final

from kiosk.clock import Clock

JITTER_S: Final = 5.0
"""How much longer one message may be on the way than another. No machine starts faster."""
MOST_BOOTS: Final = 8
"""Boots remembered of one token."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine as it speaks: its boot, for how long it is up, and the place it speaks from."""

    boot_id: str
    up_s: float
    place: str


@dataclass(frozen=True, slots=True)
class _Heard:
    """What was heard of a boot last, when it came and when it was said, by our monotonic clock.

    `speaks_now`: it was not a message from before that came late, as far as two messages show.
    """

    machine: Machine
    came_s: float
    said_s: float
    speaks_now: bool = False


class Machines:
    """The boots heard of each token since this process began. Any thread may call."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._heard: dict[str, dict[str, _Heard]] = {}

    def note(self, device_id: str, machine: Machine) -> Machine | None:
        """The other machine that uses this token at the same time, None when there is none."""
        with self._lock:
            boots = self._heard.setdefault(device_id, {})
            before = boots.get(machine.boot_id)
            now_s = self._clock.monotonic_s()
            if before is None:
                boots[machine.boot_id] = _Heard(machine, now_s, now_s)
                self._forget_old(boots)
                return None
            grown_s = machine.up_s - before.machine.up_s
            if grown_s <= 0:
                return None  # a message of before, once more
            said_s = min(now_s, before.said_s + grown_s)
            late_s = abs(now_s - before.came_s - grown_s)
            speaks_now = late_s <= min(JITTER_S, grown_s / 2)
            boots[machine.boot_id] = _Heard(machine, now_s, said_s, speaks_now)
            if not speaks_now:
                return None
            return _between(boots, machine.boot_id, before.said_s, said_s)

    def boots(self, device_id: str) -> set[str]:
        """The boots heard of this token."""
        with self._lock:
            return set(self._heard.get(device_id, ()))

    def _forget_old(self, boots: dict[str, _Heard]) -> None:
        while len(boots) > MOST_BOOTS:
            del boots[min(boots, key=lambda boot_id: boots[boot_id].said_s)]


def _between(
    boots: dict[str, _Heard], boot_id: str, before_s: float, said_s: float
) -> Machine | None:
    """Who spoke after this boot had spoken, and before it spoke now."""
    for other, heard in boots.items():
        if other != boot_id and heard.speaks_now and before_s < heard.said_s < said_s - JITTER_S:
            return heard.machine
    return None
