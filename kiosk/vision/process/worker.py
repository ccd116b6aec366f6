"""Program of the reading process: takes pictures on standard input, answers on standard output.

All decoding of what comes from outside happens here, with limits on memory and time, so that bytes
made to break a decoder break this process and nothing else. It imports neither Qt nor the network
nor the store, and ends when its input does.
"""

from __future__ import annotations

import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

import msgspec

from kiosk.faults import ModelsFault, PictureFault
from kiosk.vision.process.messages import (
    LARGEST_ANSWER,
    LARGEST_QUESTION,
    Kind,
    Question,
    receive,
    send,
)

MEMORY_BYTES: Final = 2_000_000_000
"""Limit of address space, which includes what threads and libraries only reserve."""
CPU_PER_PICTURE_S: Final = 30
"""Many times what the slowest picture needs; the kernel ends a process that passes it."""
MAX_OPEN_FILES: Final = 64
NICENESS: Final = 10
OOM_SCORE: Final = "500"
"""`oom_score_adj`: out of memory, the kernel ends this process before the screen."""


def main() -> None:
    """Runs until standard input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints does not mix with the messages
    _set_limits()
    serve(source, sink)


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Says on `sink` whether it can read, then answers each question of `source`."""
    # Late: limits are set before the libraries are loaded.
    from kiosk.vision.process.pipeline import ReadingPipeline

    try:
        pipeline = ReadingPipeline()
    except ModelsFault as fault:
        send(sink, Kind.OFF.value + str(fault).encode())
        return
    send(sink, Kind.READY.value)
    while (message := receive(source, LARGEST_QUESTION)) is not None:
        _renew_cpu_limit()
        question, picture = Question(message[:1]), message[1:]
        try:
            read = pipeline.tags(picture) if question is Question.TAGS else pipeline.read(picture)
            answer = Kind.ANSWER.value + msgspec.json.encode(read)
        except PictureFault:
            answer = Kind.NO_PICTURE.value
        assert len(answer) <= LARGEST_ANSWER, "readings are bounded where they are made"
        send(sink, answer)


def _set_limits() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MAX_OPEN_FILES, MAX_OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    os.nice(NICENESS)
    with suppress(OSError):  # a kernel or sandbox without it only loses the preference
        Path("/proc/self/oom_score_adj").write_text(OOM_SCORE, encoding="ascii")


def _renew_cpu_limit() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    used_s = int(used.ru_utime + used.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used_s + CPU_PER_PICTURE_S, hard))


if __name__ == "__main__":
    main()
