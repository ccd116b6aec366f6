"""`kiosk backup` and `kiosk restore`, as whoever runs a site types them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.cli import main
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg

SITE = 'id = "hq"\nname = "The Help Bar"\n[[stations]]\nletter = "B"\nseats = [1, 2]\n'
STATION = '[server]\nurl = "http://127.0.0.1:1"\n'


def kiosk(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk", *words]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)


def test_a_station_is_backed_up_and_brought_back(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text(STATION)
    box = Box(tmp_path / "station")
    box.checked_in(jpeg())

    made = kiosk(tmp_path, "backup", "copy", "--config", "station.toml")
    there = kiosk(tmp_path, "restore", "copy", "--config", "station.toml")
    box.close()
    replaced = kiosk(tmp_path, "restore", "copy", "--config", "station.toml", "--replace")

    assert made.stdout == "backed up copy: 2 events, 1 visits, 1 pictures, 2 files verified\n"
    assert (there.returncode, there.stderr.strip().endswith("--replace sets it aside")) == (2, True)
    assert replaced.stdout.endswith("2 events, 1 visits, 1 pictures, 2 files verified\n")


def test_a_home_is_backed_up_and_brought_back_under_a_new_epoch(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(SITE)
    kiosk(tmp_path, "serve", "--setup", "--config", "site.toml")
    before = epoch(tmp_path)

    made = kiosk(tmp_path, "backup", "copy", "--site", "site.toml")
    replaced = kiosk(tmp_path, "restore", "copy", "--site", "site.toml", "--replace")

    assert (made.returncode, replaced.returncode) == (0, 0), made.stderr + replaced.stderr
    assert epoch(tmp_path) != before


@pytest.mark.parametrize("words", ["", "--config a.toml --site b.toml"])
@pytest.mark.parametrize("command", ["backup", "restore"])
def test_it_must_be_said_whose_data_it_is(
    command: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["kiosk", command, "copy", *words.split()])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert "give either --config" in capsys.readouterr().err


def epoch(folder: Path) -> object:
    with closing(sqlite3.connect(folder / "server" / "server.db")) as db:
        return db.execute("select value from meta where key = 'epoch'").fetchone()[0]
