"""Stuck ways: since when, with which answer, over restarts and whatever lies in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.faults import LinkFault
from kiosk.station.way_health import WAYS_FILE, WayHealth, stuck_ways
from kiosk.sync.link_state import Way
from kiosk.wire import WayTrouble
from tests.doubles.clock import FakeClock

FORBIDDEN = LinkFault("status 403", status=403)


def test_the_first_fault_says_since_when_and_the_last_one_why(tmp_path: Path) -> None:
    clock = FakeClock()
    health = WayHealth(tmp_path, clock)
    health.failed(Way.EVENTS, LinkFault("ConnectionError"))
    clock.pass_s(60)

    health.failed(Way.EVENTS, FORBIDDEN)

    assert health.troubles() == [WayTrouble("events", 60.0, "status 403", 403, by_home=False)]
    assert stuck_ways(tmp_path, clock) == health.troubles()


def test_a_way_that_works_again_is_gone_from_the_file(tmp_path: Path) -> None:
    clock = FakeClock()
    health = WayHealth(tmp_path, clock)
    health.failed(Way.EVENTS, FORBIDDEN)
    health.failed(Way.HINTS, FORBIDDEN)

    health.succeeded(Way.EVENTS)

    assert [trouble.way for trouble in stuck_ways(tmp_path, clock)] == ["hints"]


def test_since_when_is_kept_over_a_reboot_and_a_wrong_clock(tmp_path: Path) -> None:
    clock = FakeClock()
    WayHealth(tmp_path, clock).failed(Way.STATE, FORBIDDEN)
    clock.pass_s(600)
    clock.reboot()
    later = stuck_ways(tmp_path, clock)
    clock.at = clock.at.replace(year=1970)

    [trouble] = WayHealth(tmp_path, clock).troubles()

    assert later[0].for_s == 600.0
    assert trouble.for_s == clock.monotonic_s()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"events": 3}', b"\xff\xfe"])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / WAYS_FILE).write_bytes(content)

    assert WayHealth(tmp_path, FakeClock()).troubles() == []


def test_an_unchanged_fault_is_not_written_again(tmp_path: Path) -> None:
    health = WayHealth(tmp_path, FakeClock())
    health.failed(Way.STATE, FORBIDDEN)
    (tmp_path / WAYS_FILE).unlink()

    health.failed(Way.STATE, FORBIDDEN)

    assert not (tmp_path / WAYS_FILE).exists()


def test_a_disk_that_takes_nothing_costs_only_the_file(tmp_path: Path) -> None:
    health = WayHealth(tmp_path / "gone", FakeClock())

    health.failed(Way.PICTURES, LinkFault("Größe"))

    assert [trouble.reason for trouble in health.troubles()] == ["Gr??e"]
