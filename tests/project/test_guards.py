"""Proves that the guards of tests/conftest.py can fail: each planted fault turns its test red."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

PLANTED = """
import logging, threading, time, warnings
import pytest
from PySide6.QtCore import qWarning
from kiosk.journal import LogEvent, log

def test_green_when_declared(expect_log, logged):
    expect_log(LogEvent.CAMERA_LOST)
    log(LogEvent.CAMERA_LOST, source="0")
    assert logged(LogEvent.CAMERA_LOST) == [{"source": "0"}]

def test_green_below_warning():
    log(LogEvent.CAMERA_OPENED)

def test_green_when_it_may_come(expect_log):
    expect_log(LogEvent.CAMERA_LOST, maybe=True)

def test_red_undeclared_line():
    log(LogEvent.CAMERA_LOST)

def test_red_undeclared_line_of_a_library():
    logging.getLogger("somebody").warning("100 % odd")

def test_red_declared_line_never_comes(expect_log):
    expect_log(LogEvent.CAMERA_LOST)

def test_red_qt_warning():
    qWarning("odd")

def test_red_python_warning():
    warnings.warn("odd")

def test_red_bug_in_a_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

@pytest.fixture
def closes_badly():
    yield
    qWarning("odd")

def test_red_qt_warning_while_closing(closes_badly):
    pass

@pytest.fixture
def closes_noisily():
    yield
    log(LogEvent.WORKER_FAILED)

def test_red_line_while_closing(closes_noisily):
    pass

@pytest.mark.timeout(0.3)
def test_red_hangs():
    threading.Event().wait()

@pytest.mark.nonesuch
def test_red_unknown_mark():
    pass
"""

HUNG = """
from PySide6.QtCore import QEventLoop

def test_runs_a_loop_for_ever(qapp):
    QEventLoop().exec()
"""


def _pytest(folder: Path, planted: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text("from tests.conftest import *\n", encoding="utf-8")
    hooks = "from tests.conftest import _check_qt, _GUARD, _keep_qt_message\n"
    (folder / "test_planted.py").write_text(hooks + planted, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-rA"]
    return subprocess.run(
        [*command, "--rootdir", str(folder), "-p", "no:cacheprovider", *options, str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def test_each_planted_fault_is_red_and_each_declared_line_is_green(tmp_path: Path) -> None:
    planted = PLANTED.partition("@pytest.mark.nonesuch")[0]

    output = _pytest(tmp_path, planted).stdout

    names = set(re.findall(r"def test_(\w+)", planted))
    red = set(re.findall(r"^(?:FAILED|ERROR) .*::test_(\w+)", output, re.MULTILINE))
    assert red == {name for name in names if name.startswith("red_")}, output


def test_an_unknown_mark_stops_the_run(tmp_path: Path) -> None:
    run = _pytest(tmp_path, PLANTED)

    assert "'nonesuch' not found in `markers`" in run.stdout


def test_a_qt_loop_that_never_ends_is_killed_with_every_stack(tmp_path: Path) -> None:
    run = _pytest(tmp_path, HUNG, "-o", "timeout=0", "-o", "faulthandler_timeout=2")

    assert run.returncode != 0
    assert "test_runs_a_loop_for_ever" in run.stderr
