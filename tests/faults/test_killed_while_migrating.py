"""The power goes while a new version brings an old store up to date.

The next start finds the old schema or the new one, never something between, and every visit.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.doubles.folders import brief_folder

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", ["station", "home"])
def test_the_next_start_has_a_whole_schema_and_every_visit(kind: str) -> None:
    with brief_folder() as folder:
        command = [sys.executable, "-m", "tests.faults.migrating", kind, folder]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    rounds = [line.split() for line in ended.stdout.splitlines()]

    assert ended.returncode == 0, ended.stderr
    assert len(rounds) > 15
    assert rounds == [["1", "ok", "1"]] * (len(rounds) - 1) + [["1", "ok", "0"]]
