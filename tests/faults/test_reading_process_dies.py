"""A picture kills, hangs or floods what reads it; the next one is read all the same."""

from __future__ import annotations

import os
import signal
import tracemalloc
from contextlib import suppress
from queue import SimpleQueue

import pytest

from kiosk.faults import ModelsFault, ReadingFault
from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.faults.reading import PATIENCE_S, photograph_of_a_code, reader


@pytest.fixture(scope="module")
def photograph() -> bytes:
    return photograph_of_a_code()


@pytest.mark.parametrize("death", [signal.SIGSEGV, signal.SIGKILL])
def test_a_decoder_that_dies_costs_one_picture(
    death: signal.Signals, photograph: bytes, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.READER_DIED)
    with reader() as reading:
        assert reading.read(photograph).result(PATIENCE_S).quote
        first = reading.pid
        assert first is not None

        os.kill(first, death)
        with pytest.raises(ReadingFault):
            reading.read(photograph).result(PATIENCE_S)
        again = reading.read(photograph).result(PATIENCE_S)

    assert [code.code for code in again.codes] == ["DNS_PROBE_FINISHED_NXDOMAIN"]
    assert reading.pid != first


def test_its_successor_is_ready_before_anybody_asks(expect_log: ExpectLog) -> None:
    expect_log(LogEvent.READER_DIED)
    ready: SimpleQueue[int] = SimpleQueue()
    dies = "say(b'R')\nwhile hear() != b'Wdeadly': say(b'N')"
    with reader(dies, ready=ready.put) as reading:
        with pytest.raises(ReadingFault):
            reading.read(b"deadly").result(PATIENCE_S)
        first, second = ready.get(timeout=PATIENCE_S), ready.get(timeout=PATIENCE_S)
        again = reading.read(b"picture").result(PATIENCE_S)

        assert again.lines == ()
        assert first != second == reading.pid


def test_bytes_that_are_no_picture_are_nothing_read_and_kill_nobody(photograph: bytes) -> None:
    with reader() as reading:
        reading.read(photograph).result(PATIENCE_S)
        before = reading.pid
        spoiled = (b"", b"\xff\xd8\xff", photograph[:300], photograph[:200] + b"\0" * 5_000)

        quotes = [reading.read(content).result(PATIENCE_S).quote for content in spoiled]

        assert quotes == [""] * len(spoiled)
        assert reading.pid == before


def test_a_process_that_hangs_is_replaced(expect_log: ExpectLog) -> None:
    expect_log(LogEvent.READER_DIED)
    hangs = "say(b'R')\nhear()\nhear()"
    with reader(hangs, answer_within_s=0.2) as reading:
        asked = reading.read(b"picture")

        with pytest.raises(ReadingFault, match="too long"):
            asked.result(PATIENCE_S)


@pytest.mark.parametrize(
    "answer",
    [
        "sys.stdout.buffer.write(struct.pack('>I', 100_000_000) + b'A' * 100_000_000)",
        "say(b'A' + b'{\"lines\": [' + b'[' * 50_000)",
        "say(b'A{\"lines\": 7}')",
        "say(b'Z')",
        "say(b'')",
        "sys.exit()",
    ],
)
def test_what_floods_or_talks_nonsense_is_replaced_and_takes_no_memory(
    answer: str, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.READER_DIED)
    tracemalloc.start()
    with reader(f"say(b'R')\nhear()\n{answer}\nhear()") as reading:
        asked = reading.read(b"picture")

        with pytest.raises(ReadingFault):
            asked.result(PATIENCE_S)

    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 20_000_000


def test_models_that_are_missing_turn_reading_off_and_are_told_once(expect_log: ExpectLog) -> None:
    expect_log(LogEvent.READING_OFF)
    with reader("say(b'Odet.onnx is damaged')") as reading:
        for _ in range(3):
            with pytest.raises(ModelsFault, match="is damaged"):
                reading.read(b"picture").result(PATIENCE_S)

        assert reading.off == "det.onnx is damaged"


def test_a_process_that_never_begins_is_a_fault_of_that_picture_alone(
    expect_log: ExpectLog,
) -> None:
    expect_log(LogEvent.READER_DIED)
    with reader("sys.exit(3)") as reading:
        for _ in range(2):
            with pytest.raises(ReadingFault):
                reading.read(b"picture").result(PATIENCE_S)

        assert reading.off is None


def test_a_picture_nobody_waits_for_any_more_is_not_read() -> None:
    answers = "say(b'R')\nwhile hear() == b'Wwanted': say(b'N')"
    with reader(answers) as reading:
        first = reading.read(b"wanted")
        dropped = reading.read(b"not wanted")
        dropped.cancel()

        assert reading.read(b"wanted").result(PATIENCE_S).lines == ()
        assert first.result().lines == ()


def test_a_reader_nobody_needs_for_long_gives_its_memory_back() -> None:
    with reader("say(b'R')\nwhile hear(): say(b'N')", released_s=0.05) as reading:
        reading.read(b"picture").result(PATIENCE_S)
        first = reading.pid
        assert first is not None

        with suppress(ChildProcessError):  # it may be gone without a trace already
            os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
        again = reading.read(b"picture").result(PATIENCE_S)

        assert again.lines == ()
        assert reading.pid != first


def test_stopping_ends_the_process() -> None:
    with reader("say(b'R')\nwhile hear(): say(b'N')") as reading:
        reading.read(b"picture").result(PATIENCE_S)
        assert reading.pid is not None

    assert reading.pid is None
