"""What every journey shares: one browser and one film."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scripts import film
from tests.journeys.actors import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each file: while Playwright is open, nobody else may run an event loop here."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "laptop.avi"
    film.render(path, seconds=2.0)
    return path
