"""Makes visit numbers (B14). The store keeps the counters."""

from __future__ import annotations

from dataclasses import dataclass, replace

NEW_STORE_START = 500
"""Where counting starts in a new store before the server has answered: lower numbers may have been
shown today."""

RESTORE_SKIP = 50
"""Numbers that a restored store skips, because they may have been shown after the backup."""


@dataclass(frozen=True, slots=True)
class Counter:
    """The last number drawn, on the home's day (ISO date) it was counted from.

    `day` is empty until the home has answered: this station's own clock may be wrong. `lost`:
    numbers were shown that no store knows any more; they may be of the day the home names next.
    """

    day: str
    last: int
    lost: bool = False

    def after_draw(self) -> Counter:
        """The counter after one more number."""
        return replace(self, last=self.last + 1)

    def after_loss(self, shown: int = 0) -> Counter:
        """The counter of a store restored after damage; `shown`: the highest number known of."""
        return Counter(self.day, max(self.last, shown) + RESTORE_SKIP, lost=True)

    def with_server_count(self, day: str, last: int, *, all_known: bool) -> Counter:
        """The counter after an answer of the home; `last` is the highest number it knows of `day`.

        It restarts only on a later day of the home's, and only when the home knows every number
        drawn here: some may have been shown this morning while it was out of reach. After a loss
        the first day the home names is taken over without a restart.
        """
        if self.lost and all_known:
            return Counter(max(self.day, day), max(self.last, last))
        if day > self.day and all_known:
            return Counter(day, last)
        return replace(self, last=max(self.last, last))


def number_of(letter: str, counter: Counter) -> str:
    """What the visitor reads, like B14."""
    return f"{letter}{counter.last}"


def counter_of(number: str) -> int:
    """The daily count within a number: 14 for B14."""
    return int(number[1:])
