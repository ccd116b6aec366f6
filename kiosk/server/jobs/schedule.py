"""The timers of a server: each job a thread that runs its steps again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Final

from kiosk.retry import Backoff, Worker

_FIRST_RETRY_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Job:
    """What `steps` do is looked for every `every_s` seconds.

    After a fault they are tried again sooner, and ever later up to `longest_retry_s`.
    """

    name: str
    steps: Sequence[Callable[[], object]]
    every_s: float
    longest_retry_s: float

    def run(self) -> float:
        """Every step once; the seconds until the next time."""
        for step in self.steps:
            step()
        return self.every_s


@contextmanager
def scheduled(jobs: Sequence[Job]) -> Iterator[None]:
    """The jobs run, each in a thread of its own, until the block ends."""
    chance = Random()
    workers = [
        Worker(job.name, job.run, Backoff(_FIRST_RETRY_S, job.longest_retry_s, chance))
        for job in jobs
    ]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()
