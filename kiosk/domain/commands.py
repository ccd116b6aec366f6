"""What somebody asks for, in the imperative. An act on a visit is asked for as its fact."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Join the line with a number already drawn."""

    visit_id: str
    site_id: str
    number: str
    station: str
    seat: int | None = None
    topic: str | None = None
    picture_declined: bool = False
