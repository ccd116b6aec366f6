"""Questions of many requests, put to the store together: one reading answers all that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Set
from typing import Final, Generic, TypeVar

from anyio import CapacityLimiter, to_thread

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_AT_ONCE: Final = 1
"""A thread of its own: whatever else is busy, these are answered."""


class Batched(Generic[_Key, _Value]):
    """`work` for all keys that were asked for while it was under way. Used on the loop alone.

    An answer is read after it was asked for: nobody gets one of before.
    """

    def __init__(self, work: Callable[[Set[_Key]], Mapping[_Key, _Value]]) -> None:
        self._work = work
        self._limiter = CapacityLimiter(_AT_ONCE)
        self._keys: set[_Key] = set()
        self._under_way: asyncio.Task[Mapping[_Key, _Value]] | None = None
        self._next: asyncio.Task[Mapping[_Key, _Value]] | None = None

    async def ask(self, key: _Key) -> _Value | None:
        """What `work` finds for `key`."""
        if self._next is None:
            self._next = asyncio.create_task(self._run_after(self._under_way))
            self._next.add_done_callback(_look_at_fault)
        self._keys.add(key)
        # A caller who hangs up must not end the reading of the others.
        return (await asyncio.shield(self._next)).get(key)

    async def _run_after(
        self, before: asyncio.Task[Mapping[_Key, _Value]] | None
    ) -> Mapping[_Key, _Value]:
        if before is not None and not before.done():
            await asyncio.wait([before])
        self._under_way, self._next = self._next, None
        keys, self._keys = self._keys, set()
        return await to_thread.run_sync(self._work, keys, limiter=self._limiter)


def _look_at_fault(task: asyncio.Task[Mapping[_Key, _Value]]) -> None:
    """Everybody who waited got the fault; when all have hung up, nobody has to hear of it."""
    if not task.cancelled():
        task.exception()
