"""Pictures are cleaned in a process of their own, which may die and is ended with the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.faults import PictureFault
from kiosk.journal import LogEvent
from kiosk.pictures.clean import CleanPicture, clean
from kiosk.server.pictures.cleaning_process import CleaningProcess
from tests.conftest import ExpectLog
from tests.doubles.waiting import HANG_S, until
from tests.server.station_side import jpeg

DEADLY = b"the decoder ends at this"
SERVER = """
import os, sys
from kiosk.server.pictures.cleaning_process import CleaningProcess
from tests.server.test_cleaning_process import in_a_process
print(CleaningProcess(in_a_process)(b"").width, flush=True)
sys.stdin.read()
"""


def in_a_process(content: bytes) -> CleanPicture:
    """Stands for the decoder: says which process it runs in, as a width."""
    if content == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    return CleanPicture(content, content, os.getpid(), os.getppid())


@pytest.fixture
def cleaner() -> Iterator[CleaningProcess]:
    process = CleaningProcess(in_a_process)
    yield process
    process.close()


def is_alive(pid: int) -> bool:
    """A process that nobody has waited for yet is dead as well."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_picture_comes_back_as_this_process_would_have_cleaned_it() -> None:
    content, process = jpeg(640, 480), CleaningProcess()
    try:
        assert process(content) == clean(content)
        with pytest.raises(PictureFault, match="not a picture"):
            process(b"no picture")
    finally:
        process.close()


def test_one_other_process_cleans_them_all(cleaner: CleaningProcess) -> None:
    with ThreadPoolExecutor(4) as threads:
        pids = {picture.width for picture in threads.map(cleaner, [b""] * 8)}

    assert len(pids) == 1
    assert os.getpid() not in pids


def test_a_picture_that_ends_the_process_is_refused_and_the_next_one_is_cleaned(
    cleaner: CleaningProcess, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.CLEANING_PROCESS_DIED)
    before = cleaner(b"").width

    with pytest.raises(PictureFault):
        cleaner(DEADLY)

    assert cleaner(b"").width != before


def test_a_picture_under_way_when_the_process_is_killed_is_cleaned_by_the_next(
    cleaner: CleaningProcess, expect_log: ExpectLog
) -> None:
    """As where somebody ran short of memory: the picture is not to blame."""
    expect_log(LogEvent.CLEANING_PROCESS_DIED)
    os.kill(cleaner(b"").width, signal.SIGKILL)

    assert cleaner(b"the next").jpeg == b"the next"


def test_it_ends_with_the_server(cleaner: CleaningProcess) -> None:
    pid = cleaner(b"").width

    cleaner.close()

    assert not is_alive(pid)


def test_it_ends_with_a_server_that_is_killed() -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    pid = int(server.stdout.readline())

    server.kill()
    server.communicate(timeout=HANG_S)

    until(lambda: not is_alive(pid), "the end of the process")
