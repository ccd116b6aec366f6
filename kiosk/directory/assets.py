"""Owns what a site knows of the tags on its devices: tag to device and owner, from its list.

Never decodes a picture. What a tag says counts only if it looks like one and is listed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kiosk.faults import SettingsFault
from kiosk.vision.reading import Tag

_COLUMNS: Final = ("tag", "device", "owner")
_LIKE_A_TAG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/#-]{1,63}")
"""What a printed tag may be made of: no colon, so never an address; no brackets, so no script."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A device the site knows by its tag."""

    device: str
    owner: str


@dataclass(frozen=True, slots=True)
class Assets:
    """The devices of a site by tag, in capital letters."""

    by_tag: Mapping[str, Asset] = field(default_factory=lambda: MappingProxyType({}))

    def look_up(self, tag: Tag) -> Tag:
        """`tag` with its device and owner, if it looks like one of the site's and is listed."""
        if _LIKE_A_TAG.fullmatch(tag.text):
            asset = self.by_tag.get(tag.text.strip().upper())
            if asset is not None:
                return replace(tag, known=True, device=asset.device, owner=asset.owner)
        return tag


def read_assets(path: Path) -> Assets:
    """The list in a CSV file with columns tag, device and owner; SettingsFault if it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {*_COLUMNS} <= {*(reader.fieldnames or ())}:
                raise csv.Error
            rows = list(reader)
        listed = {
            row["tag"].strip().upper(): Asset(row["device"].strip(), row["owner"].strip())
            for row in rows
        }
    except OSError as fault:
        raise SettingsFault(f"{path}: file: cannot be read: {fault.strerror}") from fault
    except (AttributeError, UnicodeDecodeError, csv.Error) as fault:
        raise SettingsFault(f"{path}: file: expected the columns tag, device, owner") from fault
    return Assets(MappingProxyType(listed))
