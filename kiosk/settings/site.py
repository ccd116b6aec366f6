"""Reader of site.toml. The settings themselves stand in `kiosk.domain.site.Site`: add one there.

Keys, limits and defaults are read from that class, so a new setting needs no line here. Only what a
file writes in another form than the domain is named below.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from types import GenericAlias
from typing import Annotated, Any, Final, cast, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct

from kiosk.domain.hours import WEEKDAYS, Span, Spans
from kiosk.domain.limits import Limits
from kiosk.domain.site import Site, is_zone
from kiosk.settings.toml import SettingsFile, read, times_of
from kiosk.settings.words import LETTER


class StationsPart(Struct, frozen=True, forbid_unknown_fields=True):
    """One [[stations]] of site.toml: a kiosk's letter and the seats it may hand out."""

    letter: Annotated[str, Meta(pattern=LETTER)]
    seats: list[Annotated[int, Meta(ge=1, le=99)]] = []


DATABASE_VARIABLE: Final = "KIOSK_DATABASE"
"""The environment variable that counts before `database` in the file: it may hold a password."""
_BUCKET: Final = re.compile(r"(s3://[a-z0-9][a-z0-9.-]+(/(?!\.\.?(/|$))[^/]+)*/?)?")
_CLOSED: Final = "closed"
"""What stands for a single day without any opening."""
_KEYS: Final[Mapping[str, str]] = {"site_id": "id", "seats": "stations"}
"""Keys of the file that are not the name of the domain's field."""
_FORMS: Final[Mapping[str, object]] = {
    "hours": dict[str, str],
    "days": dict[str, str],
    "seats": list[StationsPart],
}
"""Types of the file that are not the type of the domain's field."""


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """site.toml: the site, and the folder (absolute) in which its server keeps its data.

    `database`: the address of the database with the store; empty: the store is in the folder.
    `pictures`: the address of the bucket with the pictures; empty: they are in the folder.
    """

    site: Site
    data_dir: str
    database: str = ""
    pictures: str = ""


def read_site(path: Path) -> SiteSettings:
    """Site settings from `path`; SettingsFault names file, key and what was expected."""
    file: SettingsFile[Any] = read(path, _file_form())
    written = file.values
    if not is_zone(written.time_zone):
        expected = f"expected a zone like Europe/London, got {written.time_zone!r}"
        raise file.fault("time_zone", expected)
    hours = {day: _weekday(file, day, text) for day, text in written.hours.items()}
    days = {day: _single_day(file, day, text) for day, text in written.days.items()}
    if days and not hours:
        raise file.fault("days", "expected [hours] too: without them the site is always open")
    _check_nights(file, hours)
    stations: list[StationsPart] = written.seats
    file.check_once("stations.letter", [part.letter for part in stations])
    file.check_once("stations.seats", [seat for part in stations for seat in part.seats])
    file.check_once("topics.id", [topic.id for topic in written.topics])
    converted = {
        "public_url": written.public_url.rstrip("/"),
        "hours": hours,
        "days": days,
        "seats": {part.letter: tuple(part.seats) for part in stations},
    }
    values = msgspec.structs.asdict(written) | converted
    data_dir = path.resolve().parent / values.pop("data_dir")
    written_there = values.pop("database")
    database = os.environ.get(DATABASE_VARIABLE, "") or written_there
    pictures = values.pop("pictures")
    if not _BUCKET.fullmatch(pictures):
        expected = (
            f"expected an address like s3://bucket/folder, in small letters, got {pictures!r}"
        )
        raise file.fault("pictures", expected)
    site = msgspec.convert(values, Site, from_attributes=True)
    return SiteSettings(site, str(data_dir), database, pictures)


@cache
def _file_form() -> type[Struct]:
    """The struct of the whole file: every field of Site, and where its server keeps its data."""
    data_dir = ("data_dir", Annotated[str, Meta(min_length=1)], "server")
    return _struct_of(Site, extra=(data_dir, ("database", str, ""), ("pictures", str, "")))


