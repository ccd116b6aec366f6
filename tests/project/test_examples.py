"""The examples of settings in the documents can be copied as they stand."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from kiosk.domain.hours import WEEKDAYS
from kiosk.settings import read_site, read_station

DOCS = Path(__file__).parents[2] / "docs"
STATIONS = [
    (page, number)
    for page in ("first-day.md", "deploy.md")
    for number, text in enumerate(
        re.findall(r"^ *```toml\n(.*?)^ *```", (DOCS / page).read_text("utf-8"), re.S | re.M)
    )
    if "token_file" in text
]


def example(page: str, number: int, folder: Path) -> Path:
    found = re.findall(r"^ *```toml\n(.*?)^ *```", (DOCS / page).read_text("utf-8"), re.S | re.M)
    path = folder / "settings.toml"
    path.write_text(textwrap.dedent(found[number]), encoding="utf-8")
    return path


def test_the_example_of_a_site_is_open_on_every_day(tmp_path: Path) -> None:
    site = read_site(example("first-day.md", 0, tmp_path)).site

    assert {*site.hours} == {*WEEKDAYS}


@pytest.mark.parametrize(("page", "number"), STATIONS)
def test_each_example_of_a_station_is_read(page: str, number: int, tmp_path: Path) -> None:
    assert read_station(example(page, number, tmp_path)).server.url == "https://help.example.org"
