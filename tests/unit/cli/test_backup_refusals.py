"""What cannot be backed up or restored is one line of plain words, and changes nothing."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import chdir, closing
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from kiosk import backup
from kiosk.backup import MANIFEST
from kiosk.cli import kiosk
from kiosk.station.store.visits import Visits as VisitsOfStation
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg

SITE = 'id = "hq"\nname = "The Help Bar"\n[[stations]]\nletter = "B"\nseats = [1, 2]\n'
STATION = '[server]\nurl = "http://127.0.0.1:1"\n'
CLASS_NAME = re.compile(r"[A-Z][a-z]+(Fault|Error|Damaged)\b")


def run(*words: str) -> Result:
    return CliRunner().invoke(kiosk, list(words))


def saved() -> Mapping[str, str]:
    """Every file here, by its content; a lock's says nothing."""
    return {
        f"{path}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path().rglob("*"))
        if path.is_file() and path.name != "lock" and not path.name.endswith(("-shm", "-wal"))
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in `server` with its backup `home`, a kiosk in `station` with its backup `box`."""
    folder = tmp_path_factory.mktemp("made") / "all"
    folder.mkdir()
    with chdir(folder):
        Path("site.toml").write_text(SITE, encoding="utf-8")
        Path("station.toml").write_text(STATION, encoding="utf-8")
        Path("new.toml").write_text(f'data_dir = "new"\n{SITE}', encoding="utf-8")
        Path("kiosk.toml").write_text(f'data_dir = "new"\n{STATION}', encoding="utf-8")
        assert run("serve", "--setup", "--config", "site.toml").exit_code == 0
        box = Box(folder / "station")
        box.checked_in(jpeg())
        box.close()
        assert run("backup", "home", "--site", "site.toml").exit_code == 0
        assert run("backup", "box", "--config", "station.toml").exit_code == 0
    return folder


@pytest.fixture(autouse=True)
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Copies of all that, where the commands run; no command leaves anything unfinished."""
    shutil.copytree(made, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    yield
    assert list(Path().glob("**/*.part")) == []


def refused(status: int, said: str, *words: str) -> None:
    """The command ends with `status`, one line that has `said`, and every file as it was."""
    before = saved()

    ended = run(*words)

    assert (ended.exit_code, len(ended.output.splitlines())) == (status, 1), ended.output
    assert said in ended.output
    assert ended.output.startswith("kiosk: ")
    assert not CLASS_NAME.search(ended.output), ended.output
    assert saved() == before


def holds(file: Path, *statements: str) -> None:
    file.unlink(missing_ok=True)
    file.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(file)) as db, db:
        for statement in statements:
            db.execute(statement)


def signed(folder: str) -> None:
    """The manifest in `folder` names what its database is now."""
    for name in ("server.db", "station.db"):
        file = Path(folder) / name
        if file.exists():
            told = msgspec.json.decode((Path(folder) / MANIFEST).read_bytes())
            told["files"][name] = hashlib.sha256(file.read_bytes()).hexdigest()
            (Path(folder) / MANIFEST).write_bytes(msgspec.json.encode(told))


@pytest.mark.parametrize(
    ("whose", "said"),
    [
        ("--site new.toml", "new: data_dir: expected the store of a home: no server.db"),
        ("--config kiosk.toml", "new: data_dir: expected the store of a station: no station.db"),
    ],
)
def test_where_no_store_is_there_is_nothing_to_back_up(whose: str, said: str) -> None:
    refused(2, said, "backup", "copy", *whose.split())


@pytest.mark.parametrize(
    ("to", "status", "said"),
    [
        ("home", 2, "home: expected a name that nothing has yet"),
        ("site.toml/copy", 2, "expected a folder before the last slash"),
        ("/proc/none/copy", 1, "/proc/none/copy: No such file or directory"),
    ],
)
def test_where_no_backup_can_be_put_is_named(to: str, status: int, said: str) -> None:
    refused(status, said, "backup", to, "--site", "site.toml")


@pytest.mark.parametrize(
    ("whose", "file"),
    [("--site new.toml", "server.db"), ("--config kiosk.toml", "station.db")],
)
@pytest.mark.parametrize("harm", ["empty", "damaged", "torn", "of something else", "no folder"])
def test_a_store_that_is_none_is_not_backed_up(whose: str, file: str, harm: str) -> None:
    store = Path("new") / file
    status, said = 1, "the store is damaged: "
    if harm == "no folder":
        Path("new").write_text("a letter", encoding="utf-8")
        status, said = 2, "expected the store of a "
    else:
        shutil.copytree(Path(file).stem, "new")
    if harm == "empty":
        store.write_bytes(b"")
        status, said = 2, "expected the store of a "
    elif harm == "damaged":
        store.write_bytes(b"no database" * 1_000)
    elif harm == "torn":
        whole = store.read_bytes()
        store.write_bytes(whole[:4_096] + b"\xff" * (len(whole) - 4_096))
    elif harm == "of something else":
        holds(store, "create table invoices (id)")
        status, said = 2, f"{file} is something else"

    refused(status, said, "backup", "copy", *whose.split())


@pytest.mark.parametrize("source", ["nothing", "site.toml", "server", "home/server.db"])
def test_what_is_no_backup_is_not_restored(source: str) -> None:
    said = f"{source}: expected the folder of a backup"

    refused(2, said, "restore", source, "--site", "site.toml", "--replace")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("home --config station.toml", "expected the backup of a station, this is one of a home"),
        ("box --site site.toml", "expected the backup of a home, this is one of a station"),
    ],
)
def test_the_backup_of_something_else_is_not_restored(words: str, said: str) -> None:
    refused(2, said, "restore", *words.split(), "--replace")


