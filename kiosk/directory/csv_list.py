"""Reader of the CSV lists that a site keeps: a line of headings, then one entry a row.

Whatever a spreadsheet or an editor saves is read, or answered in one line. A bad row costs that row
alone. A complaint names the file, the line and what was expected, and never what stands there: a
row is about a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from kiosk.directory.cells import turned_by_spreadsheet
from kiosk.directory.csv_rows import CsvRows, Row, RowFault
from kiosk.directory.text import UNREADABLE, ListText, decode_list
from kiosk.machine.small_file import file_fault, one_line, read_small_file

Entry = TypeVar("Entry")
Content_co = TypeVar("Content_co", covariant=True)
Cells = Mapping[str, str]
"""The cells of a row by column, without blanks around them; "" where the row has none."""

MOST_BYTES: Final = 16_000_000
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheets begin: ZIP (xlsx, ods) and the older xls."""
GUESSED: Final = "read as Windows-1252; save it as CSV UTF-8 if a name comes out wrong"


class BadCell(ValueError):
    """A cell that cannot be used; `expected` says what belongs there."""

    def __init__(self, column: str, expected: str) -> None:
        super().__init__(column)
        self.column = column
        self.expected = expected


@dataclass(frozen=True, slots=True)
class CsvFormat(Generic[Entry]):
    """What a list looks like: its columns, and how a row becomes its key and its entry.

    `parse` raises BadCell for a row that cannot be used. A key that comes again with another entry
    is a complaint, and the first row counts.
    """

    required: tuple[str, ...]
    parse: Callable[[Cells], tuple[str, Entry]]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadList(Generic[Content_co]):
    """What a list holds, a complaint for each row that was left out, and a note about the file."""

    content: Content_co
    rows: int
    left_out: tuple[str, ...] = ()
    note: str = ""


def read_csv_list(path: Path, form: CsvFormat[Entry]) -> ReadList[Mapping[str, Entry]]:
    """The entries of the file by key; SettingsFault when the file as a whole is no such list."""
    decoded = _decoded(path)
    try:
        rows = CsvRows(decoded.text, form.required, form.optional)
    except RowFault as fault:
        raise file_fault(path, str(fault)) from fault
    entries: dict[str, Entry] = {}
    lines: dict[str, int] = {}
    left_out: list[str] = []
    for row in rows.rows():
        line = row.line if isinstance(row, Row) else row[0]
        try:
            key, entry = _entry(row, form)
            if entries.setdefault(key, entry) != entry:
                raise BadCell(form.required[0], f"each once; line {lines[key]} counts")
            lines.setdefault(key, line)
        except BadCell as bad:
            where = f"{one_line(path)}: line {line}: {bad.column}"
            left_out.append(f"{where}: expected {bad.expected}")
    note = GUESSED if decoded.guessed else ""
    return ReadList(MappingProxyType(entries), len(entries), tuple(left_out), note)


def _decoded(path: Path) -> ListText:
    content = read_small_file(path, MOST_BYTES)
    if content.startswith(_WORKBOOKS):
        raise file_fault(path, "expected a CSV file, got a workbook: save it as CSV UTF-8")
    if not content.strip(b"\0"):
        raise file_fault(path, f"expected a list, got {'an empty file' if not content else 'NULs'}")
    return decode_list(content)


def _entry(row: Row | tuple[int, RowFault], form: CsvFormat[Entry]) -> tuple[str, Entry]:
    if not isinstance(row, Row):
        raise BadCell("row", str(row[1]).removeprefix("expected "))
    if row.cut:
        raise BadCell("row", "all its cells, or a line break at its end: the file may be cut off")
    cells = {name: row.cells.get(name, "") for name in (*form.required, *form.optional)}
    for name, cell in cells.items():
        if UNREADABLE in cell:
            raise BadCell(name, "letters in UTF-8: save the list as CSV UTF-8")
    if turned_by_spreadsheet(cells[form.required[0]]):
        as_text = "as on the card or label; a spreadsheet changed it: format the column as text"
        raise BadCell(form.required[0], as_text)
    return form.parse(cells)
