"""Owns when the reading process runs: from the first picture until nobody has shown one for long.

One thread, "reading", asks it; a process that dies or hangs is replaced at once, and takes nothing
with it but the one picture. A picture that was taken goes before a look for codes. Never decodes
anything itself.
"""

from __future__ import annotations

import itertools
import queue
import random
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Final

import msgspec

from kiosk.directory.assets import Assets
from kiosk.faults import ModelsFault, ReadingFault
from kiosk.journal import LogEvent, log
from kiosk.retry import Backoff, Worker
from kiosk.vision.merge import with_device
from kiosk.vision.process.child import ReadingProcess
from kiosk.vision.process.messages import Question
from kiosk.vision.reading import Reading

ANSWER_WITHIN_S: Final = 10.0
"""Far longer than a slow machine needs; the visitor has long gone on by then."""
TAGS_WITHIN_S: Final = 3.0
"""Of a look for codes: dozens of times what it needs, and a picture may be waiting behind it."""
RELEASED_AFTER_S: Final = 600.0
"""So long without a picture, and the process ends; the next one takes half a second longer."""
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.1, 5.0
_STOP_WITHIN_S: Final = 2.0


class _Turn(IntEnum):
    """Who goes first of those who wait."""

    END = 0
    PICTURE = 1
    TAGS = 2


@dataclass(frozen=True, slots=True, order=True)
class _Job:
    """One picture and who waits for what it says; without a picture: only get ready."""

    turn: _Turn
    came: int
    jpeg: bytes | None = field(default=None, compare=False)
    reading: Future[Reading] = field(default_factory=Future, compare=False)


class WorkerReader:
    """See the port `kiosk.vision.port.Reader`."""

    def __init__(
        self,
        start: Callable[[], ReadingProcess],
        *,
        answer_within_s: float = ANSWER_WITHIN_S,
        released_after_s: float = RELEASED_AFTER_S,
    ) -> None:
        self._start = start
        self._assets = Assets()
        self._answer_within_s = answer_within_s
        self._released_after_s = released_after_s
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._came = itertools.count()
        self._child: ReadingProcess | None = None
        self._off: str | None = None
        backoff = Backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S, random.Random())
        self._worker = Worker("reading", self._step, backoff)
        self._worker.start()

    @property
    def off(self) -> str | None:
        """See the port."""
        return self._off

    @property
    def pid(self) -> int | None:
        """The reading process's id, None while none runs."""
        child = self._child
        return child.pid if child is not None else None

    def use_assets(self, assets: Assets) -> None:
        """From now on tags are looked up there. Any thread."""
        self._assets = assets

    def warm(self) -> None:
        """See the port."""
        if self._child is None:
            self._put(_Turn.PICTURE)

    def read(self, jpeg: bytes) -> Future[Reading]:
        """See the port."""
        return self._put(_Turn.PICTURE, jpeg)

    def read_tags(self, jpeg: bytes) -> Future[Reading]:
        """See the port."""
        return self._put(_Turn.TAGS, jpeg)

    def stop(self) -> None:
        """See the port."""
        self._put(_Turn.END)
        self._worker.ask_to_stop()
        child = self._child
        if child is not None:
            child.kill()
        self._worker.stop(_STOP_WITHIN_S)
        self._end()

    def _put(self, turn: _Turn, jpeg: bytes | None = None) -> Future[Reading]:
        job = _Job(turn, next(self._came), jpeg)
        self._jobs.put(job)
        return job.reading

    def _step(self) -> float:
        try:
            job = self._jobs.get(timeout=self._released_after_s)
        except queue.Empty:
            self._release()
            return 0.0
        if job.turn is _Turn.END:
            self._end()
        elif job.reading.set_running_or_notify_cancel():
            self._do(job)
        return 0.0

    def _do(self, job: _Job) -> None:
        try:
            if self._off is not None:
                raise ModelsFault(self._off)
            reading = self._ask(job)
        except ModelsFault as fault:
            self._turn_off(str(fault))
            job.reading.set_exception(fault)
        except ReadingFault as fault:
            if not self._worker.stopping:
                log(LogEvent.READER_DIED)
            self._release()
            job.reading.set_exception(fault)
            self._begin_anew()
        else:
            job.reading.set_result(reading)

    def _ask(self, job: _Job) -> Reading:
        child = self._child = self._child or self._start()
        if job.jpeg is None:
            return Reading()
        if job.turn is _Turn.TAGS:
            within_s = min(TAGS_WITHIN_S, self._answer_within_s)
            answer = child.ask(Question.TAGS, job.jpeg, within_s)
        else:
            answer = child.ask(Question.WORDS, job.jpeg, self._answer_within_s)
        if answer is None:
            return Reading()
        try:
            reading = msgspec.json.decode(answer, type=Reading)
        except ValueError as fault:
            raise ReadingFault("the reading process talks nonsense") from fault
        tags = tuple(with_device(tag, self._assets) for tag in reading.tags)
        return replace(reading, tags=tags)

    def _begin_anew(self) -> None:
        """The next picture may be a better one: what it needs is made ready now."""
        if self._worker.stopping:
            return
        try:
            self._child = self._start()
        except ReadingFault:
            self._child = None
        except ModelsFault as fault:
            self._turn_off(str(fault))

    def _turn_off(self, reason: str) -> None:
        if self._off is None:
            log(LogEvent.READING_OFF, reason=reason)
        self._off = reason

    def _release(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _end(self) -> None:
        self._release()
        while not self._jobs.empty():
            job = self._jobs.get()
            if job.reading.set_running_or_notify_cancel():
                job.reading.set_exception(ReadingFault("reading has ended"))
