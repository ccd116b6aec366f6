"""When something happened by the home's clock: by its age, by a plausible word, else no sooner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.server.sync.event_time import LONGEST_AGE_S, SOFTWARE_BORN, EventClock

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
UP_S = 1_800.0
BOOTED = NOON - timedelta(seconds=UP_S)
EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)


@pytest.mark.parametrize("at", [EARLIEST, SOFTWARE_BORN, NOON, LATEST])
@pytest.mark.parametrize("sent_at", [EARLIEST, NOON - HOUR, NOON, NOON + HOUR, LATEST])
def test_a_known_age_alone_decides(at: datetime, sent_at: datetime) -> None:
    arrival = EventClock(NOON, sent_at, UP_S)

    assert arrival.resolve(at, 600.0) == NOON - timedelta(minutes=10)


def test_an_age_nobody_believes_is_cut() -> None:
    assert EventClock(NOON, NOON).resolve(NOON, 1e300) == NOON - timedelta(seconds=LONGEST_AGE_S)


@pytest.mark.parametrize("off", [-10 * HOUR, timedelta(minutes=-10), timedelta(0), 24 * HOUR])
def test_a_clock_that_is_off_by_the_same_as_when_it_sent_is_put_right(off: timedelta) -> None:
    arrival = EventClock(NOON, NOON + off, UP_S)

    assert arrival.resolve(NOON - 3 * HOUR + off, None) == NOON - 3 * HOUR


@pytest.mark.parametrize(
    ("at", "sent_at"),
    [
        (datetime(1970, 1, 1, 0, 5, tzinfo=UTC), NOON),
        (SOFTWARE_BORN - timedelta(seconds=1), NOON),
        (NOON - timedelta(seconds=1), NOON),
        (datetime(2099, 1, 1, tzinfo=UTC), NOON),
        (NOON - 3 * HOUR, datetime(1970, 1, 1, 1, tzinfo=UTC)),
        (NOON - 3 * HOUR, datetime(2099, 1, 1, tzinfo=UTC)),
        (EARLIEST, LATEST),
        (LATEST, EARLIEST),
    ],
)
def test_a_word_that_cannot_be_right_puts_nobody_first_and_nobody_last(
    at: datetime, sent_at: datetime
) -> None:
    assert EventClock(NOON, sent_at, UP_S).resolve(at, None) == BOOTED


def test_from_a_station_that_does_not_say_how_long_it_was_up_it_is_the_arrival() -> None:
    assert EventClock(NOON, NOON).resolve(NOON + HOUR, None) == NOON
