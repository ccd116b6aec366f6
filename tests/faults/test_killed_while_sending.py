"""The station dies between sending and hearing the answer; no mark of that is left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from kiosk.sync.up import SyncUp
from tests.doubles.box import Box
from tests.doubles.sync_client import FakeSyncClient

ROOT = Path(__file__).parents[2]
CYCLES = 200


def test_all_of_it_is_offered_again_however_often(tmp_path: Path) -> None:
    box = Box(tmp_path)
    for _ in range(3):
        box.checked_in()
    waiting = box.waiting()
    box.close()

    command = [sys.executable, "-m", "tests.faults.sending", str(tmp_path), str(CYCLES)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    box.start()
    link = FakeSyncClient()
    still_waiting = box.waiting()
    SyncUp(box.outbox, link, box.clock).step()
    assert ended.stdout.split() == [str(-signal.SIGKILL)] * CYCLES
    assert (still_waiting, len(link.taken), box.waiting()) == (waiting, 3, [])
    box.close()
