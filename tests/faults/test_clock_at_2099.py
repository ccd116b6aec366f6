"""A station's clock jumps to 2099; nobody is last for ever, and nothing is refused for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.doubles.site import SmallSite

FAR = datetime(2099, 6, 1, 10, 42, tzinfo=UTC)


def test_the_place_in_line_is_by_how_long_ago_people_came(site: SmallSite) -> None:
    site.b.clock.at = FAR
    site.b.box.checked_in()
    site.pass_min(5)
    site.c.box.checked_in()
    site.pass_min(5)

    site.c.sends()
    site.b.sends()

    assert (site.line(), site.waited_min()) == (["B501", "C501"], [10, 5])
    assert site.b.box.rows("select count(*) from outbox") == [(0,)]


@pytest.mark.parametrize("mended", [True, False])
def test_after_a_restart_it_is_first_of_all_who_came_since(site: SmallSite, mended: bool) -> None:
    site.c.box.checked_in()
    site.pass_min(10)
    site.b.clock.at = FAR
    site.b.box.checked_in()
    site.pass_min(10)
    site.b.box.restart()
    if mended:
        site.b.clock.at = site.clock.now()
    site.pass_min(10)
    site.b.box.checked_in()
    site.c.box.checked_in()

    site.c.sends()
    site.b.sends()

    assert site.line() == ["C501", "B501", "B502", "C502"]


def test_a_rating_and_a_leaving_are_dated_by_the_home(site: SmallSite) -> None:
    site.b.clock.at = FAR
    visit_id = site.b.box.checked_in()
    site.pass_min(3)
    site.b.sends()

    visit = site.home.visit(visit_id)
    recorded = site.home._reader.execute("select at from events").fetchall()
    assert visit is not None
    assert (visit.joined_at.year, str(recorded[0][0])[:4]) == (2026, "2026")
