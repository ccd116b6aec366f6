"""Ids that look like the real ones and come in a known order."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count


def an_id(number: int, kind: int = 0) -> str:
    """The id with that number; `kind` keeps visits, events and requests of one test apart."""
    return f"{kind:08x}-0000-7000-8000-{number:012x}"


def ids(kind: int = 0) -> Callable[[], str]:
    """A source of ids, 1 first."""
    numbers = count(1)
    return lambda: an_id(next(numbers), kind)
