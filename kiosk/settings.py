"""Owns the settings files: site.toml of the home, station.toml of the box.

Never guesses: what it cannot use, it names.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from kiosk.domain.site import LETTERS, WEEKDAYS, Quotas, Site, Span, Topic, is_zone
from kiosk.faults import SettingsFault

MOST_TOPICS = 6
"""Tiles on the topics screen, "Something else" not counted (ux.md K5)."""

_T = TypeVar("_T")
_Name = Annotated[str, Meta(min_length=1, max_length=60)]
_PLAIN_ID = r"^[a-z0-9-]{1,40}\Z"
_ORIGIN = r"^https?://[^/\s]+/?\Z"
_ADDRESS = r"^(https?://\S+)?\Z"
_LETTER = rf"^[{LETTERS}]\Z"
_IN_WORDS = {
    _PLAIN_ID: "1 to 40 small letters, digits and dashes",
    _ORIGIN: "an address like https://help.example.org",
    _ADDRESS: "an address like https://help.example.org, or nothing",
    _LETTER: f"one letter of {LETTERS}",
}
"""What each pattern wants, for people."""
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_SPAN = re.compile(rf"\s*({_TIME})\s*-\s*({_TIME})\s*")

_SiteId = Annotated[str, Meta(pattern=_PLAIN_ID)]
_Days = Annotated[int, Meta(ge=1, le=365)]
_Seats = list[Annotated[int, Meta(ge=1, le=99)]]


class ServerPart(Struct, frozen=True, forbid_unknown_fields=True):
    """[server] of station.toml.

    Where the home answers, the file that holds this station's token, and the certificates of the
    authorities to believe when the home's is not of a public one.
    """

    url: Annotated[str, Meta(pattern=_ORIGIN)]
    token_file: Annotated[str, Meta(min_length=1)] = "token"
    ca_file: Annotated[str, Meta(min_length=1)] | None = None


class CameraPart(Struct, frozen=True, forbid_unknown_fields=True):
    """[camera]: `auto`, `off`, `usb:vendor:product[:serial]`, a device, a film file or a stream."""

    source: str | int = "auto"


class ReadingPart(Struct, frozen=True, forbid_unknown_fields=True):
    """[reading]: whether words on pictures are read; `assets` lists the site's devices by tag.

    A CSV file with the columns tag, device and owner; left out, tags are read and mean nothing.
    """

    on: bool = True
    assets: Annotated[str, Meta(min_length=1)] | None = None


class PeoplePart(Struct, frozen=True, forbid_unknown_fields=True):
    """[people]: `list` says whose first name each badge and pass stands for.

    A CSV file with the columns badge, first_name and until; left out, no badge greets anybody.
    """

    list: Annotated[str, Meta(min_length=1)] | None = None


class ScreenPart(Struct, frozen=True, forbid_unknown_fields=True):
    """[screen]: the window in pixels when not full screen; `auto` is dark in the evening."""

    full_screen: bool = True
    width: Annotated[int, Meta(ge=480, le=7680)] = 1080
    height: Annotated[int, Meta(ge=480, le=7680)] = 1920
    theme: Literal["light", "dark", "auto"] = "light"


class SoundPart(Struct, frozen=True, forbid_unknown_fields=True):
    """[sound]: 0 is silence. Within `quiet_hours`, like 18:00-08:00, nothing is heard."""

    level: Annotated[int, Meta(ge=0, le=100)] = 100
    quiet_hours: str = ""


class StationSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """station.toml: what belongs to this box alone. Relative paths count from the file's folder.

    `reserve_mb` is kept free on the disk for visits that come when it is full.
    """

    server: ServerPart
    data_dir: Annotated[str, Meta(min_length=1)] = "station"
    reserve_mb: Annotated[int, Meta(ge=1, le=10_000)] = 100
    camera: CameraPart = CameraPart()
    screen: ScreenPart = ScreenPart()
    sound: SoundPart = SoundPart()
    reading: ReadingPart = ReadingPart()
    people: PeoplePart = PeoplePart()


class StationsPart(Struct, frozen=True, forbid_unknown_fields=True):
    """One [[stations]] of site.toml: a kiosk's letter and the seats it may hand out."""

    letter: Annotated[str, Meta(pattern=_LETTER)]
    seats: _Seats = []


class TopicPart(Struct, frozen=True, forbid_unknown_fields=True):
    """One [[topics]] of site.toml, in the order they are shown."""

    id: Annotated[str, Meta(pattern=_PLAIN_ID)]
    name: _Name
    icon: Annotated[str, Meta(pattern=_PLAIN_ID)] = "chat"


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
    public_url: Annotated[str, Meta(pattern=_ADDRESS)] = ""
    data_dir: Annotated[str, Meta(min_length=1)] = "server"
    absent_grace_min: Annotated[int, Meta(ge=1, le=120)] = 10
    closing_grace_min: Annotated[int, Meta(ge=0, le=240)] = 30
    late_after_min: Annotated[int, Meta(ge=1, le=240)] = 10
    hours: dict[str, str] = {}
    stations: list[StationsPart] = []
    topics: Annotated[list[TopicPart], Meta(max_length=MOST_TOPICS)] = []
    quotas: QuotasPart = QuotasPart()


