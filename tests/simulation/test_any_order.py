"""The same steps, in whatever order Hypothesis finds worth trying, and shortened.

The seeds of test_simulation.py take steps as often as a day does; here a search decides which step
comes when, and a story that fails is told in as few steps as it takes.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import ExitStack
from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.simulation import checks
from tests.simulation.bugs import clock_decides_the_order
from tests.simulation.story import LIKELY
from tests.simulation.world import Made, World, a_world

ENOUGH = settings(max_examples=40, stateful_step_count=40, deadline=None)
# A planted bug need only be found, not made small.
TO_FIND = settings(max_examples=200, stateful_step_count=40, deadline=None, phases=[Phase.generate])


class AnyOrder(RuleBasedStateMachine):
    """One world a run; what must hold is looked at after each step, and at the end all agree."""

    made: ClassVar[Made]
    world: World | None = None

    def __init__(self) -> None:
        super().__init__()
        self.held = ExitStack()

    @initialize(seed=st.integers(0, 2**32 - 1))
    def begin(self, seed: int) -> None:
        """The seed decides the weather, who stands where, and whose plug is pulled."""
        self.world = self.held.enter_context(a_world(random.Random(seed), self.made))

    @rule(step=st.sampled_from(list(LIKELY)))
    def something_happens(self, step: Callable[[World], str]) -> None:
        assert self.world is not None
        step(self.world)

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        if self.world is not None:
            checks.hold(self.world)

    def teardown(self) -> None:
        with self.held:
            if self.world is not None:
                checks.come_to_rest(self.world)


@pytest.fixture(autouse=True)
def made(tmp_path_factory: pytest.TempPathFactory, expect_log: ExpectLog) -> None:
    AnyOrder.made = Made.make(tmp_path_factory.mktemp("made") / "home")
    expect_log(
        LogEvent.SYNC_UP_LOST,
        LogEvent.SYNC_DOWN_LOST,
        LogEvent.SYNC_PICTURES_LOST,
        LogEvent.SYNC_HINTS_LOST,
        LogEvent.EPOCH_CHANGED,
        LogEvent.EPOCH_RENEWED,
        LogEvent.EVENT_SET_ASIDE,
        maybe=True,
    )


def test_in_any_order_nothing_is_lost_or_doubled_and_all_agree() -> None:
    run_state_machine_as_test(AnyOrder, settings=ENOUGH)


def test_clocks_that_decide_the_order_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock_decides_the_order(monkeypatch)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(AnyOrder, settings=TO_FIND)
