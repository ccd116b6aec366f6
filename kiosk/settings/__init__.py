"""The settings files of a kiosk (station.toml) and of a site (site.toml)."""

from kiosk.settings.site import DATABASE_VARIABLE, SiteSettings, read_site
from kiosk.settings.station import (
    CameraPart,
    PeoplePart,
    ReadingPart,
    ScreenPart,
    ServerPart,
    SoundPart,
    StationSettings,
    is_quiet,
    read_station,
)

__all__ = [
    "DATABASE_VARIABLE",
    "CameraPart",
    "PeoplePart",
    "ReadingPart",
    "ScreenPart",
    "ServerPart",
    "SiteSettings",
    "SoundPart",
    "StationSettings",
    "is_quiet",
    "read_site",
    "read_station",
]
