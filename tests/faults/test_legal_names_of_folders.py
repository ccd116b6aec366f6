"""A home and a kiosk work in a folder of any legal name; any address is reached or answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import kiosk
from kiosk.clock import SystemClock
from kiosk.journal import LogEvent
from kiosk.settings import ServerPart, StationSettings, read_station
from kiosk.station import doctor
from kiosk.station.bootstrap import open_station
from tests.conftest import ExpectLog

NAMES = {
    "blanks": " a folder  with blanks ",
    "umlauts": "Käsekästchen 张伟",
    "quotes": 'it\'s "quoted" `here`',
    "percent": "100%20 %s %(x)s",
    "URL": "a?b=c&d#e;f:g@h+i",
    "newline": "two\nlines\tand a tab",
    "long": "x" * 200,
    "dashes": "--config",
    "braces": "{0} $HOME ${x} ~ *",
    "backslash": "back\\slash",
    "no encoding": "caf\udce9",
}


def run(*words: str) -> Result:
    return CliRunner().invoke(kiosk, [*words], catch_exceptions=False)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_home_works_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    config = folder / "site.toml"
    config.write_text('id = "lab"\nname = "The Lab"\n', encoding="utf-8")
    set_up = run("serve", "--setup", "--lead", "Maya", "--config", str(config))
    added = run("members", "add", "Ben", "--config", str(config))
    backed_up = run("backup", str(folder / "a backup"), "--site", str(config))

    assert [it.exit_code for it in (set_up, added, backed_up)] == [0, 0, 0]
    assert (folder / "server" / "server.db").exists()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_kiosk_works_in_a_folder_of_any_name(
    tmp_path: Path, name: str, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST, maybe=True)
    folder = tmp_path / name
    folder.mkdir()
    (folder / "people.csv").write_text("badge,first_name\nE-1042,Priya\n", encoding="utf-8")
    (folder / "token").write_text("wk1.hq.B.secret", encoding="ascii")
    config = folder / "station.toml"
    config.write_text(
        '[server]\nurl = "http://127.0.0.1:1"\n[people]\nlist = "people.csv"\n'
        '[camera]\nsource = "off"\n',
        encoding="utf-8",
    )
    settings = read_station(config)
    with open_station(settings, SystemClock()) as station:
        station.snapshot()
    findings = {it.what: it for it in doctor.examine(settings, SystemClock())}

    assert findings["store"].seen == "whole"
    assert findings["badges"].seen == "1 listed, 0 rows left out"


@pytest.mark.parametrize(
    "address",
    [
        "http://[::1]:1",
        "http://hilfe.müller.invalid",
        "http://xn--mller-kva.invalid",
        "http://under_score.invalid",
        "http://a-very-long-label-" + "x" * 60 + ".invalid",
        "http://☕.invalid",
        "http://help.invalid:99999",
        "http://trailing.dot.invalid.",
    ],
)
def test_an_address_that_leads_nowhere_is_a_finding_and_no_traceback(
    tmp_path: Path, address: str
) -> None:
    path = tmp_path / "station.toml"
    path.write_text(f'[server]\nurl = "{address}"\n', encoding="utf-8")
    url = read_station(path).server.url
    settings = StationSettings(ServerPart(url, str(tmp_path / "token")), data_dir=str(tmp_path))
    [finding] = doctor._server(settings, SystemClock())

    assert finding.seen.startswith("does not answer: ")
    assert "(" not in finding.seen, "a class of Python instead of words"
