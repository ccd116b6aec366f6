"""Every test runs in one lane: a folder that no lane names would never be run by scripts/check."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_folder_of_tests_is_in_one_lane() -> None:
    lanes = runpy.run_path(str(ROOT / "scripts" / "lanes"))["LANES"]
    named = Counter(folder for folders in lanes.values() for folder in folders)
    tests = ROOT / "tests"
    holding = {path.relative_to(tests).parts[0] for path in tests.glob("**/test_*.py")}

    assert named == dict.fromkeys(holding, 1)
