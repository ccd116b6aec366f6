"""Owns reading printed codes (QR, Data Matrix, Code 128) and what a site knows of them.

Never opens, follows or runs what a code says: it is text, cut and cleaned, and means something only
if it looks like a tag and the site's list has it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import cv2
import zxingcpp

from kiosk.faults import SettingsFault
from kiosk.vision.reading import Tag

if TYPE_CHECKING:
    from kiosk.vision.arrays import Pixels

LONGEST_TAG: Final = 256
"""Characters of a code that are looked at; the rest is left unread."""
MOST_TAGS: Final = 4
_FORMATS: Final = zxingcpp.BarcodeFormats(
    [
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.Code128,
    ]
)
_COLUMNS: Final = ("tag", "device", "owner")
_TWICE_UP_TO: Final = 1920
"""Pictures with a longer side than this are not looked at in double size: memory is bounded."""
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

    def look_up(self, text: str) -> Tag:
        """`text` as a tag; with its device and owner if it looks like one and is listed."""
        if _LIKE_A_TAG.fullmatch(text):
            asset = self.by_tag.get(text.strip().upper())
            if asset is not None:
                return Tag(text, known=True, device=asset.device, owner=asset.owner)
        return Tag(text)


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


def read_tags(picture: Pixels) -> tuple[str, ...]:
    """What the codes in `picture` say, cut and cleaned; none found, it looks twice as large."""
    found = _decoded(picture)
    if not found and max(picture.shape[:2]) <= _TWICE_UP_TO:
        large = cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        found = _decoded(large)
    return tuple(dict.fromkeys(text for text in map(cleaned, found) if text))[:MOST_TAGS]


def cleaned(text: str) -> str:
    """The beginning of `text` without anything that is not drawn."""
    kept = (character for character in text[:LONGEST_TAG] if character.isprintable())
    return "".join(kept).strip()


def _decoded(picture: object) -> list[str]:
    plain = zxingcpp.TextMode.Plain
    codes = zxingcpp.read_barcodes(picture, formats=_FORMATS, text_mode=plain)
    return [code.text for code in codes]
