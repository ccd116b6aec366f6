"""A seed's story: which steps were taken, in which weather, and how things stood after each."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

from tests.simulation import checks
from tests.simulation.world import Made, World, a_world

STEPS = 60
TOLD_ON_FAILURE = 15
LIKELY: dict[Callable[[World], str], int] = {
    World.a_visitor_checks_in: 12,
    World.what_was_read_follows: 4,
    World.a_visitor_leaves: 2,
    World.a_station_works: 30,
    World.an_old_message_arrives: 6,
    World.a_station_starts_again: 3,
    World.a_clock_is_set: 3,
    World.time_passes: 6,
    World.a_member_asks: 6,
    World.a_member_asks_again: 5,
    World.an_old_attempt_arrives: 4,
    World.a_member_goes_on: 5,
    World.the_grace_is_over: 2,
    World.back_up: 1,
    World.the_home_is_restored: 1,
    World.an_older_copy_is_put_back: 1,
}
"""How often each step is taken, against each other."""


def tell(seed: int, made: Made, steps: int = STEPS) -> list[str]:
    """The trace of a story that ended well; AssertionError names the seed of one that did not."""
    trace: list[str] = []
    try:
        with a_world(random.Random(seed), made) as world:
            for count in range(steps):
                trace.append(f"{count:03} {_step(world)} | {world.standing()}")
                checks.hold(world)
            checks.come_to_rest(world)
            trace.append(f"at rest | {world.standing()}")
    except Exception as fault:
        last = "\n".join(trace[-TOLD_ON_FAILURE:])
        again = f"python -m tests.simulation --from {seed} --seeds 1 --steps {steps} --trace"
        raise AssertionError(f"seed {seed}: {fault!r}\n{last}\nAgain: {again}") from fault
    return trace


def tell_all(seeds: Iterable[int], made: Made) -> None:
    """Every one of them, until one does not end well."""
    for seed in seeds:
        tell(seed, made)


def _step(world: World) -> str:
    world.air.drawn.clear()
    [verb] = world.chance.choices(list(LIKELY), list(LIKELY.values()))
    told = verb(world)
    weather = ", ".join(world.air.drawn)
    return f"{told} ({weather})" if weather else told
