"""Each import contract of pyproject.toml can fail: a planted import is found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PLANTED = {
    "kiosk/planted.py": "",
    "kiosk/clock.py": "import kiosk.faults",
    "kiosk/domain/planted.py": "import numpy\nimport kiosk.wire",
    "kiosk/pictures/planted.py": "import kiosk.station.store",
    "kiosk/station/planted.py": "",
    "kiosk/station/retention.py": "import kiosk.station.snapshot",
    "kiosk/station/store/planted.py": "import kiosk.sync\nimport kiosk.station.writer",
    "kiosk/capture/planted.py": "import kiosk.station.station",
    "kiosk/server/planted.py": "import kiosk.station",
    "kiosk/server/queue/planted.py": "import kiosk.server.desk.view\nimport kiosk.server.audit",
    "kiosk/sync/planted.py": "import ui\nimport PySide6.QtCore",
    "ui/touch/planted.py": "import kiosk.cli\nimport kiosk.server",
    "ui/touch/viewmodels/planted.py": "import sqlite3\nimport requests",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy of the tree with all of PLANTED in it."""
    copy = tmp_path_factory.mktemp("planted")
    python_only = shutil.ignore_patterns("__pycache__", "web", "qml", "i18n")
    for folder in ("kiosk", "ui"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=python_only)
    (copy / "tests" / "project").mkdir(parents=True)
    shutil.copy(ROOT / "tests/project/contracts.py", copy / "tests/project")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for name, text in PLANTED.items():
        with (copy / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}\n")
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert run.returncode != 0, run.stderr
    return " ".join(run.stdout.split())


@pytest.mark.parametrize(
    "found",
    [
        "kiosk.planted",
        "kiosk.station.planted",
        "kiosk.station.retention -> kiosk.station.snapshot",
        "kiosk.station.store.planted -> kiosk.station.writer",
        "kiosk.capture.planted -> kiosk.station.station",
        "kiosk.clock -> kiosk.faults",
        "kiosk.domain.planted -> numpy",
        "kiosk.domain.planted -> kiosk.wire",
        "kiosk.pictures.planted -> kiosk.station.store",
        "kiosk.server.planted -> kiosk.station",
        "kiosk.server.queue.planted -> kiosk.server.desk.view",
        "kiosk.server.queue.planted -> kiosk.server.audit",
        "kiosk.sync.planted -> ui",
        "kiosk.sync.planted -> PySide6",
        "ui.touch.planted -> kiosk.cli",
        "ui.touch.planted -> kiosk.server",
        "ui.touch.viewmodels.planted -> sqlite3",
        "ui.touch.viewmodels.planted -> requests",
    ],
)
def test_a_planted_import_breaks_its_contract(report: str, found: str) -> None:
    assert found in report
