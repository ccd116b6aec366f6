"""A station with a client that does what the test says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doubles.box import Box
from tests.doubles.sync_client import FakeSyncClient


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.close()


@pytest.fixture
def link() -> FakeSyncClient:
    return FakeSyncClient()
