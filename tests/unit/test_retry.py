"""Waiting before trying again, and the loop in which a worker may fail and go on."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from time import perf_counter

import pytest

from kiosk.faults import LinkFault, StoreFault
from kiosk.journal import LogEvent
from kiosk.retry import Backoff, Worker
from tests.conftest import ExpectLog
from tests.doubles.waiting import HANG_S

ASKED_S = 0.3
LONG_S = HANG_S
"""Longer than any test may take: what is waited for comes first, or the test is red."""


class Steps:
    """What a worker does at each step, one after the other; at the end it rests."""

    def __init__(self, *outcomes: float | Exception) -> None:
        self._outcomes = list(outcomes)
        self._done = threading.Condition()
        self.count = 0

    def __call__(self) -> float:
        with self._done:
            self.count += 1
            self._done.notify_all()
        outcome = self._outcomes.pop(0) if self._outcomes else LONG_S
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def reached(self, count: int) -> bool:
        with self._done:
            return self._done.wait_for(lambda: self.count >= count, LONG_S)


class Waits(Backoff):
    """A back-off that waits no time and remembers what was asked of it."""

    def __init__(self, wait_s: float = 0.0) -> None:
        super().__init__(1.0, 2.0, random.Random(1))
        self._wait_s = wait_s
        self.asked: list[str] = []

    def next_s(self) -> float:
        self.asked.append("next")
        return self._wait_s

    def reset(self) -> None:
        self.asked.append("reset")


Start = Callable[[Steps, Backoff], Worker]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts workers, and ends them with the test."""
    workers: list[Worker] = []

    def begin(steps: Steps, backoff: Backoff) -> Worker:
        workers.append(Worker("a_worker", steps, backoff))
        workers[-1].start()
        return workers[-1]

    yield begin
    for worker in workers:
        worker.stop(LONG_S)


def test_waits_grow_up_to_their_ceiling_and_never_come_without_chance() -> None:
    backoff = Backoff(1.0, 30.0, random.Random(4))

    waits = [backoff.next_s() for _ in range(200)]

    assert all(0.5 <= wait <= 30.0 for wait in waits)
    assert waits[0] <= 1.0
    assert max(waits[8:]) > 20.0
    assert len(set(waits)) == len(waits)


def test_two_stations_do_not_come_back_at_the_same_instant() -> None:
    one, other = (Backoff(1.0, 30.0, random.Random(seed)) for seed in (1, 2))

    assert [one.next_s() for _ in range(5)] != [other.next_s() for _ in range(5)]


def test_after_something_worked_waits_are_short_again() -> None:
    backoff = Backoff(1.0, 30.0, random.Random(4))
    for _ in range(10):
        backoff.next_s()

    backoff.reset()

    assert backoff.next_s() <= 1.0


def test_a_worker_goes_on_after_a_fault_and_its_waits_start_over_after_a_success(
    start: Start,
) -> None:
    backoff = Waits()
    steps = Steps(StoreFault("full"), LinkFault("down"), 0.0)

    start(steps, backoff)

    assert steps.reached(4)
    assert backoff.asked[:3] == ["next", "next", "reset"]


def test_a_worker_survives_what_nobody_expected_and_says_so(
    start: Start, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.WORKER_FAILED)
    steps = Steps(ZeroDivisionError())

    start(steps, Waits())

    assert steps.reached(2)


def test_a_pause_ends_when_there_is_work(start: Start) -> None:
    steps = Steps(LONG_S)
    worker = start(steps, Waits())
    steps.reached(1)

    worker.wake()

    assert steps.reached(2)


def test_work_that_comes_during_a_step_is_not_forgotten(start: Start) -> None:
    steps = Steps()
    began, go_on = threading.Event(), threading.Event()

    def slow() -> float:
        began.set()
        go_on.wait(LONG_S)
        return steps()

    worker = Worker("a_worker", slow, Waits())
    worker.start()
    began.wait(LONG_S)
    worker.wake()
    go_on.set()

    assert steps.reached(2)
    worker.stop(LONG_S)


def test_a_wait_after_a_fault_is_cut_short_by_work(start: Start) -> None:
    steps = Steps(LinkFault("down"))
    worker = start(steps, Waits(LONG_S))
    steps.reached(1)

    worker.wake()

    assert steps.reached(2)


def test_a_wait_the_server_asked_for_is_kept_also_when_work_comes(start: Start) -> None:
    began_s = perf_counter()
    steps = Steps(LinkFault("too many", retry_after_s=ASKED_S))
    worker = start(steps, Waits())
    steps.reached(1)

    worker.wake()

    assert steps.reached(2)
    assert perf_counter() - began_s >= ASKED_S


def test_a_worker_told_to_stop_during_a_long_pause_stops_at_once(start: Start) -> None:
    steps = Steps(LinkFault("too many", retry_after_s=LONG_S))
    worker = start(steps, Waits())
    steps.reached(1)

    worker.stop(LONG_S)

    assert worker.stopping
    assert not [thread for thread in threading.enumerate() if thread.name == "a_worker"]


def test_a_worker_may_stop_itself() -> None:
    stopped = threading.Event()

    def step() -> float:
        worker.stop()
        stopped.set()
        return LONG_S

    worker = Worker("a_worker", step, Waits())
    worker.start()

    assert stopped.wait(LONG_S)


def test_a_worker_that_never_started_can_be_stopped() -> None:
    worker = Worker("a_worker", Steps(), Waits())

    worker.stop()

    assert worker.stopping
