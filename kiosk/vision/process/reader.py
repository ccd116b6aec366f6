"""Reader over a worker process, which runs from the first picture until none has come for long.

One thread, "reading", asks the process. One that dies or hangs is replaced at once, and only the
picture it was reading is lost. Pictures that were taken go before scans for codes. Nothing is
decoded in this process.
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
from kiosk.vision.process.handle import ReadingProcess
from kiosk.vision.process.messages import Question
from kiosk.vision.reading import Reading

ANSWER_WITHIN_S: Final = 10.0
"""Far longer than a slow machine needs; the visitor has moved on by then."""
TAGS_WITHIN_S: Final = 3.0
"""For a scan for codes: dozens of times what it needs, and a picture may be waiting behind it."""
IDLE_AFTER_S: Final = 600.0
"""Idle time after which the process ends; the next picture then takes half a second longer."""
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.1, 5.0
_STOP_WITHIN_S: Final = 2.0


class _Priority(IntEnum):
    """Priority of waiting jobs, lowest first."""

    END = 0
    PICTURE = 1
    TAGS = 2


@dataclass(frozen=True, slots=True, order=True)
class _Job:
    """One picture and the future of its reading; without a picture, the process is only started."""

    priority: _Priority
    order: int
    jpeg: bytes | None = field(default=None, compare=False)
    reading: Future[Reading] = field(default_factory=Future, compare=False)


class WorkerReader:
    """The Reader port (kiosk/vision/port.py) over a ReadingProcess that `start` starts."""

    def __init__(
        self,
        start: Callable[[], ReadingProcess],
        *,
        answer_within_s: float = ANSWER_WITHIN_S,
        idle_after_s: float = IDLE_AFTER_S,
    ) -> None:
        self._start = start
        self._assets = Assets()
        self._answer_within_s = answer_within_s
        self._idle_after_s = idle_after_s
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._order = itertools.count()
        self._process: ReadingProcess | None = None
        self._off: str | None = None
        backoff = Backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S, random.Random())
        self._worker = Worker("reading", self._step, backoff)
        self._worker.start()

    @property
    def off(self) -> str | None:
        """Why this station cannot read; None while it can."""
        return self._off

    @property
    def pid(self) -> int | None:
        """The reading process's id, None while none runs."""
        process = self._process
        return process.pid if process is not None else None

    def use_assets(self, assets: Assets) -> None:
        """Looks tags up in `assets` from now on. Any thread."""
        self._assets = assets

    def warm(self) -> None:
        """Starts the process if none runs."""
        if self._process is None:
            self._put(_Priority.PICTURE)

    def read(self, jpeg: bytes) -> Future[Reading]:
        """The reading of the picture, ahead of all scans."""
        return self._put(_Priority.PICTURE, jpeg)

    def read_tags(self, jpeg: bytes) -> Future[Reading]:
        """The printed codes on the picture."""
        return self._put(_Priority.TAGS, jpeg)

    def stop(self) -> None:
        """Ends thread and process; every unanswered future fails."""
        self._put(_Priority.END)
        self._worker.ask_to_stop()
        process = self._process
        if process is not None:
            process.kill()
        self._worker.stop(_STOP_WITHIN_S)
        self._end()

    def _put(self, priority: _Priority, jpeg: bytes | None = None) -> Future[Reading]:
        job = _Job(priority, next(self._order), jpeg)
        self._jobs.put(job)
        return job.reading

    def _step(self) -> float:
        try:
            job = self._jobs.get(timeout=self._idle_after_s)
        except queue.Empty:
            self._release()
            return 0.0
        if job.priority is _Priority.END:
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
            self._restart()
        else:
            job.reading.set_result(reading)

    def _ask(self, job: _Job) -> Reading:
        process = self._process = self._process or self._start()
        if job.jpeg is None:
            return Reading()
        if job.priority is _Priority.TAGS:
            within_s = min(TAGS_WITHIN_S, self._answer_within_s)
            answer = process.ask(Question.TAGS, job.jpeg, within_s)
        else:
            answer = process.ask(Question.WORDS, job.jpeg, self._answer_within_s)
        if answer is None:
            return Reading()
        try:
            reading = msgspec.json.decode(answer, type=Reading)
        except ValueError as fault:
            raise ReadingFault("the reading process sent a malformed message") from fault
        tags = tuple(with_device(tag, self._assets) for tag in reading.tags)
        return replace(reading, tags=tags)

    def _restart(self) -> None:
        """Starts another process at once, so that the next picture does not wait for it."""
        if self._worker.stopping:
            return
        try:
            self._process = self._start()
        except ReadingFault:
            self._process = None
        except ModelsFault as fault:
            self._turn_off(str(fault))

    def _turn_off(self, reason: str) -> None:
        if self._off is None:
            log(LogEvent.READING_OFF, reason=reason)
        self._off = reason

    def _release(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _end(self) -> None:
        self._release()
        while not self._jobs.empty():
            job = self._jobs.get()
            if job.reading.set_running_or_notify_cancel():
                job.reading.set_exception(ReadingFault("reading has ended"))
