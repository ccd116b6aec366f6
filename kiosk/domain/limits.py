"""Limits of a value, written beside its type as `Annotated[int, Limits(ge=1, le=365)]`.

The domain only states them; whoever reads values from outside checks them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """A number from `ge` to `le`, a text or list of that length, a text that matches `pattern`."""

    ge: int | None = None
    le: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
