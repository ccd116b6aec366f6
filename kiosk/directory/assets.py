"""Asset directory: the site's devices by the tag printed on them, read from a CSV list.

A text counts as a tag only when it looks like one and is listed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kiosk.directory.cells import is_sheet_fault
from kiosk.directory.csv_list import BadCell, Cells, CsvFormat, ReadList, read_csv_list

_TAG, _DEVICE, _OWNER = "tag", "device", "owner"
_TAG_PATTERN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/#-]{1,63}")
"""What a printed tag may be made of: no colon, so never an address; no brackets, so no script."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A device of the site, and whose it is."""

    device: str
    owner: str


@dataclass(frozen=True, slots=True)
class Assets:
    """The devices of a site by tag, in capital letters."""

    by_tag: Mapping[str, Asset] = field(default_factory=lambda: MappingProxyType({}))

    def find(self, text: str) -> Asset | None:
        """The device whose tag `text` is; None when it does not look like a tag or is not listed.

        Upper and lower case are the same.
        """
        return self.by_tag.get(text.strip().upper()) if _TAG_PATTERN.fullmatch(text) else None


def read_assets(path: Path) -> ReadList[Assets]:
    """The list in a CSV file with the columns tag, device and owner.

    SettingsFault when it is no such list. A complaint names the line and what was expected, and
    never what was written there.
    """
    read = read_csv_list(path, _FORMAT)
    return ReadList(Assets(read.content), read.rows, read.left_out, read.note)


def _asset(row: Cells) -> tuple[str, Asset]:
    tag = row[_TAG]
    if not _TAG_PATTERN.fullmatch(tag):
        raise BadCell(_TAG, "2 to 64 letters, digits, blanks and . _ / # -")
    for column in (_DEVICE, _OWNER):
        if is_sheet_fault(row[column]):
            raise BadCell(column, "a text, not a formula that failed")
    return tag.upper(), Asset(row[_DEVICE], row[_OWNER])


_FORMAT: Final = CsvFormat((_TAG, _DEVICE, _OWNER), _asset)
