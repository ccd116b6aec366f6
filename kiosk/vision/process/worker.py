"""The reading process: pictures in by one pipe, what they say out by another.

All decoding of what comes from outside happens here, with bounds on memory and time, so that bytes
made to break a decoder break this process and nothing else. Never imports Qt, the network or the
store; ends when its pipe does.
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
"""Address space, not memory in use: what threads and libraries reserve counts too."""
CPU_PER_PICTURE_S: Final = 30
"""Many times what the slowest picture needs; who passes it hangs, and is ended by the kernel."""
FILES: Final = 64
NICENESS: Final = 10
MOST_WANTED_GONE: Final = "500"
"""Out of memory, this process goes before the screen does."""


def main() -> None:
    """Reads until the pipe ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing a library prints gets among the messages
    _bound()
    serve(source, sink)


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Answers each picture of `source` on `sink`; says first whether it can."""
    # Late: limits stand before the libraries are loaded.
    from kiosk.vision.process.pipeline import ReadingPipeline

    try:
        pipeline = ReadingPipeline()
    except ModelsFault as fault:
        send(sink, Kind.OFF.value + str(fault).encode())
        return
    send(sink, Kind.READY.value)
    while (message := receive(source, LARGEST_QUESTION)) is not None:
        _grant_cpu()
        question, picture = Question(message[:1]), message[1:]
        try:
            read = pipeline.tags(picture) if question is Question.TAGS else pipeline.read(picture)
            answer = Kind.ANSWER.value + msgspec.json.encode(read)
        except PictureFault:
            answer = Kind.NO_PICTURE.value
        assert len(answer) <= LARGEST_ANSWER, "readings are bounded where they are made"
        send(sink, answer)


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    os.nice(NICENESS)
    with suppress(OSError):  # a kernel or sandbox without it only loses the preference
        Path("/proc/self/oom_score_adj").write_text(MOST_WANTED_GONE, encoding="ascii")


def _grant_cpu() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    so_far = int(used.ru_utime + used.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (so_far + CPU_PER_PICTURE_S, hard))


if __name__ == "__main__":
    main()
