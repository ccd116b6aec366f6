"""Values that were voided because they cannot be: each field of a station is logged once."""

from __future__ import annotations

from collections.abc import Collection

from kiosk.journal import LogEvent, log


class VoidedValues:
    """The fields that were logged since the server started. Any thread."""

    def __init__(self) -> None:
        self._told: set[tuple[str, str]] = set()

    def note(self, letter: str, names: Collection[str]) -> None:
        """The station with that letter sent values under these names that were voided.

        Names are those of our own fields, so that there are few and none says anything of a person.
        """
        new = sorted(name for name in names if (letter, name) not in self._told)
        if new:
            self._told |= {(letter, name) for name in new}
            log(LogEvent.VALUES_VOIDED, station=letter, fields=",".join(new))
