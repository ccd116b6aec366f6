"""No folder of the product holds more than 14 modules at one level."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
MOST = 14
"""More than that is not read at a glance: the folder is divided by what its modules are about."""
MODULES = frozenset({".py", ".qml", ".js", ".css", ".html"})
"""What people edit. Icons and other assets do not count, nor does a package's `__init__.py`."""


def too_full(paths: Iterable[str]) -> set[str]:
    """The folders of `paths` with more than `MOST` modules."""
    modules = [path for path in map(PurePosixPath, paths) if path.suffix in MODULES]
    held = Counter(str(path.parent) for path in modules if path.name != "__init__.py")
    return {folder for folder, count in held.items() if count > MOST}


def test_no_folder_holds_more_than_fourteen_modules() -> None:
    git = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(
        [*git, "--cached", "--others", "--exclude-standard", "kiosk", "ui"],
        capture_output=True,
        check=True,
        text=True,
    )
    there = {path for path in listed.stdout.split("\0") if (ROOT / path).is_file()}

    assert len(there) > 100
    assert too_full(there) == set()


def test_a_fifteenth_module_is_one_too_many() -> None:
    folder = [f"kiosk/room/{count}.py" for count in range(MOST)]
    assets = ["kiosk/room/__init__.py", "kiosk/room/icon.svg", "kiosk/room/inner/one.py"]

    assert too_full([*folder, *assets]) == set()
    assert too_full([*folder, "kiosk/room/more.qml"]) == {"kiosk/room"}
