"""A station with a client that does what the test says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.sync.up import SyncUp
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.sync_client import FakeSyncClient


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.close()


@pytest.fixture
def link() -> FakeSyncClient:
    return FakeSyncClient()


@pytest.fixture
def up(box: Box, link: FakeSyncClient) -> SyncUp:
    return SyncUp(box.outbox, link, box.clock)


@pytest.fixture
def two_pictures(box: Box) -> tuple[bytes, bytes]:
    """The pictures of two visits, the older first."""
    older, newer = jpeg(1), jpeg(2)
    box.checked_in(older)
    box.checked_in(newer)
    return older, newer
