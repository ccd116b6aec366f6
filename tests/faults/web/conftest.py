"""Fixtures for faults of the pages: the home and the browser of the pages' own tests."""

from __future__ import annotations

from tests.web.conftest import (
    browser,
    home,
    numbers,
    opened,
    sessions,
    shared_home,
    site,
    station,
    tablet,
)

__all__ = [
    "browser",
    "home",
    "numbers",
    "opened",
    "sessions",
    "shared_home",
    "site",
    "station",
    "tablet",
]
