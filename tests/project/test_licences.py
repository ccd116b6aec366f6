"""Holds docs/licences.md against what is installed: none missing, none extra, no new terms."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]

SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""What some packages write in their metadata -> the SPDX name of what their licence file is."""

READ_BY_HAND = {
    "axe-playwright-python": "MIT",
    "click-default-group": "BSD-3-Clause",
    "omegaconf": "BSD-3-Clause",
}
"""What the licence file says where the metadata is silent or says something else."""


def _project() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        "Product": project["project"]["dependencies"],
        "Development": [
            *project["dependency-groups"]["build"],
            *project["dependency-groups"]["dev"],
        ],
    }


def _needed(requirements: list[str]) -> set[str]:
    """The names of all distributions `requirements` come to on this machine."""
    found: set[tuple[str, frozenset[str]]] = set()
    left = [(Requirement(requirement), "") for requirement in requirements]
    while left:
        requirement, extra = left.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        applies = requirement.marker is None or requirement.marker.evaluate({"extra": extra})
        if key in found or not applies:
            continue
        found.add(key)
        needs = distribution(requirement.name).requires or []
        extras = ["", *requirement.extras]
        left += [(Requirement(need), extra) for need in needs for extra in extras]
    return {name for name, _ in found}


def _licence(installed: Distribution) -> str:
    metadata = installed.metadata
    if by_hand := READ_BY_HAND.get(canonicalize_name(metadata["Name"])):
        return by_hand
    said: list[str] = []
    for field in ("License-Expression", "License"):
        said += metadata.get_all(field) or []
    filed: list[str] = metadata.get_all("Classifier") or []
    said += [line.split(" :: ")[-1] for line in filed if line.startswith("License ::")]
    return SPDX.get(said[0], said[0])


def _documented(heading: str) -> dict[str, str]:
    """Name -> licence, from the table under `heading`."""
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([\w.-]+) \| ([^|]+) \| [^|]+ \|$", section, re.MULTILINE)
    return {name: licence.strip() for name, licence in rows if name != "package"}


@pytest.mark.parametrize("heading", ["Product", "Development"])
def test_the_page_names_what_is_installed_and_its_licence(heading: str) -> None:
    project = _project()
    names = _needed(project[heading])
    if heading == "Development":
        names -= _needed(project["Product"])

    expected = {name: _licence(distribution(name)) for name in names}
    assert _documented(heading) == expected


def test_the_locks_hold_nothing_but_what_the_page_names() -> None:
    locks = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]

    text = "\n".join(lock.read_text(encoding="utf-8") for lock in locks)
    pins = [Requirement(pin) for pin in re.findall(r"^([a-z0-9][^\\]*) \\$", text, re.MULTILINE)]
    # Pins for other systems are never installed here.
    locked = {pin.name for pin in pins if pin.marker is None or pin.marker.evaluate()}
    assert locked == {*_documented("Product"), *_documented("Development")}
