"""Holds the pins that a later upgrade must not loosen by accident, and what the lock may name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def _qt_allowed(version: str, python_version: str) -> bool:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = [Requirement(requirement) for requirement in project["dependencies"]]
    applying = [
        requirement.specifier
        for requirement in requirements
        if requirement.name == "PySide6-Essentials"
        and (
            not requirement.marker
            or requirement.marker.evaluate({"python_version": python_version})
        )
    ]
    assert applying, f"no Qt at all on Python {python_version}"
    return all(specifier.contains(version) for specifier in applying)


@pytest.mark.parametrize(
    ("version", "python_version", "allowed"),
    [
        ("6.11.1", "3.11", False),
        ("6.11.3", "3.11", True),
        ("6.12.0", "3.11", False),
        ("6.12.0", "3.12", True),
        ("6.12.0", "3.13", True),
    ],
)
def test_qt_that_aborts_on_a_python_cannot_be_resolved_there(
    version: str, python_version: str, allowed: bool
) -> None:
    assert _qt_allowed(version, python_version) is allowed


def test_the_lock_pins_a_qt_that_python_3_11_survives() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    pin = re.search(r"^pyside6-essentials==(\S+) \\$", lock, re.MULTILINE)
    assert pin is not None, "pinned for every Python, without a marker"
    assert _qt_allowed(pin[1], "3.11")


def test_every_line_of_the_lock_is_a_pin_a_hash_or_a_reason() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    known = r"[a-z0-9][\w.-]*==\S+ \\|    --hash=sha256:[0-9a-f]{64}( \\)?|\s*#.*|"

    strange = [line for line in lock.splitlines() if not re.fullmatch(known, line)]
    assert strange == []
