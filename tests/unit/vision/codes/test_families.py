"""The shipped files of codes are whole, and say what people can be told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kiosk.resources import ASSETS
from kiosk.vision.codes.families import KnownCode, read_families
from kiosk.vision.codes.known import CodeTable
from kiosk.vision.codes.spellings import Form, spellings

FILES = sorted((ASSETS / "codes").glob("*.toml"))
UNSAID = ("user", "ticket", " error", "'")
FEWEST_ROWS = 1_500


@pytest.fixture(scope="module")
def rows(table: CodeTable) -> list[KnownCode]:
    return [*table.codes, *table.sentences]


def test_the_table_is_large(rows: list[KnownCode]) -> None:
    assert len(rows) > FEWEST_ROWS


def test_each_meaning_is_a_short_sentence_in_plain_words(rows: list[KnownCode]) -> None:
    bad = [
        (row.code, row.meaning)
        for row in rows
        if not row.meaning.endswith(".")
        or len(row.meaning) > 90
        or any(word in row.meaning.lower() for word in UNSAID)
    ]

    assert bad == []


def test_whoever_helps_is_told_in_one_line(rows: list[KnownCode]) -> None:
    assert [row.code for row in rows if not row.member.endswith(".") or len(row.member) > 140] == []


def test_each_row_has_a_public_source(rows: list[KnownCode]) -> None:
    assert [row.code for row in rows if not row.source.startswith("https://")] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_source_of_a_file_is_used(path: Path) -> None:
    file = tomllib.loads(path.read_text(encoding="utf-8"))
    used = {row["source"] for part in ("codes", "sentences") for row in file.get(part, {}).values()}

    assert set(file.get("sources", {})) == used


def test_a_number_that_may_be_a_count_asks_for_words_on_the_page(rows: list[KnownCode]) -> None:
    lonely = [
        (row.family.name, way)
        for row in rows
        if row.family.anywhere is None or row.family.near.is_open
        for way in row.ways
        if any(spelling.form is Form.BARE for spelling in spellings(way))
    ]

    assert lonely == []


def test_a_family_says_where_its_codes_are_looked_for(tmp_path: Path) -> None:
    companions = (ASSETS / "codes/companions.toml").read_text(encoding="utf-8")
    (tmp_path / "companions.toml").write_text(companions, encoding="utf-8")
    (tmp_path / "lift.toml").write_text(
        'title = "Lift"\nanywhere = ["lift"]\nnear = ["@error", "door"]\n'
        '[sources]\ns = "https://example.org/lift"\n'
        "[codes]\n"
        '"7|DOOR_OPEN" = { means = "It is open.", member = "DOOR: close.", source = "s" }\n'
        '[sentences]\n"The lift is stuck" = { means = "Stuck.", member = "Call.", source = "s" }\n',
        encoding="utf-8",
    )

    table = CodeTable(read_families(tmp_path))

    [code] = table.codes
    assert (code.ways, code.meaning, code.member) == (
        ("7", "DOOR_OPEN"),
        "It is open.",
        "DOOR: close.",
    )
    assert (code.source, code.family.name) == ("https://example.org/lift", "lift")
    assert [found.code for found in table.find(["The lift is stuck", "Door 7"])] == ["7"]
    assert table.find(["The stairs", "Door 7"]) == ()
    assert table.find(["The lift", "Floor 7"]) == ()
