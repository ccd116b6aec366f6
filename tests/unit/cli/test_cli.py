"""A mistake on the command line or in a settings file is one line and exit status 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from kiosk import cli
from kiosk.journal import LogEvent
from tests.conftest import ExpectLog

SITE = 'id = "hq"\nname = "The Help Bar"\n[[stations]]\nletter = "B"\nseats = [1, 2]\n'


class Ended(NamedTuple):
    """How a command ended, and what it said where."""

    status: object
    said: str
    complained: str


class Shell:
    """Runs `kiosk` in this process, in a folder of its own."""

    def __init__(self, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self._patch = patch
        self._capture = capture

    def run(self, *words: str) -> Ended:
        self._patch.setattr(sys, "argv", ["kiosk", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = self._capture.readouterr()
        return Ended(ended.value.code or 0, said.out, said.err)


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell(monkeypatch, capsys)


def write(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("--colour", "--colour"),
        ("fly", "fly"),
        ("run --fast", "--fast"),
        ("run extra", "extra"),
        ("serve --port many", "--port"),
        ("serve --port 65536", "--port"),
        ("serve --host", "--host"),
        ("demo --port 0", "--port"),
        ("members fly", "fly"),
        ("members add", "NAME"),
        ("members add Ana --boss", "--boss"),
        ("members reset-pin", "NAME"),
        ("pair --both", "--both"),
    ],
)
def test_words_nobody_knows_end_with_status_2_and_one_line(
    shell: Shell, words: str, named: str
) -> None:
    ended = shell.run(*words.split())

    assert (ended.status, ended.said) == (2, "")
    assert ended.complained.startswith("kiosk")
    assert named in ended.complained
    assert len(ended.complained.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    ["run", "serve", "serve --setup", "pair --tablet", "members add Ana", "members reset-pin Ana"],
)
def test_without_its_settings_file_each_command_names_it_and_ends_with_status_2(
    shell: Shell, words: str
) -> None:
    ended = shell.run(*words.split())

    name = "station.toml" if words == "run" else "site.toml"
    complaint = (
        f"kiosk: {name}: file: cannot be read: No such file or directory; expected a file there\n"
    )
    assert ended == Ended(2, "", complaint)


def test_a_wrong_key_ends_with_status_2_and_names_file_and_key(shell: Shell) -> None:
    write("site.toml", f"nmae = 'x'\n{SITE}")

    ended = shell.run("serve", "--setup")

    assert ended == Ended(2, "", "kiosk: site.toml: line 1: nmae: is not a known key\n")


def test_a_station_without_its_token_ends_with_status_2_and_names_the_file(shell: Shell) -> None:
    write("station.toml", '[server]\nurl = "http://127.0.0.1:9"\n[camera]\nsource = "webcam"')

    ended = shell.run("run")

    assert ended.status == 2
    assert ended.complained.startswith("kiosk: station.toml: camera.source: expected auto")


def test_pairing_asks_for_one_thing_at_a_time(shell: Shell) -> None:
    write("site.toml", SITE)

    neither = shell.run("pair")
    both = shell.run("pair", "--station", "B", "--tablet")

    assert (neither.status, both.status) == (2, 2)
    assert "give either --station LETTER or --tablet" in neither.complained
    assert neither.complained == both.complained


def test_pairing_a_letter_the_site_does_not_have_names_those_it_has(shell: Shell) -> None:
    write("site.toml", SITE)

    ended = shell.run("pair", "--station", "Z")

    complaint = "kiosk: site.toml: stations.letter: expected one of B, got 'Z'\n"
    assert ended == Ended(2, "", complaint)


def test_a_site_is_set_up_once(shell: Shell) -> None:
    write("site.toml", SITE)

    first = shell.run("serve", "--setup", "--lead", "Maya")
    again = shell.run("serve", "--setup")

    assert first.status == 0
    assert first.said.startswith("Maya  PIN ")
    assert (again.status, again.said) == (2, "")
    assert "there is a lead already, Maya: use kiosk members add" in again.complained


def test_a_site_with_members_and_no_lead_is_told_how_to_get_one(shell: Shell) -> None:
    write("site.toml", SITE)
    shell.run("members", "add", "Ben")

    ended = shell.run("serve", "--setup")

    assert "there are members and no lead: use kiosk members role NAME lead" in ended.complained


def test_doctor_looks_at_whose_settings_lie_there(shell: Shell) -> None:
    write("site.toml", SITE)
    home = shell.run("doctor")
    write("station.toml", "no settings")
    station = shell.run("doctor")
    both = shell.run("doctor", "--config", "station.toml", "--site", "site.toml")

    assert (home.status, "kiosk serve --setup makes" in home.said) == (1, True)
    assert (station.status, station.complained[:21]) == (2, "kiosk: station.toml: ")
    assert (both.status, "give either --config" in both.complained) == (2, True)


def test_a_paired_station_gets_a_token_of_its_own_site_and_letter(shell: Shell) -> None:
    write("site.toml", SITE)

    ended = shell.run("pair", "--station", "B")

    assert (ended.status, ended.complained) == (0, "")
    assert ended.said.startswith("wk1.hq.B.")


@pytest.mark.parametrize("name", ["", "\u200b", "\u202e \t"])
def test_a_member_without_a_name_is_refused(shell: Shell, name: str) -> None:
    write("site.toml", SITE)

    ended = shell.run("members", "add", name)

    assert ended == Ended(2, "", "kiosk: members: name: expected at least one letter\n")


def test_help_and_version_end_well(shell: Shell) -> None:
    assert shell.run("--help").status == 0
    assert shell.run("run", "-h").status == 0
    assert shell.run("--version").said.startswith("kiosk, version ")


def test_the_module_runs_as_the_command_does(tmp_path: Path) -> None:
    root = Path(cli.__file__).parents[1]
    command = [sys.executable, "-m", "kiosk", "run", "--config", str(tmp_path / "x")]

    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(ended.stderr.splitlines()) == 1


def test_a_kiosk_that_is_to_be_paired_again_keeps_its_token_aside(
    shell: Shell, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOKEN_SET_ASIDE)
    write("station.toml", '[server]\nurl = "http://127.0.0.1:1"\n')
    write("token", "wk1.hq.B.secret")

    first = shell.run("pair", "again")
    second = shell.run("pair", "again")

    assert (first.status, second.status) == (0, 0)
    assert "shows a code within a minute" in first.said
    assert "has no token" in second.said
    assert Path("token.old").read_text(encoding="utf-8") == "wk1.hq.B.secret"
    assert not Path("token").exists()


LONDON = """id = "london"
name = "London"
public_url = "https://london.help.example"
data_dir = "london"
"""
PARIS = LONDON.replace("london", "paris").replace("London", "Paris")


def test_the_sites_of_a_folder_are_listed(shell: Shell) -> None:
    Path("sites").mkdir()
    write("sites/london.toml", LONDON)
    write("sites/paris.toml", PARIS)

    ended = shell.run("sites", "list", "--config", "sites")

    here = Path("sites").resolve()
    assert (ended.status, ended.complained) == (0, "")
    assert ended.said.splitlines() == [
        f"london  London  https://london.help.example  {here}/london",
        f"paris   Paris  https://paris.help.example  {here}/paris",
    ]


def test_site_files_are_checked_each_by_itself_and_nothing_is_written(shell: Shell) -> None:
    Path("sites").mkdir()
    write("sites/london.toml", LONDON)
    write("sites/oslo.toml", "id = 7")
    write("sites/paris.toml", PARIS.replace("paris.help", "london.help"))

    checked = shell.run("sites", "check", "--config", "sites")
    served = shell.run("serve", "--config", "sites")

    first, second, third = checked.said.splitlines()
    data = Path("sites").resolve() / "london"
    assert (checked.status, first) == (2, f"sites/london.toml: well, not yet in {data}")
    assert second.startswith("sites/oslo.toml: line 1: id: ")
    assert third.startswith("sites/paris.toml: public_url: expected another than in sites/london")
    assert (served.status, served.complained) == (2, f"kiosk: {second}\n")
    assert sorted(path.name for path in Path("sites").iterdir()) == [
        "london.toml",
        "oslo.toml",
        "paris.toml",
    ]


def test_a_server_with_several_sites_is_set_up_site_by_site(shell: Shell) -> None:
    Path("sites").mkdir()
    write("sites/london.toml", LONDON)

    ended = shell.run("serve", "--config", "sites", "--setup")

    expected = "kiosk: sites: file: expected a file, got a folder\n"
    assert ended == Ended(2, "", expected)
