"""The settings of a site: hours, seats, topics, keeping times, quotas.

A setting is added here, once: its name, its limits and its default. `kiosk/settings/site.py` reads
it from site.toml under the same name; `kiosk/wire/site.py` lists those that stations need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk.domain.hours import Days, OpeningHours, Spans
from kiosk.domain.limits import Limits

LETTERS = "ABCDEFGHJKLMNPRTUVWXY"
"""Station letters; I, O, Q, S and Z are left out because they are read as digits."""
PLAIN_ID: Final = r"^[a-z0-9-]{1,40}\Z"
HOST: Final = r"https?://(\[[0-9A-Fa-f:.]+\]|[^/\s?#@\\:\[\]]+)(:[0-9]{1,5})?"
ADDRESS: Final = rf"^({HOST}/?)?\Z"
"""No path: pages, phones and kiosks all name what they want from the root of the server."""
PHONE: Final = r"^[0-9A-Za-z+()./ -]{0,30}\Z"
MAX_TOPICS: Final = 6
"""Tiles on the topics screen, "Something else" not counted."""

Name = Annotated[str, Limits(min_length=1, max_length=60)]
SECRET: Final = r"^(\S{16,200})?\Z"
PlainId = Annotated[str, Limits(pattern=PLAIN_ID)]
KeepDays = Annotated[int, Limits(ge=1, le=365)]
VisitCount = Annotated[int, Limits(ge=1, le=10_000)]

_INSTANT: Final = timedelta(microseconds=1)
MAX_STAY: Final = timedelta(hours=24)
"""After so long nobody is still here, where the doors never close."""


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

    `hours`: the openings of each weekday; without any it is always open. `days`: those of single
    days, such as holidays, by ISO date; none of them: closed. `seats`: those that each station, by
    letter, may hand out. `public_url` ends without a slash. `help_phone`: whom a visitor may call
    while nobody is at a desk, as people write it, "5500". `hosts`: names besides its own under
    which the server answers. `metrics_token`: who shows it may read the metrics; empty: members
    alone, who may. `backup_days`: how old the newest backup may be before `kiosk doctor` says so;
    0: backups are made by other means.
    """

    site_id: PlainId
    name: Name
    time_zone: str = "UTC"
    picture_days: KeepDays = 30
    public_url: Annotated[str, Limits(pattern=ADDRESS)] = ""
    hours: Mapping[str, Spans] = field(default_factory=dict)
    days: Mapping[str, Spans] = field(default_factory=dict)
    seats: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    topics: Annotated[tuple[Topic, ...], Limits(max_length=MAX_TOPICS)] = ()
    absent_grace_min: Annotated[int, Limits(ge=1, le=120)] = 10
    closing_grace_min: Annotated[int, Limits(ge=0, le=240)] = 30
    late_after_min: Annotated[int, Limits(ge=1, le=240)] = 10
    text_days: KeepDays = 90
    help_phone: Annotated[str, Limits(pattern=PHONE)] = ""
    quotas: Quotas = Quotas()
    hosts: Annotated[tuple[Name, ...], Limits(max_length=20)] = ()
    metrics_token: Annotated[str, Limits(pattern=SECRET)] = ""
    backup_days: Annotated[int, Limits(ge=0, le=365)] = 7

    @property
    def host_names(self) -> frozenset[str]:
        """The names under which its pages are asked for, in small letters."""
        own = urlsplit(self.public_url).hostname or ""
        return frozenset(name.lower() for name in (own, *self.hosts) if name)

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
        return self._opening.last_instant(self.local(at).date() + timedelta(days=1), time(0))

    def day_closed(self, at: datetime) -> datetime:
        """When the desk closes for who was here at `at`; never while it is open for them.

        A break between two openings of a day sends nobody home: the last one counts. With the
        calendar day on a closed day, and for who came after closing. Where the doors stay open day
        and night, after `MAX_STAY`.
        """
        latest = at + MAX_STAY
        if self.is_open(at):
            return min(self._last_closing(at) or latest, latest)
        ended, opens = self.day_ended(at), self.next_opening(at)
        begins = opens.astimezone(UTC) if opens is not None and opens < ended else ended
        if not self.is_open(begins):
            return ended
        return min(self._last_closing(begins) or latest, max(latest, ended))

    def here_since(self, at: datetime) -> datetime:
        """Whoever came before this instant, in UTC, is surely no longer here at `at`."""
        began = self.day_began(at)
        while self.day_closed(began - _INSTANT) > at:
            began = self.day_began(began - _INSTANT)
        return max(began, at - MAX_STAY) if self.is_open(at) else began

    def is_open(self, at: datetime) -> bool:
        """Whether the site serves at `at`; a site without hours always does."""
        return not self.hours or self._opening.is_open(at)

    def closes_at(self, at: datetime) -> time | None:
        """The next closing time while open; None when closed, and when it is not within a day."""
        closes = self._closing(at)
        if closes is None or closes > at + MAX_STAY:
            return None
        shown = self.local(closes).time()
        return None if shown == time(0) else shown

    def next_opening(self, at: datetime) -> datetime | None:
        """When the site opens next after `at`, by its own clocks; None when it never does.

        A site without hours never closes, so it never opens either.
        """
        return self._opening.next_opening(at)

    def week(self) -> tuple[Days, ...]:
        """The opening hours from Monday on, days in a row with the same hours as one."""
        return tuple(self._opening.week())

    def _closing(self, at: datetime) -> datetime | None:
        return self._opening.closing(at) if self.hours else None

    def _last_closing(self, at: datetime) -> datetime | None:
        return self._opening.last_closing(at) if self.hours else None

    @property
    def _opening(self) -> OpeningHours:
        return OpeningHours(self.hours, ZoneInfo(self.time_zone), self.days)


def is_zone(name: str) -> bool:
    """Whether this machine knows the time zone `name`."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
