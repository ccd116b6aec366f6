"""A fuse: it lets a process die at a boundary of a transaction, before or after the disk has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

_T = TypeVar("_T")


class Died(BaseException):
    """The process is gone; nobody in it may catch this."""


class Fuse:
    """Burns through at the n-th boundary after it was lit.

    Each transaction has three: before it begins, before the disk has it, and after.
    """

    def __init__(self) -> None:
        self._left = 0

    def light(self, boundaries: int) -> None:
        self._left = boundaries

    def put_out(self) -> None:
        self._left = 0

    @contextmanager
    def around(self, transaction: Callable[[], AbstractContextManager[_T]]) -> Iterator[_T]:
        """`transaction`, in which the fuse burns."""
        self._burn()
        with transaction() as opened:
            yield opened
            self._burn()
        self._burn()

    def _burn(self) -> None:
        if self._left:
            self._left -= 1
            if not self._left:
                raise Died
