"""Three stations, a home and four tablets at work, while at random one of them is killed."""

from __future__ import annotations

import random
import sys
import time
from contextlib import ExitStack
from math import inf
from pathlib import Path
from threading import Event

from tests.journeys.actors import until
from tests.server.child import Child
from tests.soak.figures import Course, Figures, figures
from tests.soak.processes import StationProcess
from tests.soak.tablets import CallingTablet

TABLETS = 4
BETWEEN_KILLS_S = (0.1, 1.0)
DRAIN_LIMIT_S = 200.0
"""For the 20 cycles of the suite; more cycles leave more to send, and get as much more time."""
USUAL_CYCLES = 20
TOLD_EVERY = 100


def soak(folder: Path, cycles: int, chance: random.Random, longest_s: float = inf) -> Figures:
    """So many kills, fewer if time is up, then everything may arrive; what came of it."""
    home = Child(folder)
    home.prepare()
    stations = [
        StationProcess(folder / letter, token, home.url) for letter, token in home.stations.items()
    ]
    everybody: list[Child | StationProcess] = [home, *stations]
    stopped, killed = Event(), [0, 0]
    with ExitStack() as running:
        home.start()
        running.callback(home.kill)
        tablets = [CallingTablet(home, stopped) for _ in range(TABLETS)]
        for station in stations:
            station.start()
            running.callback(station.kill)
        for tablet in tablets:
            tablet.start()
            running.callback(tablet.join)
        running.callback(stopped.set)
        ends = time.perf_counter() + longest_s
        while sum(killed) < cycles and time.perf_counter() < ends:
            Event().wait(chance.uniform(*BETWEEN_KILLS_S))
            victim = chance.choice(everybody)
            victim.kill()
            victim.start()
            killed[victim is home] += 1
            if sum(killed) % TOLD_EVERY == 0:
                sys.stderr.write(f"{sum(killed)} killed\n")
        # However few were killed in the time there was: there is something to lose.
        until(lambda: any(tablet.calls for tablet in tablets), "a call", DRAIN_LIMIT_S)
        since = time.perf_counter()
        for station in stations:
            station.take_nobody()
        limit_s = DRAIN_LIMIT_S * max(1.0, sum(killed) / USUAL_CYCLES)
        until(lambda: not any(station.waiting() for station in stations), "rest", limit_s)
        course = Course(killed[0], killed[1], time.perf_counter() - since)
    return figures(course, home.data, stations, tablets)
