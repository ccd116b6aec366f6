"""A CSV list is read in the forms that spreadsheets and editors save, and says what it left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.directory.csv_list import BadCell, Cells, CsvFormat, ReadList, read_csv_list
from kiosk.faults import SettingsFault

GOOD = "name,number\na,1\nbé,2\n"


def number(row: Cells) -> tuple[str, int]:
    try:
        return row["name"], int(row["number"])
    except ValueError as fault:
        raise BadCell("number", "a whole number") from fault


FORMAT = CsvFormat(("name", "number"), number, optional=("a_third",))


def read(folder: Path, content: bytes) -> tuple[dict[str, int], tuple[str, ...]]:
    found = _read(folder, content)
    return dict(found.content), found.left_out


def _read(folder: Path, content: bytes) -> ReadList[dict[str, int]]:
    path = folder / "numbers.csv"
    path.write_bytes(content)
    found = read_csv_list(path, FORMAT)
    return ReadList(dict(found.content), found.rows, found.left_out, found.note)


def test_bad_rows_are_complained_of_and_the_others_handed_on(tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"

    assert read(tmp_path, b"name,number\na,1\nb,secret\na,3\nc,4\nd\n") == (
        {"a": 1, "c": 4},
        (
            f"{path}: line 3: number: expected a whole number",
            f"{path}: line 4: name: expected each once; line 2 counts",
            f"{path}: line 6: number: expected a whole number",
        ),
    )


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        GOOD.encode("utf-16-le"),
        GOOD.encode("utf-16-be"),
        GOOD.encode("utf-32"),
        GOOD.encode("cp1252"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        GOOD.replace("\n", "\r\r\n").encode(),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "\t").encode("utf-16"),
        GOOD.replace(",", "|").encode(),
        b"sep=;\n" + GOOD.replace(",", ";").encode(),
        b"sep=,\r\n" + GOOD.encode(),
        b"#TYPE System.Management.Automation.PSCustomObject\r\n" + GOOD.encode(),
        b'"Name","NUM_BER"\n"a","1"\n"b\xc3\xa9","2"\n',
        b" N-ame , number,Notes\na,1,\nb\xc3\xa9,2,x\n",
        "“name”,“number”\n“a”,“1”\n“bé”,“2”\n".encode(),
        b'name,number\n="a",="1"\nb\xc3\xa9,2\n',
        b"name,number,,\na,1,,\nb\xc3\xa9,2,,\n,,,\n",
        GOOD.encode() + b",\n  ,\t\n\n\n",
        GOOD.encode() + GOOD.encode()[12:],
        GOOD.encode().rstrip(),
        b'notes,name,number\n"two\nlines",a,1\n,b\xc3\xa9,2\n',
    ],
)
def test_what_a_spreadsheet_or_an_editor_saves_is_read(content: bytes, tmp_path: Path) -> None:
    assert read(tmp_path, content) == ({"a": 1, "bé": 2}, ())


@pytest.mark.parametrize("encoding", ["cp1251", "cp850", "mac-roman", "cp1250"])
def test_rows_in_another_code_page_are_left_out_and_the_others_read(
    encoding: str, tmp_path: Path
) -> None:
    name = "Мария" if encoding == "cp1251" else "Renée"
    content = (
        f"name,number\na,1\n{name},2\nŁ,3\n"
        if encoding == "cp1250"
        else (f"name,number\na,1\n{name},2\n")
    )
    found, left_out = read(tmp_path, content.encode(encoding))

    assert found == {"a": 1}
    assert all(
        "name: expected letters in UTF-8: save the list as CSV UTF-8" in it for it in left_out
    )


def test_a_guessed_encoding_is_noted(tmp_path: Path) -> None:
    assert "Windows-1252" in _read(tmp_path, GOOD.encode("cp1252")).note
    assert _read(tmp_path, GOOD.encode()).note == ""


def test_one_row_of_another_encoding_costs_that_row(tmp_path: Path) -> None:
    found, left_out = read(tmp_path, GOOD.encode() + "Zoë,3\n".encode("cp1252"))

    assert found == {"a": 1, "bé": 2}
    assert len(left_out) == 1


def test_a_quote_that_is_never_closed_costs_its_own_row(tmp_path: Path) -> None:
    found, left_out = read(tmp_path, b'name,number\n"a,1\nb,2\n"c",3\n')

    assert found == {"b": 2, "c": 3}
    assert len(left_out) == 1


def test_a_row_cut_off_at_the_end_of_the_file_is_left_out(tmp_path: Path) -> None:
    found, left_out = read(tmp_path, b"name,number,a third\na,1,\nb,2")

    assert found == {"a": 1}
    assert "the file may be cut off" in left_out[0]


def test_a_folder_and_a_flood_are_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="file: expected a file, got a folder"):
        read_csv_list(tmp_path, FORMAT)
    with pytest.raises(SettingsFault, match="file: expected at most 16 MB"):
        read(tmp_path, GOOD.encode() + b"x" * 16_000_000)
