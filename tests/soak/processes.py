"""A station's process, started and killed from outside; what it showed outlives it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

ROOT = Path(__file__).parents[2]
WAITING = """
select (select count(*) from outbox)
    + (select count(*) from photos where acknowledged_at is null and set_aside_code is null)
"""


class StationProcess:
    """`tests.soak.station` in a folder of its own."""

    def __init__(self, folder: Path, token: str, url: str) -> None:
        folder.mkdir(parents=True)
        (folder / "token").write_text(token, encoding="ascii")
        self.folder = folder
        self.shown: list[tuple[str, str]] = []
        """Visit and number, as visitors saw them."""
        self._url = url

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.soak.station", str(self.folder), self._url],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._listener = Thread(target=self._listen, args=(self._process,), daemon=True)
        self._listener.start()

    def kill(self) -> None:
        """As a power cut would."""
        self._process.kill()
        self._process.wait(timeout=120)
        self._listener.join(timeout=120)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def take_nobody(self) -> None:
        """No more visitors: it only sends what it has."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    def waiting(self) -> int:
        """How much the home does not have yet."""
        [(count,)] = self.rows(WAITING)
        return int(count)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return rows_of(self.folder / "station.db", query)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.endswith("\n"):
                visit_id, number = line.split()
                self.shown.append((visit_id, number))


def rows_of(store: Path, query: str) -> list[tuple[Any, ...]]:
    """What somebody else reading the store sees."""
    with closing(sqlite3.connect(store, timeout=120)) as db:
        return db.execute(query).fetchall()
