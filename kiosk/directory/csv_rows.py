"""Rows of a CSV text in any of the forms that spreadsheets and editors write.

Commas, semicolons, tabs or bars between the cells; `sep=;` or `#TYPE …` before the headings;
headings in any case, with blanks or underscores; any line ends.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.directory.cells import plain_cell

_LINE_END: Final = re.compile(r"\r*\n|\r")  # Python's own splits at more, within a cell
_SEPARATORS: Final = ",;\t|"
_SEP_LINE: Final = re.compile(r'"?sep=(?P<separator>[,;\t|])"?[,;\t|]*', re.IGNORECASE)
_MOST_LINES: Final = 100
"""Lines that a cell in quotes may span; a quote never closed costs its own line alone."""


class RowFault(ValueError):
    """A row that cannot be read as cells; the text says what was expected."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, and the cells of its named columns that it has.

    `cut` when the file ends within it: without a line end, and before its last cell.
    """

    line: int
    cells: Mapping[str, str]
    cut: bool = False


class CsvRows:
    """The rows of a text under its headings.

    RowFault when a required column is not there, or one of the columns is there twice. A column of
    another name is passed over.
    """

    def __init__(self, text: str, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
        self._lines = _LINE_END.split(text)
        self._ended = self._lines[-1] == ""
        self._required = required
        self._columns = {_folded(name): name for name in (*required, *optional)}
        self._first, written = self._begin()
        self._separator, self._names = self._headings(written or _SEPARATORS)

    def rows(self) -> Iterator[Row | tuple[int, RowFault]]:
        """Yields each row that is not empty, or its line and fault."""
        at = self._first + 1
        while at < len(self._lines):
            line = at + 1
            try:
                cells, count = self._record(at)
                row = self._row(line, cells, last=at + count == len(self._lines))
            except RowFault as fault:
                yield line, fault
                at += 1
            else:
                if row is not None:
                    yield row
                at += count

    def _begin(self) -> tuple[int, str]:
        """Index of the line with the headings, and the separator that a line before it says."""
        separator = ""
        for at, line in enumerate(self._lines):
            said = _SEP_LINE.fullmatch(line.strip(" \ufeff"))
            if said:
                separator = said["separator"]
            elif line.strip(" \t,;|\xa0\ufeff") and not line.lstrip('"').startswith("#TYPE"):
                return at, separator
        return 0, separator

    def _headings(self, separators: str) -> tuple[str, list[str]]:
        """The separator of the cells, and each column's name; "" for one that is passed over."""
        best: list[str] = []
        for separator in separators:
            try:
                cells = _cells(self._lines[self._first], separator)
            except (RowFault, _OpenQuote):
                continue
            names = [self._columns.get(_folded(plain_cell(cell)), "") for cell in cells]
            if {*self._required} <= {*names}:
                if any(names.count(name) > 1 for name in self._columns.values()):
                    raise RowFault("expected each column once")
                return separator, names
            best = best if any(best) else names
        lacking = ", ".join(name for name in self._required if name not in best)
        raise RowFault(
            f"expected the columns {', '.join(self._columns.values())} in its first line; "
            f"{lacking} not found"
        )

    def _record(self, at: int) -> tuple[list[str], int]:
        """The cells of the record that begins at this line, and how many lines it takes."""
        text = self._lines[at]
        if "\0" in text:
            raise RowFault("expected text, got NUL bytes: the file is damaged")
        for count in range(1, _MOST_LINES + 1):
            try:
                return _cells(text, self._separator), count
            except _OpenQuote:
                if at + count == len(self._lines):
                    break
                text += "\n" + self._lines[at + count]
        raise RowFault("expected a quote at the end of the text that one begins")

    def _row(self, line: int, cells: list[str], *, last: bool) -> Row | None:
        plain = [plain_cell(cell) for cell in cells]
        if not any(plain):
            return None
        if any(plain[len(self._names) :]):
            raise RowFault("expected no more cells than headings; quote a text that holds a comma")
        named = {name: cell for name, cell in zip(self._names, plain, strict=False) if name}
        if any("\n" in cell for cell in named.values()):
            raise RowFault("expected text without line breaks")
        return Row(line, named, cut=last and not self._ended and len(cells) < len(self._names))


class _OpenQuote(Exception):
    """A cell's quote is not closed on the lines so far."""


def _cells(text: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=separator, strict=True), [])
    except csv.Error as fault:
        if "unexpected end" in str(fault):
            raise _OpenQuote from fault
        raise RowFault("expected quotes around a whole cell only, and doubled inside it") from fault


def _folded(heading: str) -> str:
    """The heading without case, blanks, dashes and underscores."""
    return re.sub(r"[\W_]", "", heading).casefold()
