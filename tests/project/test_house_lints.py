"""Holds the house lints against every file that git carries or will carry."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.project.house_lints import LINTS, Lint

ROOT = Path(__file__).parents[2]

EACH_LINT = pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.name)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Path from the checkout -> text, of each text file that is not ignored."""
    git = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(
        [*git, "--cached", "--others", "--exclude-standard"], capture_output=True, check=True
    )
    paths = [path for path in listed.stdout.decode().split("\0") if (ROOT / path).is_file()]
    assert "pyproject.toml" in paths
    return {path: text for path in paths if (text := _text(ROOT / path)) is not None}


def _text(path: Path) -> str | None:
    content = path.read_bytes()
    return None if b"\0" in content[:8_000] else content.decode()


@EACH_LINT
def test_every_file_keeps_to(lint: Lint, texts: dict[str, str]) -> None:
    found = [
        f"{path}: {what}"
        for path, text in texts.items()
        if lint.looks_at(path)
        for what in lint.find(text)
    ]

    assert not found, f"{lint.name} ({lint.reason}):\n" + "\n".join(found)


@EACH_LINT
def test_a_lint_refuses_its_samples_and_nothing_else(lint: Lint) -> None:
    refused = [sample for sample in lint.refused + lint.accepted if any(lint.find(sample))]

    assert refused == list(lint.refused)
