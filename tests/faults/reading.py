"""Readers for the fault tests: the real reading process, or a few lines that stand for it.

Never leaves a process behind.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import cv2

from kiosk.clock import SystemClock
from kiosk.vision.process.handle import COMMAND, ReadingProcess
from kiosk.vision.process.reader import WorkerReader
from tests.doubles.waiting import HANG_S
from tests.photographs.photograph import CLEAN, scene, taken
from tests.photographs.poses import Pose

PATIENCE_S = HANG_S
"""Of a test on a machine that has much else to do."""

PRETEND = """
import struct, sys
def say(message):
    sys.stdout.buffer.write(struct.pack(">I", len(message)) + message)
    sys.stdout.buffer.flush()
def hear():
    size = struct.unpack(">I", sys.stdin.buffer.read(4))[0]
    return sys.stdin.buffer.read(size)
"""
"""What a pretended reading process begins with."""


@contextmanager
def reader(
    pretended: str | None = None,
    *,
    answer_within_s: float = PATIENCE_S,
    released_s: float = 600.0,
    ready: Callable[[int], None] = lambda _pid: None,
) -> Iterator[WorkerReader]:
    """The real one, or one that runs `pretended`; `ready` hears of each process that can read."""
    command = COMMAND if pretended is None else (sys.executable, "-c", PRETEND + pretended)

    def start() -> ReadingProcess:
        child = ReadingProcess(SystemClock(), command)
        ready(child.pid)
        return child

    made = WorkerReader(
        start,
        answer_within_s=answer_within_s,
        idle_after_s=released_s,
    )
    try:
        yield made
    finally:
        made.stop()


def photograph_of_a_code() -> bytes:
    """A laptop with a web page that says DNS_PROBE_FINISHED_NXDOMAIN, as a JPEG."""
    shown = next(
        of
        for of in (scene(seed, (1280, 720), kind="browser", of="laptop") for seed in range(100))
        if "DNS_PROBE_FINISHED_NXDOMAIN" in of.panel.codes
    )
    picture = taken(shown, Pose(1.0), CLEAN).pixels
    return cv2.imencode(".jpg", picture)[1].tobytes()
