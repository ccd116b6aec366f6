"""Owns how the settings of a site travel to its stations."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from msgspec import Meta, Struct

from kiosk.domain.site import Site, Span, Topic, is_zone
from kiosk.wire.fields import Seat, require


class WireSpan(Struct, frozen=True):
    """Opening hours of one weekday, local time HH:MM."""

    opens: str
    closes: str


class WireTopic(Struct, frozen=True):
    """A topic of the site."""

    id: str
    name: str
    icon: str = "chat"


class WireSite(Struct, frozen=True):
    """The settings of the site a station needs."""

    id: str
    name: str
    time_zone: str
    picture_days: Annotated[int, Meta(ge=1, le=36_500)]
    public_url: str
    hours: dict[str, WireSpan]
    seats: dict[str, list[Seat]]
    topics: list[WireTopic] = []


def site_to_wire(site: Site) -> WireSite:
    """The site as a station gets it."""
    return WireSite(
        id=site.site_id,
        name=site.name,
        time_zone=site.time_zone,
        picture_days=site.picture_days,
        public_url=site.public_url,
        hours={
            day: WireSpan(span.opens.isoformat("minutes"), span.closes.isoformat("minutes"))
            for day, span in site.hours.items()
        },
        seats={letter: list(seats) for letter, seats in site.seats.items()},
        topics=[WireTopic(topic.id, topic.name, topic.icon) for topic in site.topics],
    )


def site_from_wire(site: WireSite) -> Site:
    """The site as the domain knows it; ValueError when its hours or its zone are none."""
    require(is_zone(site.time_zone), "time_zone")
    return Site(
        site_id=site.id,
        name=site.name,
        time_zone=site.time_zone,
        picture_days=site.picture_days,
        public_url=site.public_url,
        hours={
            day: Span(_local_time(span.opens), _local_time(span.closes))
            for day, span in site.hours.items()
        },
        seats={letter: tuple(seats) for letter, seats in site.seats.items()},
        topics=tuple(Topic(topic.id, topic.name, topic.icon) for topic in site.topics),
    )


def _local_time(text: str) -> time:
    at = time.fromisoformat(text)
    require(at.tzinfo is None, "hours")
    return at
