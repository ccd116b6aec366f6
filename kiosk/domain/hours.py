"""Opening hours by weekday, on a site's own clocks, also over midnight and day and night."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEK: Final = timedelta(days=8)
"""Longer than any opening that ends: after it every weekday was seen."""


@dataclass(frozen=True, slots=True)
class Span:
    """Open from `opens` until `closes`, local time.

    `closes` 00:00 means midnight at the day's end; one before `opens` is on the next day.
    """

    opens: time
    closes: time

    @property
    def ends_next_day(self) -> bool:
        """Whether it closes on another date than it opens on."""
        return self.closes <= self.opens


@dataclass(frozen=True, slots=True)
class Days:
    """Days in a row with the same hours; `first` and `last` count from Monday, which is 0."""

    first: int
    last: int
    span: Span


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The spans of the weekdays in a time zone; a weekday without one does not open."""

    spans: Mapping[str, Span]
    zone: ZoneInfo

    def is_open(self, at: datetime) -> bool:
        """Whether an opening holds `at`; its closing instant is left out."""
        return self._end_of(at) is not None

    def closing(self, at: datetime) -> datetime | None:
        """When it closes next, in UTC; None when it is closed, or never closes.

        Openings that follow each other without a break are one.
        """
        end = self._end_of(at)
        while end is not None:
            further = self._end_of(end)
            if further is None:
                return end
            end = further if further - at < _WEEK else None
        return None

    def next_opening(self, at: datetime) -> datetime | None:
        """When it opens next after `at`, by its own clocks; None when it never does."""
        local = at.astimezone(self.zone)
        # Eight days: today's opening may be past, and the same day next week the only other.
        for ahead in range(8):
            day = local.date() + timedelta(days=ahead)
            span = self._span(day)
            if span is None:
                continue
            opens = datetime.combine(day, span.opens, self.zone)
            if opens > local:
                return opens
        return None

    def week(self) -> Iterator[Days]:
        """The hours from Monday on, days in a row with the same hours as one."""
        days: Days | None = None
        for number, name in enumerate(WEEKDAYS):
            span = self.spans.get(name)
            if days is not None and span == days.span:
                days = Days(days.first, number, days.span)
                continue
            if days is not None:
                yield days
            days = Days(number, number, span) if span else None
        if days is not None:
            yield days

    def last_instant(self, day: date, at: time) -> datetime:
        """When the clocks show this time for the last time, in UTC; they may twice, or never."""
        return max(self._instants(day, at))

    def _end_of(self, at: datetime) -> datetime | None:
        """When the opening that holds `at` ends; None when none does."""
        today = at.astimezone(self.zone).date()
        ends = [
            ends
            for day in (today - timedelta(days=1), today)
            for begins, ends in self._opening(day)
            if begins <= at < ends
        ]
        return max(ends, default=None)

    def _opening(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        span = self._span(day)
        if span is not None:
            last_day = day + timedelta(days=1) if span.ends_next_day else day
            yield min(self._instants(day, span.opens)), self.last_instant(last_day, span.closes)

    def _span(self, day: date) -> Span | None:
        return self.spans.get(WEEKDAYS[day.weekday()])

    def _instants(self, day: date, at: time) -> list[datetime]:
        shown = (datetime.combine(day, at.replace(fold=fold), self.zone) for fold in (0, 1))
        return [instant.astimezone(UTC) for instant in shown]
