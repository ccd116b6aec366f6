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
    return read_assets(path)


def test_a_listed_tag_is_found_in_whatever_case(tmp_path: Path) -> None:
    assets = read(tmp_path, LISTED.encode())

    assert assets.find("pc-0042") == Asset("Laptop 14", "Priya")
    assert assets.find("PR/7") == Asset("Printer on 3F", "")


@pytest.mark.parametrize("text", ["PC-0043", "", "PC-0042\n", "https://pc.example/PC-0042"])
def test_what_is_not_listed_or_no_tag_is_not_found(text: str, tmp_path: Path) -> None:
    assert read(tmp_path, LISTED.encode()).find(text) is None


def test_of_rows_with_one_tag_the_last_counts(tmp_path: Path) -> None:
    assets = read(tmp_path, LISTED.encode() + b"pc-0042,Laptop 15,Noor\n")

    assert assets.find("PC-0042") == Asset("Laptop 15", "Noor")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "file: expected the columns tag, device, owner"),
        (b"device;owner\n", "file: expected the columns tag, device, owner"),
        (b"tag\nPC-1\n", "file: expected the columns tag, device, owner"),
        (LISTED.encode() + b"PC-1\n", "line 4: device: expected a cell for each of the columns"),
        (LISTED.encode() + b"PC-1,Laptop\n", "line 4: owner: expected a cell for each"),
        (LISTED.encode() + b"\xff\n", "file: expected a CSV file in UTF-8"),
    ],
)
def test_a_list_that_cannot_be_used_is_named_line_by_line(
    content: bytes, expected: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsFault) as told:
        read(tmp_path, content)

    assert expected in str(told.value)
    assert "PC-1" not in str(told.value)
