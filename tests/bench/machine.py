"""What a figure depends on besides the code: the machine, its load, the versions."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("PySide6-Essentials", "opencv-python-headless", "numpy", "starlette")


def conditions() -> str:
    """One line for each condition."""
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return "\n".join(
        (
            f"- {_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
            f"- load (1, 5, 15 min): {load}",
            f"- Python {platform.python_version()}, {libraries}",
            f"- commit {_commit()}",
            "- window 1080 × 1920, Qt platform offscreen, software renderer, basic render loop",
        )
    )


def cpu_s(pid: int) -> float:
    """CPU seconds of all threads alive in the process, to the microsecond, asking nothing of it."""
    spent = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            spent += int((task / "schedstat").read_text(encoding="ascii").split()[0])
        except OSError:
            continue  # The thread ended meanwhile.
    return spent / 1e9


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], check=False, capture_output=True, text=True
        ).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + (" with changes" if git("status", "-s") else "")
