"""One line of what `kiosk doctor` found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was checked, whether it is well, and what was found."""

    what: str
    well: bool
    seen: str
