"""The words on ordinary screens, of one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One language's words; a `{}` stands for a number or an amount."""

    storage: tuple[str, ...]
    tasks: tuple[str, ...]
    speed: tuple[str, ...]
    versions: tuple[str, ...]
    files: tuple[str, ...]
    mails: tuple[str, ...]
    sheet: tuple[str, ...]
    prices: tuple[str, ...]
    calendar: tuple[str, ...]
    printer: tuple[str, ...]
    network: tuple[str, ...]
    devices: tuple[str, ...]
