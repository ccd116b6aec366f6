"""Reader of the CSV lists that a site keeps: one header line, then one entry a row, in UTF-8.

A complaint names the file, the line and what was expected, and never what stands there: a row is
about a person.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Generic, TypeVar

from kiosk.faults import SettingsFault

Entry = TypeVar("Entry")
Cells = Mapping[str, str | None]
"""The cells of a row by column, as written; None where the row is too short to have one."""


class BadCell(ValueError):
    """A cell that cannot be used; `expected` says what belongs there."""

    def __init__(self, column: str, expected: str) -> None:
        super().__init__(column)
        self.column = column
        self.expected = expected


@dataclass(frozen=True, slots=True)
class CsvFormat(Generic[Entry]):
    """What a list looks like.

    `parse` turns a row into its key and its entry, or raises BadCell. `unique`: a key that comes
    again is a complaint; otherwise the last row counts.
    """

    required: tuple[str, ...]
    parse: Callable[[Cells], tuple[str, Entry]]
    optional: tuple[str, ...] = ()
    unique: bool = False


def read_csv_list(path: Path, form: CsvFormat[Entry]) -> Mapping[str, Entry]:
    """The entries of the file by key; SettingsFault when it is no such list or a row is bad."""
    complaints: list[str] = []
    entries = dict(read_rows(path, form, complaints))
    if complaints:
        raise SettingsFault(complaints[0])
    return MappingProxyType(entries)


def read_rows(
    path: Path, form: CsvFormat[Entry], complaints: list[str]
) -> Iterator[tuple[str, Entry]]:
    """Yields key and entry of each good row, and appends to `complaints` one text for each bad one.

    SettingsFault when the file cannot be read, is no CSV in UTF-8, or lacks a required column.
    """
    keys: set[str] = set()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {*form.required} <= {*(reader.fieldnames or ())}:
                columns = ", ".join((*form.required, *form.optional))
                raise SettingsFault(f"{path}: file: expected the columns {columns}")
            for row in reader:
                try:
                    key, entry = form.parse(row)
                    if form.unique and key in keys:
                        raise BadCell(form.required[0], "each at most once")
                except BadCell as bad:
                    where = f"{path}: line {reader.line_num}: {bad.column}"
                    complaints.append(f"{where}: expected {bad.expected}")
                else:
                    keys.add(key)
                    yield key, entry
    except OSError as fault:
        raise SettingsFault(f"{path}: file: cannot be read: {fault.strerror}") from fault
    except (UnicodeDecodeError, csv.Error) as fault:
        raise SettingsFault(f"{path}: file: expected a CSV file in UTF-8") from fault
