"""`kiosk sites check` says of every site whether its store holds it, and writes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from kiosk.cli import kiosk
from kiosk.domain.site import Site
from kiosk.server.home import HomeMeans, open_home
from kiosk.server.store.dialect.sqlite import file_of
from tests.doubles.postgres import Cluster
from tests.doubles.stores import POSTGRESQL, SQLITE, Stores
from tests.server.fake_clock import MONDAY, FakeClock

LONDON = Site(site_id="london", name="London", public_url="https://london.example")
PARIS = replace(LONDON, site_id="paris", name="Paris", public_url="https://paris.example")


class Folder:
    """A folder of site files, whose stores lie in files, or all in one database."""

    def __init__(self, path: Path, stores: Stores) -> None:
        self.path = path
        self.data = path.parent
        self._stores = stores
        path.mkdir()

    @property
    def database(self) -> str:
        return self._stores.address(self.data / "database")

    def has(self, site: Site, database: str | None = None) -> Path:
        """A file for that site; where its data goes."""
        url = self.database if database is None else database
        named = f'database = "{url}"\n' if url else ""
        data = self.data / site.site_id
        words = f'id = "{site.site_id}"\nname = "{site.name}"\npublic_url = "{site.public_url}"\n'
        file = self.path / f"{site.site_id}.toml"
        file.write_text(f'{named}{words}data_dir = "{data}"\n', encoding="utf-8")
        return data

    def opens(self, site: Site) -> None:
        """A server made its store, or brought it up to date."""
        means = HomeMeans(database=self.database)
        open_home(site, self.data / site.site_id, FakeClock(MONDAY), means=means).close()

    def place(self, site: Site) -> str:
        """Where the store of that site is, as the command says it."""
        if not self.database:
            return str(self.data / site.site_id)
        return self.database.replace("kiosk@", "", 1)

    def changes(self, site: Site, statement: str) -> None:
        """Somebody changes the store of that site."""
        with self._stores.opened(self.data / ("database" if self.database else site.site_id)) as db:
            db.execute(statement)

    def checked(self) -> Result:
        """What the command says; every file and database is as before."""
        before = self._saved()
        said = CliRunner().invoke(kiosk, ["sites", "check", "--config", str(self.path)])
        assert self._saved() == before
        return said

    def _saved(self) -> Mapping[str, str]:
        return {
            f"{path}": hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            for path in sorted(self.data.rglob("*"))
        }


@pytest.fixture
def folder(tmp_path: Path, stores: Stores) -> Folder:
    return Folder(tmp_path / "sites", stores)


def test_each_site_is_held_or_not_yet(folder: Folder) -> None:
    for site in (LONDON, PARIS):
        folder.has(site)
    folder.opens(LONDON)

    said = folder.checked()

    assert said.exit_code == 0
    assert said.output.splitlines() == [
        f"{folder.path}/london.toml: well, held in {folder.place(LONDON)}",
        f"{folder.path}/paris.toml: well, not yet in {folder.place(PARIS)}",
    ]


def test_nothing_is_made_where_no_server_was_yet(folder: Folder) -> None:
    data = folder.has(LONDON)

    said = folder.checked()

    line = f"{folder.path}/london.toml: well, not yet in {folder.place(LONDON)}\n"
    assert (said.exit_code, said.output, data.exists()) == (0, line, False)


def test_a_site_that_no_file_names_any_more_is_told_once(folder: Folder) -> None:
    for site in (LONDON, PARIS):
        folder.has(site)
        folder.opens(site)
    oslo = "insert into sites (site_id, seq) values ('oslo', 7)"
    folder.changes(LONDON, oslo)

    said = folder.checked()

    *_, last = said.output.splitlines()
    assert (said.exit_code, len(said.output.splitlines())) == (0, 3)
    assert last.startswith(f"{folder.place(LONDON)}: holds oslo, which no file here names: ")


def test_while_a_file_is_broken_no_site_is_called_unnamed(folder: Folder) -> None:
    folder.has(LONDON)
    folder.opens(LONDON)
    folder.changes(LONDON, "insert into sites (site_id, seq) values ('oslo', 7)")
    (folder.path / "oslo.toml").write_text("id = 7", encoding="utf-8")

    said = folder.checked()

    first, second = said.output.splitlines()
    assert (said.exit_code, first.partition(": ")[2][:12]) == (2, "well, held i")
    assert "oslo.toml: line 1: id: " in second


@pytest.mark.parametrize(
    ("revision", "status", "said"),
    [
        ("0003", 0, "whose schema is older: the server changes it when it starts"),
        ("9999", 2, "this one is of a newer: go on with the newer program"),
    ],
)
def test_a_schema_of_another_version_is_named(
    folder: Folder, revision: str, status: int, said: str
) -> None:
    folder.has(LONDON)
    folder.opens(LONDON)
    folder.changes(LONDON, f"update alembic_version set version_num = '{revision}'")

    checked = folder.checked()

    assert (checked.exit_code, len(checked.output.splitlines())) == (status, 1)
    assert checked.output.startswith(f"{folder.path}/london.toml: ")
    assert said in checked.output


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_a_file_that_is_damaged_is_named(folder: Folder) -> None:
    for site in (LONDON, PARIS):
        folder.has(site)
        folder.opens(site)
    file_of(folder.data / "london").write_bytes(b"no database" * 1_000)

    said = folder.checked()

    first, second = said.output.splitlines()
    place = folder.data / "london"
    expected = f"{folder.path}/london.toml: {place}: the store is damaged: file is not a database"
    assert (said.exit_code, first) == (2, expected)
    assert second.endswith(f"well, held in {folder.data}/paris"), "of others nothing is wrong"


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_a_home_that_is_open_is_read_beside_its_server(folder: Folder) -> None:
    folder.has(LONDON)
    home = open_home(LONDON, folder.data / "london", FakeClock(MONDAY))
    with closing(home):
        said = CliRunner().invoke(kiosk, ["sites", "check", "--config", str(folder.path)])

    assert said.output == f"{folder.path}/london.toml: well, held in {folder.data}/london\n"


@pytest.mark.parametrize("engine", [POSTGRESQL], indirect=True)
@pytest.mark.parametrize("wrong", ["away", "none of that name", "something else", "file beside"])
def test_a_database_that_no_server_could_use_is_one_line(
    folder: Folder, cluster: Cluster, wrong: str
) -> None:
    url, said = "postgresql://kiosk:s3cret@/none?host=/nowhere", "expected a database that answers"
    if wrong == "none of that name":
        url = cluster.url("nobody_made_it").replace("kiosk@", "kiosk:s3cret@")
    elif wrong == "something else":
        url, said = folder.database, "this one holds something else"
        with psycopg.connect(url) as db:
            db.execute("drop table alembic_version")
    elif wrong == "file beside":
        url, said = folder.database, "expected no server.db beside a store in a database"
    data = folder.has(LONDON, url)
    if wrong == "file beside":
        data.mkdir()
        file_of(data).touch()

    checked = folder.checked()

    assert (checked.exit_code, len(checked.output.splitlines())) == (2, 1), checked.output
    assert checked.output.startswith(f"{folder.path}/london.toml: ")
    assert (said in checked.output, "s3cret" in checked.output) == (True, False), checked.output
