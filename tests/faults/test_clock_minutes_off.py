"""A station's clock is ten minutes off; the line is right all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.doubles.site import SmallSite


@pytest.mark.parametrize("off_min", [-10, 10])
def test_whoever_came_first_is_first(site: SmallSite, off_min: int) -> None:
    site.b.clock.jump(timedelta(minutes=off_min))
    site.b.box.checked_in()
    site.pass_min(1)
    site.c.box.checked_in()
    site.pass_min(1)
    site.b.box.checked_in()

    site.c.sends()
    site.b.sends()

    assert (site.line(), site.waited_min()) == (["B501", "C501", "B502"], [2, 1, 0])


@pytest.mark.parametrize("off_min", [-10, 10])
def test_also_after_a_restart_for_the_clock_is_off_by_the_same(
    site: SmallSite, off_min: int
) -> None:
    site.b.clock.jump(timedelta(minutes=off_min))
    site.c.box.checked_in()
    site.pass_min(1)
    site.b.box.checked_in()
    site.pass_min(1)
    site.c.box.checked_in()
    site.pass_min(1)
    site.b.box.restart()

    site.c.sends()
    site.b.sends()

    assert (site.line(), site.waited_min()) == (["C501", "B501", "C502"], [3, 2, 1])


def test_the_state_is_read_all_the_same(site: SmallSite) -> None:
    site.b.clock.jump(timedelta(minutes=10))
    site.b.box.checked_in()

    site.b.sends()
    site.b.reads()

    assert site.b.box.station.snapshot().people_waiting == 1
