"""The site's list of devices by tag: what it finds, and what it says of a list it cannot use."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.directory.assets import Asset, Assets, read_assets
from kiosk.faults import SettingsFault

LISTED = "tag,device,owner\nPC-0042,Laptop 14,Priya\npr/7, Printer on 3F ,\n"


def read(folder: Path, content: bytes) -> Assets:
    path = folder / "assets.csv"
    path.write_bytes(content)
    return read_assets(path).content


def test_a_listed_tag_is_found_in_whatever_case(tmp_path: Path) -> None:
    assets = read(tmp_path, LISTED.encode())

    assert assets.find("pc-0042") == Asset("Laptop 14", "Priya")
    assert assets.find("PR/7") == Asset("Printer on 3F", "")


@pytest.mark.parametrize("text", ["PC-0043", "", "PC-0042\n", "https://pc.example/PC-0042"])
def test_what_is_not_listed_or_no_tag_is_not_found(text: str, tmp_path: Path) -> None:
    assert read(tmp_path, LISTED.encode()).find(text) is None


def test_of_rows_with_one_tag_the_first_counts_and_the_other_is_named(tmp_path: Path) -> None:
    path = tmp_path / "assets.csv"
    path.write_bytes(LISTED.encode() + b"pc-0042,Laptop 15,Noor\n")
    read = read_assets(path)

    assert read.content.find("PC-0042") == Asset("Laptop 14", "Priya")
    assert read.left_out == (f"{path}: line 4: tag: expected each once; line 2 counts",)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "file: expected a list, got an empty file"),
        (b"device;owner\n", "file: expected the columns tag, device, owner in its first line"),
        (b"tag\nPC-1\n", "tag, device, owner in its first line; device, owner not found"),
    ],
)
def test_a_file_that_is_no_list_of_devices_is_refused(
    content: bytes, expected: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsFault) as told:
        read(tmp_path, content)

    assert expected in str(told.value)
    assert "PC-1" not in str(told.value)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("PC:1,Laptop,", "tag: expected 2 to 64 letters"),
        (",Laptop,Noor", "tag: expected 2 to 64 letters"),
        ("PC-1,Laptop,#N/A", "owner: expected a text, not a formula that failed"),
        ("PC-1,Laptop, 14 inch,Noor", "row: expected no more cells than headings"),
    ],
)
def test_a_bad_row_costs_that_row_and_is_named(row: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "assets.csv"
    path.write_text(f"{LISTED}{row}\nPC-9,Screen,\n", encoding="utf-8")
    read = read_assets(path)

    assert {*read.content.by_tag} == {"PC-0042", "PR/7", "PC-9"}
    assert len(read.left_out) == 1
    assert f"{path}: line 4: {expected}" in read.left_out[0]
    assert "Noor" not in read.left_out[0]