@pytest.mark.parametrize(
    ("source", "whose"), [("home", "--site site.toml"), ("box", "--config station.toml")]
)
@pytest.mark.parametrize("harm", ["manifest", "changed", "gone", "damaged", "empty", "foreign"])
def test_a_damaged_backup_is_not_restored(source: str, whose: str, harm: str) -> None:
    [store] = Path(source).glob("*.db")
    if harm == "manifest":
        (Path(source) / MANIFEST).write_text("{", encoding="utf-8")
    elif harm == "changed":
        store.write_bytes(store.read_bytes() + b"x")
    elif harm == "gone":
        store.unlink()
    elif harm == "foreign":
        holds(store, "create table invoices (id)")
        signed(source)
    else:
        store.write_bytes(b"no database" * 1_000 if harm == "damaged" else b"")
        signed(source)
    said = {
        "manifest": "manifest.json cannot be read: it is damaged",
        "changed": "is missing or not what was backed up",
        "gone": "is missing or not what was backed up",
        "foreign": f"{store.name} is not the store of a ",
    }.get(harm, f"{store.name} is damaged")

    refused(1, said, "restore", source, *whose.split(), "--replace")


@pytest.mark.parametrize(
    ("source", "whose", "newer"),
    [
        ("home", "--site site.toml", "update alembic_version set version_num = '9999'"),
        (
            "box",
            "--config station.toml",
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('station', 'of_years_to_come', '')",
        ),
    ],
)
def test_a_backup_of_a_newer_program_is_not_restored(source: str, whose: str, newer: str) -> None:
    [store] = Path(source).glob("*.db")
    with closing(sqlite3.connect(store)) as db, db:
        db.execute(newer)
    signed(source)

    refused(2, "this one is of a newer", "restore", source, *whose.split(), "--replace")


def test_a_data_folder_that_is_a_file_takes_no_restore() -> None:
    Path("new").write_text("a letter", encoding="utf-8")

    refused(2, "data_dir: expected a folder, got a file", "restore", "home", "--site", "new.toml")


def test_a_store_that_is_there_stays_unless_told_otherwise() -> None:
    refused(2, "--replace sets it aside", "restore", "home", "--site", "site.toml")
    refused(2, "--replace sets it aside", "restore", "box", "--config", "station.toml")


@pytest.mark.parametrize(
    ("source", "whose"), [("home", "--site new.toml"), ("box", "--config kiosk.toml")]
)
def test_a_disk_that_is_full_takes_no_restore(
    monkeypatch: pytest.MonkeyPatch, source: str, whose: str
) -> None:
    def is_full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(VisitsOfStation, "skip_numbers", is_full)
    monkeypatch.setattr(backup, "start_new_epoch", is_full)

    refused(1, "database or disk is full", "restore", source, *whose.split())


@pytest.mark.parametrize("command", ["backup copy", "restore home --replace"])
def test_a_database_that_is_away_is_named_without_its_password(command: str) -> None:
    url = "postgresql://kiosk:s3cret@/none?host=/nowhere"
    Path("new.toml").write_text(f'database = "{url}"\n{SITE}', encoding="utf-8")

    said = "postgresql:///none?host=/nowhere: expected a database that answers"
    refused(2, said, *command.split(), "--site", "new.toml")
