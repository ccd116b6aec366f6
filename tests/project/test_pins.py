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


LOCKS = ("requirements.lock", "requirements-dev.lock")
LINUX = {"sys_platform": "linux", "implementation_name": "cpython"}


def _locked(lock: str, python: str = "3.11") -> dict[str, str]:
    """Name -> version of all that `lock` installs on CPython `python` on Linux."""
    lines = re.findall(
        r"^([a-z0-9][^\\]*) \\$", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE
    )
    pins = [Requirement(line) for line in lines]
    here = {
        **LINUX,
        "platform_python_implementation": "CPython",
        "python_version": python,
        "python_full_version": f"{python}.2",
    }
    return {
        pin.name: str(pin.specifier) for pin in pins if not pin.marker or pin.marker.evaluate(here)
    }


@pytest.mark.parametrize("python", ["3.11", "3.13"])
def test_the_lock_pins_a_qt_that_each_python_survives(python: str) -> None:
    pin = _locked("requirements.lock", python)["pyside6-essentials"]

    assert _qt_allowed(pin.removeprefix("=="), python)


def test_newer_pythons_get_a_newer_qt() -> None:
    qt = {python: _locked("requirements.lock", python) for python in ("3.11", "3.13")}

    assert qt["3.11"]["pyside6-essentials"] < "==6.12" <= qt["3.13"]["pyside6-essentials"]


@pytest.mark.parametrize("tool", ["pytest", "mypy", "ruff", "playwright", "uv"])
def test_a_kiosk_installs_no_tool_of_developers(tool: str) -> None:
    locked = [lock for lock in LOCKS if tool in _locked(lock)]

    assert locked == ["requirements-dev.lock"]


@pytest.mark.parametrize("python", ["3.11", "3.13"])
def test_what_both_locks_hold_is_one_version(python: str) -> None:
    product, tools = (_locked(lock, python) for lock in LOCKS)

    shared = product.keys() & tools.keys()
    assert {name: tools[name] for name in shared} == {name: product[name] for name in shared}


def test_what_the_build_requires_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert project["build-system"]["requires"] == project["dependency-groups"]["build"]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_pin_a_hash_or_a_reason(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    marker = r"( ; [\w.]+ [!<>=]+ '[\w.]+'( and [\w.]+ [!<>=]+ '[\w.]+')*)?"
    known = rf"[a-z0-9][\w.-]*==\S+{marker} \\|    --hash=sha256:[0-9a-f]{{64}}( \\)?|\s*#.*|"

    strange = [line for line in text.splitlines() if not re.fullmatch(known, line)]
    assert strange == []