def read_station(path: Path) -> StationSettings:
    """Station settings from `path`, paths made absolute.

    SettingsFault names file, key and what was expected.
    """
    settings = _read(path, StationSettings)
    if settings.sound.quiet_hours and _SPAN.fullmatch(settings.sound.quiet_hours) is None:
        got = settings.sound.quiet_hours
        raise _fault(path, "sound.quiet_hours", f"expected like 18:00-08:00, got {got!r}")
    home = path.resolve().parent
    return msgspec.structs.replace(
        settings,
        data_dir=str(home / settings.data_dir),
        server=msgspec.structs.replace(
            settings.server,
            token_file=str(home / settings.server.token_file),
            ca_file=str(home / settings.server.ca_file) if settings.server.ca_file else None,
        ),
        reading=msgspec.structs.replace(
            settings.reading,
            assets=str(home / settings.reading.assets) if settings.reading.assets else None,
        ),
        people=PeoplePart(str(home / settings.people.list) if settings.people.list else None),
    )


def read_site(path: Path) -> SiteSettings:
    """Site settings from `path`, `data_dir` made absolute.

    SettingsFault names file, key and what was expected.
    """
    settings = _read(path, SiteSettings)
    _check_zone(path, settings.time_zone)
    for day, span in settings.hours.items():
        _span(path, day, span)
    _check_once(path, "stations.letter", [part.letter for part in settings.stations])
    _check_once(path, "stations.seats", [seat for part in settings.stations for seat in part.seats])
    _check_once(path, "topics.id", [part.id for part in settings.topics])
    return msgspec.structs.replace(
        settings, data_dir=str(path.resolve().parent / settings.data_dir)
    )


def is_quiet(sound: SoundPart, at: time) -> bool:
    """Whether nothing is to be heard at `at`, local time; the hours may run over midnight."""
    times = _SPAN.fullmatch(sound.quiet_hours)
    if times is None:
        return False
    begins, ends = time.fromisoformat(times[1]), time.fromisoformat(times[2])
    return begins <= at < ends if begins < ends else at >= begins or at < ends


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


def _read(path: Path, shape: type[_T]) -> _T:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "expected UTF-8 text"
        raise _fault(path, "file", f"cannot be read: {reason}") from fault
    try:
        plain = tomllib.loads(text)
    except ValueError as fault:
        raise _fault(path, "syntax", str(fault)) from fault
    except RecursionError as fault:
        raise _fault(path, "syntax", "expected values not nested so deeply") from fault
    try:
        return msgspec.convert(plain, shape)
    except msgspec.ValidationError as fault:
        raise _fault(path, *_key_and_reason(str(fault))) from fault


def _key_and_reason(message: str) -> tuple[str, str]:
    """People need the key first; msgspec puts it last, as "reason - at `$.a.b`"."""
    reason, _, place = message.partition(" - at `$")
    key = place.rstrip("`").lstrip(".")
    named = re.search(r"field `([^`]+)`", reason)
    if named:
        key = f"{key}.{named[1]}".lstrip(".")
        reason = "is required" if "required" in reason else "is not a known key"
    for pattern, words in _IN_WORDS.items():
        if reason.endswith(f"matching regex {pattern!r}"):
            reason = f"expected {words}"
    return key or "file", reason[:1].lower() + reason[1:]


def _check_zone(path: Path, name: str) -> None:
    if not is_zone(name):
        raise _fault(path, "time_zone", f"expected a zone like Europe/London, got {name!r}")


def _check_once(path: Path, key: str, values: Sequence[object]) -> None:
    if len(set(values)) != len(values):
        raise _fault(path, key, "expected each at most once")


def _span(path: Path, day: str, text: str) -> Span:
    if day not in WEEKDAYS:
        raise _fault(path, f"hours.{day}", f"expected one of {', '.join(WEEKDAYS)}")
    times = _SPAN.fullmatch(text)
    if times is None:
        raise _fault(path, f"hours.{day}", f"expected like 08:30-17:00, got {text!r}")
    span = Span(time.fromisoformat(times[1]), time.fromisoformat(times[2]))
    if span.closes != time(0) and span.closes <= span.opens:
        raise _fault(path, f"hours.{day}", "expected to close after it opens")
    return span


def _fault(path: Path, key: str, expected: str) -> SettingsFault:
    """One line, whatever somebody wrote as a key."""
    return SettingsFault(f"{path}: {' '.join(key.split())}: {' '.join(expected.split())}")
