"""Owns what a station's face may show.

Its site as last heard of, and the receipt of one check-in. Holds no words.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.site import Site


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the welcome screen knows. `linked` is False while the server cannot be reached."""

    site: Site
    people_waiting: int = 0
    on_duty: tuple[str, ...] = ()
    linked: bool = False


@dataclass(frozen=True, slots=True)
class SeatMark:
    """One seat of this station as the visitor sees it on the map."""

    seat: int
    taken: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a visitor is told once the visit is on disk.

    `seat` is None when the site has no seats or all are taken (`seats` tells which). `phone_url` is
    None while the site has no address that phones reach.
    """

    visit_id: str
    number: str
    seat: int | None
    seats: tuple[SeatMark, ...]
    people_ahead: int
    on_duty: tuple[str, ...]
    phone_url: str | None