def _struct_of(shape: type, extra: tuple[tuple[str, Any, Any], ...] = ()) -> type[Struct]:
    """A struct with the fields, limits and defaults of the dataclass `shape`."""
    hints = get_type_hints(shape, include_extras=True)
    own: list[tuple[str, Any, Any]] = [
        (field.name, _FORMS.get(field.name) or _checked(hints[field.name]), _default(field))
        for field in fields(shape)
    ]
    return msgspec.defstruct(
        shape.__name__,
        [*own, *extra],
        rename=_KEYS,
        frozen=True,
        forbid_unknown_fields=True,
    )


def _default(field: Field[object]) -> object:
    """The default of a dataclass's field as msgspec takes it; NODEFAULT where it is required."""
    if field.name in _FORMS:
        empty = get_origin(_FORMS[field.name])
        assert empty is not None, "a form of the file is a list or a table"
        return msgspec.field(default_factory=empty)
    if is_dataclass(field.default):
        return msgspec.field(default_factory=_struct_of(type(field.default)))
    return msgspec.NODEFAULT if field.default is MISSING else field.default


def _checked(hint: object) -> object:
    """A type of the domain as msgspec checks it: its limits as Meta, its dataclasses as structs."""
    if get_origin(hint) is Annotated:
        plain, *limits = get_args(hint)
        made: object = cast("Any", Annotated)[(_checked(plain), *map(_meta, limits))]
        return made
    if get_origin(hint) is tuple:
        return GenericAlias(list, (_checked(get_args(hint)[0]),))
    return _struct_of(hint) if isinstance(hint, type) and is_dataclass(hint) else hint


def _meta(limits: Limits) -> Meta:
    stated = {field.name: getattr(limits, field.name) for field in fields(limits)}
    return Meta(**{name: value for name, value in stated.items() if value is not None})


def _weekday(file: SettingsFile[Any], day: str, text: str) -> Spans:
    if day not in WEEKDAYS:
        raise file.fault(f"hours.{day}", f"expected one of {', '.join(WEEKDAYS)}")
    return _spans(file, f"hours.{day}", text)


def _single_day(file: SettingsFile[Any], day: str, text: str) -> Spans:
    key = f"days.{day}"
    try:
        is_written_as_iso = date.fromisoformat(day).isoformat() == day
    except ValueError:
        is_written_as_iso = False
    if not is_written_as_iso:
        raise file.fault(key, "expected a day like 2027-01-01")
    return () if text.strip() == _CLOSED else _spans(file, key, text)


def _spans(file: SettingsFile[Any], key: str, text: str) -> Spans:
    spans: list[Span] = []
    for part in text.split(","):
        times = times_of(part)
        if times is None:
            raise file.fault(key, f"expected like 08:30-17:00, got {part.strip()!r}")
        span = Span(*times)
        if span.opens == span.closes != time(0):
            raise file.fault(key, "expected two times, or 00:00-24:00 for day and night")
        if spans and (spans[-1].ends_next_day or span.opens < spans[-1].closes):
            raise file.fault(key, f"expected {part.strip()} to begin after the one before ends")
        spans.append(span)
    return tuple(spans)


def _check_nights(file: SettingsFile[Any], hours: Mapping[str, Spans]) -> None:
    """SettingsFault when a day is still open from the day before as it opens: times confused."""
    for day, next_day in zip(WEEKDAYS, (*WEEKDAYS[1:], WEEKDAYS[0]), strict=True):
        spans, following = hours.get(day), hours.get(next_day)
        if not spans or not following or not spans[-1].ends_next_day:
            continue
        if spans[-1].closes > following[0].opens:
            expected = f"expected to close before {next_day} opens, at {following[0].opens:%H:%M}"
            raise file.fault(f"hours.{day}", expected)
