"""The log's reader is gone, has stopped reading, or the disk for logs is full.

The visitor notices nothing: checking in takes as long as ever, and memory does not grow.
"""

from __future__ import annotations

import io
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import TextIO

import pytest

from kiosk.machine.log_writer import MAX_WAITING, NonBlockingHandler
from tests.doubles.waiting import HANG_S

ROOT = Path(__file__).parents[2]


class FullDisk(io.StringIO):
    """Takes nothing."""

    def write(self, _text: str) -> int:
        raise OSError(28, "No space left on device")


@pytest.fixture
def journal() -> Iterator[logging.Logger]:
    logger = logging.Logger("journal")
    yield logger
    for handler in logger.handlers:
        handler.close()


def log_much(journal: logging.Logger, lines: int) -> None:
    """Returns only if whoever logs is not kept waiting."""
    for number in range(lines):
        journal.info("%d %s", number, "x" * 200)


def read_all(reading: int, handler: NonBlockingHandler, stream: TextIO) -> list[str]:
    """Every line, once somebody reads again."""
    lines: list[str] = []
    with os.fdopen(reading) as reader:
        again = Thread(target=lambda: lines.extend(reader))
        again.start()
        assert handler.drain(HANG_S)
        stream.close()
        again.join()
    return lines


def test_a_reader_that_stopped_reading_keeps_nobody_waiting(journal: logging.Logger) -> None:
    """A pipe takes some 64 kB; after that every write would wait for ever."""
    reading, writing = os.pipe()
    stream = os.fdopen(writing, "w")
    handler = NonBlockingHandler(stream)
    journal.addHandler(handler)

    log_much(journal, 5 * MAX_WAITING)

    written = handler.drain(0.05)
    read_all(reading, handler, stream)
    assert not written


def test_lines_left_out_are_counted_once_somebody_reads_again(journal: logging.Logger) -> None:
    reading, writing = os.pipe()
    stream = os.fdopen(writing, "w")
    handler = NonBlockingHandler(stream)
    journal.addHandler(handler)
    log_much(journal, 5 * MAX_WAITING)

    lines = read_all(reading, handler, stream)

    told = [int(found[1]) for line in lines if (found := re.match(r"(\d+) lines were", line))]
    written = sum(" xxx" in line for line in lines)
    assert sum(told) + written == 5 * MAX_WAITING
    assert sum(told) >= 3 * MAX_WAITING


@pytest.mark.parametrize("how", ["closed", "full", "no reader"])
def test_a_log_that_takes_nothing_stops_nothing(journal: logging.Logger, how: str) -> None:
    stream: io.TextIOBase = FullDisk() if how == "full" else io.StringIO()
    if how == "closed":
        stream.close()
    if how == "no reader":
        reading, writing = os.pipe()
        os.close(reading)
        stream = os.fdopen(writing, "w")
    handler = NonBlockingHandler(stream)  # type: ignore[arg-type]  # any text stream will do
    journal.addHandler(handler)

    log_much(journal, 50)

    assert handler.drain(HANG_S)
    if how == "no reader":
        with pytest.raises(BrokenPipeError):
            stream.close()


def test_no_part_of_the_kiosk_holds_a_childs_output_in_memory() -> None:
    """Children write to a file or to nowhere.

    But for the reading process, whose answers are bounded: test_reading_process_dies.py.
    """
    bounded = ROOT / "kiosk" / "vision" / "process" / "handle.py"
    sources = {*ROOT.glob("kiosk/**/*.py"), *ROOT.glob("ui/**/*.py")} - {bounded}
    holding = re.compile(r"(?<!stdin=)subprocess\.PIPE|capture_output|check_output|communicate\(")

    assert len(sources) > 100
    assert [path.name for path in sources if holding.search(path.read_text("utf-8"))] == []
