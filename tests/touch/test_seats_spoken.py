"""What a screen reader says of the seats: the visitor's own, or that all are taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtGui import QAccessible

from tests.touch.fakes import RECEIPT
from tests.touch.visitor import Visitor, until


@pytest.mark.parametrize(
    ("seat", "said"),
    [(3, "Seats at the counter. Yours is seat 3."), (None, "Seats at the counter. All are taken.")],
)
def test_the_seats_are_said_as_they_are(
    arrive: Callable[..., Visitor], seat: int | None, said: str
) -> None:
    visitor = arrive()
    visitor.station.receipt = replace(RECEIPT, seat=seat)
    for control in ("start", "confirmName", "tell"):
        visitor.touch(control)
    until(lambda: visitor.screen == "number")

    spoken = QAccessible.queryAccessibleInterface(visitor.find("seats"))

    assert spoken.text(QAccessible.Text.Name) == said
