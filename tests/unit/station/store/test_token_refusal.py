"""How long the token has been refused, whatever happens to clock and power."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.station.store.token_refusal import SAVE_EVERY_S
from tests.doubles.box import Box

HOUR_S = 3_600.0


def test_there_is_no_count_while_the_token_is_accepted(box: Box) -> None:
    assert box.store.token_refusal.lasted_s() is None


def test_the_count_begins_with_the_first_refusal_and_ends_with_an_answer(box: Box) -> None:
    box.store.token_refusal.note()
    box.clock.pass_s(HOUR_S)
    box.store.token_refusal.note()
    lasted_s = box.store.token_refusal.lasted_s()

    box.store.token_refusal.clear()

    assert (lasted_s, box.store.token_refusal.lasted_s()) == (HOUR_S, None)


def test_a_restart_does_not_reset_the_count(box: Box) -> None:
    box.store.token_refusal.note()
    box.clock.pass_s(HOUR_S)
    box.close()
    box.start()
    box.store.token_refusal.note()

    box.clock.pass_s(HOUR_S)

    assert box.store.token_refusal.lasted_s() == 2 * HOUR_S


@pytest.mark.parametrize("jump", [timedelta(days=-20_000), timedelta(0), timedelta(days=26_000)])
def test_a_clock_that_is_set_changes_nothing_within_a_boot(box: Box, jump: timedelta) -> None:
    box.store.token_refusal.note()

    box.clock.jump(jump)
    box.clock.pass_s(HOUR_S)

    assert box.store.token_refusal.lasted_s() == HOUR_S


def test_the_time_without_power_counts_where_the_wall_clock_went_on(box: Box) -> None:
    box.store.token_refusal.note()
    box.clock.pass_s(HOUR_S)

    box.restart()
    box.store.token_refusal.note()

    assert box.store.token_refusal.lasted_s() == HOUR_S


@pytest.mark.parametrize("jump", [timedelta(days=-20_000), timedelta(days=26_000)])
def test_a_clock_lost_with_the_power_costs_ten_minutes_at_most(box: Box, jump: timedelta) -> None:
    box.store.token_refusal.note()
    for _ in range(7):
        box.clock.pass_s(HOUR_S)
        box.store.token_refusal.note()
    box.clock.pass_s(SAVE_EVERY_S)

    box.restart()
    box.clock.jump(jump)
    box.store.token_refusal.note()
    box.clock.pass_s(HOUR_S)

    assert box.store.token_refusal.lasted_s() == 8 * HOUR_S + 5
