"""The crash-loop guard: when a kiosk starts in safe mode, and when it leaves it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.journal import LogEvent
from kiosk.station.safe_mode import MOST_FAILED, RETRY_AFTER_S, WITHIN_S, CrashLoopGuard
from tests.doubles.clock import FakeClock

ExpectLog = Callable[..., None]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def fail(data: Path, clock: FakeClock, times: int) -> None:
    for _ in range(times):
        CrashLoopGuard(data, clock)
        clock.pass_s(5)


def test_after_five_starts_without_a_screen_the_next_is_safe(
    tmp_path: Path, clock: FakeClock, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.STARTED_SAFE)
    fail(tmp_path, clock, MOST_FAILED - 1)
    fifth = CrashLoopGuard(tmp_path, clock)

    assert (fifth.safe, CrashLoopGuard(tmp_path, clock).safe) == (False, True)


def test_a_start_that_shows_its_screen_clears_the_count(tmp_path: Path, clock: FakeClock) -> None:
    fail(tmp_path, clock, MOST_FAILED - 1)
    CrashLoopGuard(tmp_path, clock).reached()

    assert not CrashLoopGuard(tmp_path, clock).safe


def test_old_starts_do_not_count(tmp_path: Path, clock: FakeClock) -> None:
    fail(tmp_path, clock, MOST_FAILED)
    clock.pass_s(WITHIN_S)

    assert not CrashLoopGuard(tmp_path, clock).safe


def test_a_box_that_reboots_between_them_counts_them_all(
    tmp_path: Path, clock: FakeClock, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.STARTED_SAFE)
    for _ in range(MOST_FAILED):
        fail(tmp_path, clock, 1)
        clock.reboot()

    assert CrashLoopGuard(tmp_path, clock).safe


def test_the_whole_kiosk_is_tried_again_and_one_failure_leads_back(
    tmp_path: Path, clock: FakeClock, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.STARTED_SAFE)
    fail(tmp_path, clock, MOST_FAILED)
    safe = CrashLoopGuard(tmp_path, clock)
    safe.reached()
    clock.pass_s(RETRY_AFTER_S - 1)
    too_early = safe.is_retry_due()
    clock.pass_s(1)
    due = safe.is_retry_due()
    safe.allow_full_start()

    assert (too_early, due) == (False, True)
    assert [CrashLoopGuard(tmp_path, clock).safe, CrashLoopGuard(tmp_path, clock).safe] == [
        False,
        True,
    ]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[1]", b'[["boot-1"]]', b'[["a","b"]]'])
def test_an_unreadable_file_counts_as_empty(
    tmp_path: Path, clock: FakeClock, content: bytes
) -> None:
    (tmp_path / "starts").write_bytes(content)

    assert not CrashLoopGuard(tmp_path, clock).safe


def test_a_file_that_cannot_be_written_stops_no_start(clock: FakeClock) -> None:
    starts = [CrashLoopGuard(Path("/proc/nowhere"), clock) for _ in range(MOST_FAILED + 1)]

    assert not starts[-1].safe
