"""The settings of a site: hours, seats, topics, keeping times, quotas.

A setting is added here, once: its name, its limits and its default. `kiosk/settings/site.py` reads
it from site.toml under the same name; `kiosk/wire/site.py` lists those that stations need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk.domain.limits import Limits

LETTERS = "ABCDEFGHJKLMNPRTUVWXY"
"""Station letters; I, O, Q, S and Z are left out because they are read as digits."""
PLAIN_ID: Final = r"^[a-z0-9-]{1,40}\Z"
ADDRESS: Final = r"^(https?://\S+)?\Z"
MAX_TOPICS: Final = 6
"""Tiles on the topics screen, "Something else" not counted."""

Name = Annotated[str, Limits(min_length=1, max_length=60)]
SECRET: Final = r"^(\S{16,200})?\Z"
PlainId = Annotated[str, Limits(pattern=PLAIN_ID)]
KeepDays = Annotated[int, Limits(ge=1, le=365)]
VisitCount = Annotated[int, Limits(ge=1, le=10_000)]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Span:
    """Open from `opens` until `closes`, local time.

    `closes` 00:00 means midnight at the day's end.
    """

    opens: time
    closes: time

    def holds(self, at: time) -> bool:
        """Whether `at` lies within, the closing minute left out."""
        return self.opens <= at and (self.closes == time(0) or at < self.closes)


@dataclass(frozen=True, slots=True)
class Days:
    """Days in a row with the same hours; `first` and `last` count from Monday, which is 0."""

    first: int
    last: int
    span: Span


@dataclass(frozen=True, slots=True)
class Topic:
    """What a visit can be about. `icon` names a shipped picture."""

    id: PlainId
    name: Name
    icon: PlainId = "chat"


@dataclass(frozen=True, slots=True)
class Quotas:
    """The most one station may bring, so that a stolen token cannot drown the others.

    What it could not bring while out of touch it may bring later (docs/decisions/0010).
    """

    visits_a_minute: VisitCount = 60
    visits_burst: VisitCount = 120
    visits_a_day: Annotated[int, Limits(ge=1, le=1_000_000)] = 2_000
    picture_mb_a_day: Annotated[int, Limits(ge=5, le=1_000_000)] = 1_000

    def earned_in_s(self, visits: int) -> float:
        """The seconds out of touch after which that many visits may come at once."""
        return visits * max(60 / self.visits_a_minute, 86_400 / self.visits_a_day)


@dataclass(frozen=True, slots=True)
class Site:
    """One site, as its server decides and its stations get it.

    `seats`: those that each station, by letter, may hand out. `public_url` ends without a slash.
    `hosts`: names besides its own under which the server answers. `metrics_token`: who shows it may
    read the metrics; empty: members alone, who may.
    """

    site_id: PlainId
    name: Name
    time_zone: str = "UTC"
    picture_days: KeepDays = 30
    public_url: Annotated[str, Limits(pattern=ADDRESS)] = ""
    hours: Mapping[str, Span] = field(default_factory=dict)
    seats: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    topics: Annotated[tuple[Topic, ...], Limits(max_length=MAX_TOPICS)] = ()
    absent_grace_min: Annotated[int, Limits(ge=1, le=120)] = 10
    closing_grace_min: Annotated[int, Limits(ge=0, le=240)] = 30
    late_after_min: Annotated[int, Limits(ge=1, le=240)] = 10
    text_days: KeepDays = 90
    quotas: Quotas = Quotas()
    hosts: Annotated[tuple[Name, ...], Limits(max_length=20)] = ()
    metrics_token: Annotated[str, Limits(pattern=SECRET)] = ""

    @property
    def absent_grace_s(self) -> int:
        """How long a visit whose visitor was not there is held before it ends as a no-show."""
        return self.absent_grace_min * 60

    @property
    def closing_grace_s(self) -> int:
        """How long after closing a visit that nobody called is kept open."""
        return self.closing_grace_min * 60

    def local(self, at: datetime) -> datetime:
        """The same instant on the site's own clocks."""
        return at.astimezone(ZoneInfo(self.time_zone))

    def day(self, at: datetime) -> str:
        """The site's calendar day as ISO text; numbers start anew with it."""
        return self.local(at).date().isoformat()

    def day_began(self, at: datetime) -> datetime:
        """The instant, in UTC, at which the site's calendar day of `at` began."""
        midnight = datetime.combine(self.local(at).date(), time(0), ZoneInfo(self.time_zone))
        return midnight.astimezone(UTC)

    def day_ended(self, at: datetime) -> datetime:
        """The instant, in UTC, at which the site's calendar day of `at` is over."""
        return self._last_instant(self.local(at).date() + timedelta(days=1), time(0))

    def day_closed(self, at: datetime) -> datetime:
        """When the day is over for who was here at `at`: at closing, else with the calendar day.

        The latter without hours, on a closed day, and for who came after closing.
        """
        day = self.local(at).date()
        span = self.hours.get(WEEKDAYS[day.weekday()])
        if span is None or span.closes == time(0):
            return self.day_ended(at)
        closed = self._last_instant(day, span.closes)
        return closed if at < closed else self.day_ended(at)

    def _last_instant(self, day: date, at: time) -> datetime:
        """When the site's clocks show this time for the last time; they may twice, or never."""
        zone = ZoneInfo(self.time_zone)
        shown = (datetime.combine(day, at.replace(fold=fold), zone) for fold in (0, 1))
        return max(instant.astimezone(UTC) for instant in shown)

    def is_open(self, at: datetime) -> bool:
        """Whether the site serves at `at`; a site without hours always does."""
        if not self.hours:
            return True
        local = self.local(at)
        span = self.hours.get(WEEKDAYS[local.weekday()])
        return span is not None and span.holds(local.time())

    def closes_at(self, at: datetime) -> time | None:
        """Today's closing time while open, None when closed or never closing."""
        if not self.hours or not self.is_open(at):
            return None
        span = self.hours[WEEKDAYS[self.local(at).weekday()]]
        return None if span.closes == time(0) else span.closes

    def next_opening(self, at: datetime) -> datetime | None:
        """When the site opens next after `at`, by its own clocks; None when it never does.

        A site without hours never closes, so it never opens either.
        """
        local = self.local(at)
        # Eight days: today's opening may be past, and the same day next week the only other.
        for ahead in range(8):
            day = local.date() + timedelta(days=ahead)
            span = self.hours.get(WEEKDAYS[day.weekday()])
            if span is None:
                continue
            opens = datetime.combine(day, span.opens, ZoneInfo(self.time_zone))
            if opens > local:
                return opens
        return None

    def week(self) -> tuple[Days, ...]:
        """The opening hours from Monday on, days in a row with the same hours as one."""
        rows: list[Days] = []
        for number, name in enumerate(WEEKDAYS):
            span = self.hours.get(name)
            if span is None:
                continue
            if rows and rows[-1].last == number - 1 and rows[-1].span == span:
                rows[-1] = Days(rows[-1].first, number, span)
            else:
                rows.append(Days(number, number, span))
        return tuple(rows)


def is_zone(name: str) -> bool:
    """Whether this machine knows the time zone `name`."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
