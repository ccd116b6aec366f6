"""The shipped table, read once."""

from __future__ import annotations

import pytest

from kiosk.resources import ASSETS
from kiosk.vision.codes.known import CodeTable, read_table


@pytest.fixture(scope="session")
def table() -> CodeTable:
    return read_table(ASSETS / "codes")
