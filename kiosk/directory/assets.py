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

from kiosk.directory.csv_list import BadCell, Cells, CsvFormat, read_csv_list

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


def read_assets(path: Path) -> Assets:
    """The list in a CSV file with the columns tag, device and owner.

    SettingsFault names the line and what was expected, and never what was written there.
    """
    return Assets(read_csv_list(path, _FORMAT))


def _asset(row: Cells) -> tuple[str, Asset]:
    tag, device, owner = (_cell(row, column) for column in (_TAG, _DEVICE, _OWNER))
    return tag.upper(), Asset(device, owner)


def _cell(row: Cells, column: str) -> str:
    text = row[column]
    if text is None:
        raise BadCell(column, "a cell for each of the columns tag, device, owner")
    return text.strip()


_FORMAT: Final = CsvFormat((_TAG, _DEVICE, _OWNER), _asset)
