"""Rows of a CSV list: good ones are handed on, each bad one is a complaint without its content."""

from __future__ import annotations

from pathlib import Path

from kiosk.directory.csv_list import BadCell, Cells, CsvFormat, read_rows


def number(row: Cells) -> tuple[str, int]:
    try:
        return str(row["name"]), int(row["number"] or "")
    except ValueError as fault:
        raise BadCell("number", "a whole number") from fault


FORMAT = CsvFormat(("name", "number"), number, unique=True)


def test_bad_rows_are_complained_of_and_the_others_handed_on(tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("\ufeffname,number\na,1\nb,secret\na,3\nc,4\nd\n", encoding="utf-8")
    complaints: list[str] = []

    assert [*read_rows(path, FORMAT, complaints)] == [("a", 1), ("c", 4)]
    assert complaints == [
        f"{path}: line 3: number: expected a whole number",
        f"{path}: line 4: name: expected each at most once",
        f"{path}: line 6: number: expected a whole number",
    ]
