"""Reader of station.toml: the settings of one kiosk, from the server's address to its screen.

SettingsFault names file, key and what was expected.
"""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from kiosk.settings.toml import read, times_of
from kiosk.settings.words import ORIGIN, PATH

PathText = Annotated[str, Meta(pattern=PATH)]


class ServerPart(Struct, frozen=True, forbid_unknown_fields=True):
    """[server] of station.toml.

    The home's address, the file with this station's token, and the certificates of the authorities
    to trust when the home's certificate is not from a public one.
    """

    url: Annotated[str, Meta(pattern=ORIGIN)]
    token_file: PathText = "token"
    ca_file: PathText | None = None


class CameraPart(Struct, frozen=True, forbid_unknown_fields=True):
    """[camera]: `auto`, `off`, `usb:vendor:product[:serial]`, a device, a film file or a stream.

    `rotate` turns its pictures clockwise, by so many degrees; then `mirror` swaps left and right.
    """

    source: str | int = "auto"
    rotate: Literal[0, 90, 180, 270] = 0
    mirror: bool = False


class ReadingPart(Struct, frozen=True, forbid_unknown_fields=True):
    """[reading]: whether words on pictures are read; `assets` lists the site's devices by tag.

    A CSV file with the columns tag, device and owner; without it tags are read but not looked up.
    """

    on: bool = True
    assets: PathText | None = None


class PeoplePart(Struct, frozen=True, forbid_unknown_fields=True):
    """[people]: `list` gives the first name of each badge and pass.

    A CSV file with the columns badge, first_name and until; without it nobody is greeted.
    """

    list: PathText | None = None


class ScreenPart(Struct, frozen=True, forbid_unknown_fields=True):
    """[screen]: the window in pixels when not full screen; `auto` is dark in the evening."""

    full_screen: bool = True
    width: Annotated[int, Meta(ge=480, le=7680)] = 1080
    height: Annotated[int, Meta(ge=480, le=7680)] = 1920
    theme: Literal["light", "dark", "auto"] = "light"


class SoundPart(Struct, frozen=True, forbid_unknown_fields=True):
    """[sound]: level 0 is silent, and so are the `quiet_hours`, like 18:00-08:00."""

    level: Annotated[int, Meta(ge=0, le=100)] = 100
    quiet_hours: str = ""


class StationSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """station.toml: the settings of this kiosk. Relative paths start at the file's folder.

    `reserve_mb` is kept free on the disk for visits that come when it is full.
    """

    server: ServerPart
    data_dir: PathText = "station"
    reserve_mb: Annotated[int, Meta(ge=1, le=10_000)] = 100
    camera: CameraPart = CameraPart()
    screen: ScreenPart = ScreenPart()
    sound: SoundPart = SoundPart()
    reading: ReadingPart = ReadingPart()
    people: PeoplePart = PeoplePart()


def read_station(path: Path) -> StationSettings:
    """Station settings from `path`, paths made absolute.

    SettingsFault names file, key and what was expected.
    """
    file = read(path, StationSettings)
    settings = file.values
    if settings.sound.quiet_hours and times_of(settings.sound.quiet_hours) is None:
        got = settings.sound.quiet_hours
        raise file.fault("sound.quiet_hours", f"expected like 18:00-08:00, got {got!r}")
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


def is_quiet(sound: SoundPart, at: time) -> bool:
    """Whether `at`, local time, is within the quiet hours, which may span midnight."""
    times = times_of(sound.quiet_hours)
    if times is None:
        return False
    begins, ends = times
    return begins <= at < ends if begins < ends else at >= begins or at < ends
