"""The settings files of a kiosk (station.toml) and of a site (site.toml)."""

from kiosk.settings.site import DATABASE_VARIABLE, SiteSettings, read_site
from kiosk.settings.sites import SiteFile, check_sites, read_sites
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
    "SiteFile",
    "SiteSettings",
    "SoundPart",
    "StationSettings",
    "check_sites",
    "is_quiet",
    "read_site",
    "read_sites",
    "read_station",
]
