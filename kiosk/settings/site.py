"""site.toml: what the home decides for the whole site, and the domain's view of it.

SettingsFault names file, key and what was expected.
"""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from kiosk.domain.site import WEEKDAYS, Quotas, Site, Span, Topic, is_zone
from kiosk.settings.toml import ADDRESS, LETTER, PLAIN_ID, check_once, fault_at, read, times_of

MOST_TOPICS = 6
"""Tiles on the topics screen, "Something else" not counted."""

_Name = Annotated[str, Meta(min_length=1, max_length=60)]
_SiteId = Annotated[str, Meta(pattern=PLAIN_ID)]
_Days = Annotated[int, Meta(ge=1, le=365)]
_Seats = list[Annotated[int, Meta(ge=1, le=99)]]


class StationsPart(Struct, frozen=True, forbid_unknown_fields=True):
    """One [[stations]] of site.toml: a kiosk's letter and the seats it may hand out."""

    letter: Annotated[str, Meta(pattern=LETTER)]
    seats: _Seats = []


class TopicPart(Struct, frozen=True, forbid_unknown_fields=True):
    """One [[topics]] of site.toml, in the order they are shown."""

    id: Annotated[str, Meta(pattern=PLAIN_ID)]
    name: _Name
    icon: Annotated[str, Meta(pattern=PLAIN_ID)] = "chat"


class QuotasPart(Struct, frozen=True, forbid_unknown_fields=True):
    """[quotas] of site.toml: the most one kiosk may bring."""

    visits_a_minute: Annotated[int, Meta(ge=1, le=10_000)] = 60
    visits_burst: Annotated[int, Meta(ge=1, le=10_000)] = 120
    visits_a_day: Annotated[int, Meta(ge=1, le=1_000_000)] = 2_000
    picture_mb_a_day: Annotated[int, Meta(ge=5, le=1_000_000)] = 1_000


class SiteSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """site.toml: what the home decides for the whole site."""

    id: _SiteId
    name: _Name
    time_zone: str = "UTC"
    picture_days: _Days = 30
    text_days: _Days = 90
    public_url: Annotated[str, Meta(pattern=ADDRESS)] = ""
    data_dir: Annotated[str, Meta(min_length=1)] = "server"
    absent_grace_min: Annotated[int, Meta(ge=1, le=120)] = 10
    closing_grace_min: Annotated[int, Meta(ge=0, le=240)] = 30
    late_after_min: Annotated[int, Meta(ge=1, le=240)] = 10
    hours: dict[str, str] = {}
    stations: list[StationsPart] = []
    topics: Annotated[list[TopicPart], Meta(max_length=MOST_TOPICS)] = []
    quotas: QuotasPart = QuotasPart()


def read_site(path: Path) -> SiteSettings:
    """Site settings from `path`, `data_dir` made absolute.

    SettingsFault names file, key and what was expected.
    """
    settings = read(path, SiteSettings)
    _check_zone(path, settings.time_zone)
    for day, span in settings.hours.items():
        _span(path, day, span)
    check_once(path, "stations.letter", [part.letter for part in settings.stations])
    check_once(path, "stations.seats", [seat for part in settings.stations for seat in part.seats])
    check_once(path, "topics.id", [part.id for part in settings.topics])
    return msgspec.structs.replace(
        settings, data_dir=str(path.resolve().parent / settings.data_dir)
    )


def site_of(settings: SiteSettings, path: Path) -> Site:
    """The domain's view of `settings`."""
    return Site(
        site_id=settings.id,
        name=settings.name,
        time_zone=settings.time_zone,
        picture_days=settings.picture_days,
        public_url=settings.public_url.rstrip("/"),
        hours={day: _span(path, day, span) for day, span in settings.hours.items()},
        seats={station.letter: tuple(station.seats) for station in settings.stations},
        topics=tuple(Topic(part.id, part.name, part.icon) for part in settings.topics),
        absent_grace_s=settings.absent_grace_min * 60,
        closing_grace_s=settings.closing_grace_min * 60,
        late_after_min=settings.late_after_min,
        text_days=settings.text_days,
        quotas=Quotas(**msgspec.structs.asdict(settings.quotas)),
    )


def _check_zone(path: Path, name: str) -> None:
    if not is_zone(name):
        raise fault_at(path, "time_zone", f"expected a zone like Europe/London, got {name!r}")


def _span(path: Path, day: str, text: str) -> Span:
    if day not in WEEKDAYS:
        raise fault_at(path, f"hours.{day}", f"expected one of {', '.join(WEEKDAYS)}")
    times = times_of(text)
    if times is None:
        raise fault_at(path, f"hours.{day}", f"expected like 08:30-17:00, got {text!r}")
    span = Span(*times)
    if span.closes != time(0) and span.closes <= span.opens:
        raise fault_at(path, f"hours.{day}", "expected to close after it opens")
    return span
