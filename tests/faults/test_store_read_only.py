"""The home's store cannot be written: a command says so in one line, and the log stays readable."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli.server.members import members
from kiosk.server.home import Home
from kiosk.server.store.dialect import sqlite


@pytest.mark.parametrize("broken", ["a folder stands there", "no database"])
def test_a_store_that_cannot_be_opened_is_one_line(tmp_path: Path, broken: str, home: Home) -> None:
    config = tmp_path / "site.toml"
    config.write_text('id = "lab"\nname = "The Lab"\ndata_dir = "store"\n', encoding="utf-8")
    path = sqlite.file_of(tmp_path / "store")
    path.parent.mkdir()
    if broken == "no database":
        path.write_bytes(b"not a database" * 1_000)
    else:
        path.mkdir()

    said = CliRunner().invoke(members, ["add", "Ben", "--config", str(config)])

    assert said.exit_code == 1
    assert len(said.output.splitlines()) == 1
    assert str(path.parent) in said.output
    assert home.members.all()


def test_a_store_that_may_only_be_read_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "site.toml"
    config.write_text('id = "lab"\nname = "The Lab"\n', encoding="utf-8")
    read_only = (*sqlite._PRAGMAS, "query_only = on")
    monkeypatch.setattr(sqlite, "_PRAGMAS", read_only)

    said = CliRunner().invoke(members, ["add", "Ben", "--config", str(config)])

    assert (said.exit_code, len(said.output.splitlines())) == (1, 1)
    assert "readonly" in said.output
