"""The settings of a site as they travel to its stations.

A setting that stations need is added to WireSite under its name in the domain, with a default, as
an older server does not send it; nothing else here names it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from kiosk.domain.hours import Span, Spans
from kiosk.domain.site import Site, is_zone
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
    """The settings of the site a station needs.

    `openings`: of each weekday that has any. `hours`: from the first of them to the end of the
    last, for stations that know one opening a day. `days`: of single days, by ISO date.
    """

    id: str
    name: str
    time_zone: str
    picture_days: Annotated[int, Meta(ge=1, le=36_500)]
    public_url: str
    hours: dict[str, WireSpan]
    seats: dict[str, list[Seat]]
    topics: list[WireTopic] = []
    help_phone: str = ""
    openings: dict[str, list[WireSpan]] = {}
    days: dict[str, list[WireSpan]] = {}


_DOMAIN_NAMES: Final[Mapping[str, str]] = {"id": "site_id"}
"""Fields of WireSite that have another name in the domain's Site."""
_OPENINGS: Final = frozenset({"hours", "openings", "days"})
"""Fields of WireSite that are made from the domain's openings."""


def site_to_wire(site: Site) -> WireSite:
    """The site as a station gets it: every field of WireSite, by its name."""
    values = {
        name: getattr(site, _domain_name(name))
        for name in WireSite.__struct_fields__
        if name not in _OPENINGS
    }
    values["hours"] = {
        day: _span_to_wire(Span(spans[0].opens, spans[-1].closes))
        for day, spans in site.hours.items()
        if spans
    }
    values["openings"] = {day: _spans_to_wire(spans) for day, spans in site.hours.items()}
    values["days"] = {day: _spans_to_wire(spans) for day, spans in site.days.items()}
    return msgspec.convert(values, WireSite, from_attributes=True)


def site_from_wire(site: WireSite) -> Site:
    """The site as the domain knows it; ValueError when its hours or its zone cannot be used."""
    require(is_zone(site.time_zone), "time_zone")
    values = {_domain_name(name): value for name, value in msgspec.structs.asdict(site).items()}
    weekdays = values.pop("openings") or {day: [span] for day, span in site.hours.items()}
    values["hours"] = {day: _spans_from_wire(spans) for day, spans in weekdays.items()}
    values["days"] = {day: _spans_from_wire(spans) for day, spans in site.days.items()}
    return msgspec.convert(values, Site, from_attributes=True)


def _spans_to_wire(spans: Spans) -> list[WireSpan]:
    return [_span_to_wire(span) for span in spans]


def _span_to_wire(span: Span) -> WireSpan:
    return WireSpan(span.opens.isoformat("minutes"), span.closes.isoformat("minutes"))


def _spans_from_wire(spans: Sequence[WireSpan]) -> Spans:
    return tuple(Span(_local_time(span.opens), _local_time(span.closes)) for span in spans)


def _domain_name(field: str) -> str:
    return _DOMAIN_NAMES.get(field, field)


def _local_time(text: str) -> time:
    at = time.fromisoformat(text)
    require(at.tzinfo is None, "hours")
    return at
