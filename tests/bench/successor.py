"""The bench of a reading process that dies: what its successor spends until the next words."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

import cv2

from kiosk.clock import SystemClock
from kiosk.faults import ReadingFault
from kiosk.vision.process.handle import ReadingProcess
from kiosk.vision.process.reader import WorkerReader
from tests.bench.figures import Figure, median
from tests.bench.machine import cpu_s
from tests.photographs.photograph import CLEAN, scene, taken
from tests.photographs.poses import Pose

DEATHS = 5
LIMIT_S = 120.0
_AIM = 2.0
"""Of what the first process took: a start and one picture. Neither may be done twice."""


def successor(_work: Path) -> list[Figure]:
    """CPU time from the start of each successor to the words it read, beside the first's."""
    picture = taken(scene(2, (1280, 720), kind="browser", of="laptop"), Pose(1.0), CLEAN).pixels
    jpeg = cv2.imencode(".jpg", picture)[1].tobytes()
    reader = WorkerReader(lambda: ReadingProcess(SystemClock()), answer_within_s=LIMIT_S)
    try:
        spent_s = [_read(reader, jpeg)]
        for _ in range(DEATHS):
            assert reader.pid is not None
            os.kill(reader.pid, signal.SIGKILL)
            with suppress(ReadingFault):
                reader.read(jpeg).result(LIMIT_S)
            spent_s.append(_read(reader, jpeg))
    finally:
        reader.stop()
    first_s, *later_s = spent_s
    words = "CPU from a successor's start to the next words"
    return [Figure("successor", words, median(later_s), "s", first_s, _AIM, aim_is_ratio=True)]


def _read(reader: WorkerReader, jpeg: bytes) -> float:
    """CPU seconds the process had spent when its words were there."""
    reader.read(jpeg).result(LIMIT_S)
    assert reader.pid is not None
    return cpu_s(reader.pid)
