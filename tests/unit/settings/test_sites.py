"""The site files of one server: each right by itself and beside the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.faults import SettingsFault
from kiosk.settings import check_sites, read_sites

LONDON = """
id = "london"
name = "London"
public_url = "https://london.help.example"
data_dir = "london"
"""
PARIS = LONDON.replace("london", "paris").replace("London", "Paris")


def folder_with(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def faults(folder: Path) -> list[str]:
    return [str(file.fault).replace(f"{folder}/", "") for file in check_sites(folder) if file.fault]


def test_a_folder_is_every_site_that_has_a_file_there(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, paris=PARIS, london=LONDON)
    (folder / "notes.txt").write_text("not a site", encoding="utf-8")

    sites = read_sites(folder)

    assert [it.site.site_id for it in sites] == ["london", "paris"]
    assert [it.data_dir for it in sites] == [str(folder / "london"), str(folder / "paris")]


def test_a_file_is_the_only_site_and_needs_no_address(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text('id = "hq"\nname = "HQ"\n', encoding="utf-8")

    assert [it.site.site_id for it in read_sites(file)] == ["hq"]
    assert [it.site.site_id for it in read_sites(tmp_path)] == ["hq"]


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (PARIS.replace('"paris"', '"london"', 1), "paris.toml: id: expected another than in "),
        (PARIS.replace('data_dir = "paris"', 'data_dir = "./london/"'), "paris.toml: data_dir: "),
        (PARIS.replace("paris.help", "LONDON.help"), "paris.toml: public_url: expected another"),
        (PARIS + 'hosts = ["london.help.example"]', "paris.toml: public_url: expected another"),
        (
            PARIS.replace("public_url", "# public_url"),
            "paris.toml: public_url: expected an address",
        ),
    ],
)
def test_no_site_claims_what_another_has(tmp_path: Path, second: str, said: str) -> None:
    folder = folder_with(tmp_path, london=LONDON, paris=second)

    found = faults(folder)

    assert len(found) == 1
    assert found[0].startswith(said)
    with pytest.raises(SettingsFault):
        read_sites(folder)


def test_a_broken_file_is_named_and_the_others_are_checked(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, london="id = ", oslo="id = 7", paris=PARIS)

    found = faults(folder)

    assert [line.split(":")[0] for line in found] == ["london.toml", "oslo.toml"]


def test_a_folder_without_a_site_says_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="one for each site"):
        read_sites(tmp_path)
