"""Opening hours on a site's own clocks: by weekday, with breaks, over midnight, on single days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEK: Final = timedelta(days=8)
"""Longer than any opening that ends: after it every weekday was seen."""
_LOOK_AHEAD_DAYS: Final = 367
"""Within so many days every weekday comes that no single day stands in for."""


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


Spans: TypeAlias = tuple[Span, ...]
"""The openings that begin on one day, the first one first, none before the one before has ended."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days in a row with the same hours; `first` and `last` count from Monday, which is 0."""

    first: int
    last: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The openings in a time zone.

    `weekdays`: those of each; one that is missing does not open. `days`: those of single days
    (ISO dates), in place of their weekday's; an empty one is closed.
    """

    weekdays: Mapping[str, Spans]
    zone: ZoneInfo
    days: Mapping[str, Spans] = field(default_factory=dict)

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

    def last_closing(self, at: datetime) -> datetime | None:
        """When the last opening of the day ends, in UTC, breaks between its openings left out.

        The day is that on which the opening began that holds `at`. None as of `closing`.
        """
        end, day = self.closing(at), self._day_of(at)
        while end is not None and day is not None:
            again = self.next_opening(end)
            if again is None or again.date() != day:
                return end
            end = self.closing(again)
        return end

    def next_opening(self, at: datetime) -> datetime | None:
        """When it opens next after `at`, by its own clocks; None when it does not within a year."""
        local = at.astimezone(self.zone)
        for ahead in range(_LOOK_AHEAD_DAYS):
            day = local.date() + timedelta(days=ahead)
            for span in self._spans(day):
                opens = datetime.combine(day, span.opens, self.zone)
                if opens > local:
                    return opens
        return None

    def week(self) -> Iterator[Days]:
        """The hours from Monday on, days in a row with the same hours as one."""
        days: Days | None = None
        for number, name in enumerate(WEEKDAYS):
            spans = self.weekdays.get(name, ())
            if days is not None and spans == days.spans:
                days = Days(days.first, number, days.spans)
                continue
            if days is not None:
                yield days
            days = Days(number, number, spans) if spans else None
        if days is not None:
            yield days

    def last_instant(self, day: date, at: time) -> datetime:
        """When the clocks show this time for the last time, in UTC; they may twice, or never."""
        return max(self._instants(day, at))

    def _end_of(self, at: datetime) -> datetime | None:
        """When the opening that holds `at` ends; None when none does."""
        return max((ends for _, ends in self._holding(at)), default=None)

    def _day_of(self, at: datetime) -> date | None:
        """On which day the opening began that holds `at`; None when none does."""
        return max((day for day, _ in self._holding(at)), default=None)

    def _holding(self, at: datetime) -> Iterator[tuple[date, datetime]]:
        """The openings that hold `at`: the day each began on, and its end."""
        today = at.astimezone(self.zone).date()
        for day in (today - timedelta(days=1), today):
            for span in self._spans(day):
                begins, ends = self._opening(day, span)
                if begins <= at < ends:
                    yield day, ends

    def _opening(self, day: date, span: Span) -> tuple[datetime, datetime]:
        last_day = day + timedelta(days=1) if span.ends_next_day else day
        return min(self._instants(day, span.opens)), self.last_instant(last_day, span.closes)

    def _spans(self, day: date) -> Sequence[Span]:
        single = self.days.get(day.isoformat())
        return self.weekdays.get(WEEKDAYS[day.weekday()], ()) if single is None else single

    def _instants(self, day: date, at: time) -> list[datetime]:
        shown = (datetime.combine(day, at.replace(fold=fold), self.zone) for fold in (0, 1))
        return [instant.astimezone(UTC) for instant in shown]
