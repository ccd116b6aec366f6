"""A printed code holds an address, a script, 4,000 characters or bytes that are no text.

The visitor and the member see text at most; nothing is opened, and nothing of it is taken for a
device of the site.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp

from kiosk.directory.assets import Asset, Assets, read_assets
from kiosk.vision.arrays import Pixels
from kiosk.vision.codes.printed import LONGEST_TAG, cleaned, read_tags
from kiosk.vision.merge import with_device
from kiosk.vision.reading import Tag

HARMFUL = (
    "https://evil.example/?q=PC-0042",
    "HTTP://EVIL.EXAMPLE",
    "javascript:alert(document.cookie)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "file:///etc/passwd",
    "smsto:+15550100:hello",
    "WIFI:S:free;T:nopass;;",
    "BEGIN:VCARD\nFN:Somebody\nEND:VCARD",
    "\x1b[2J\x1b]0;owned\x07",
    "PC-0042\x00; drop table visits",
    "' or 1=1 --",
    "../../etc/passwd",
    "\u202eexe.tag",
    "=cmd|'/c calc'!A1",
    "7" * 4_000,
    "A" * 2_500,
)

LISTED = "tag,device,owner\nPC-0042,Laptop 14,Priya\npr/7,Printer on 3F,\n"


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    path = tmp_path / "assets.csv"
    path.write_text(LISTED, encoding="utf-8")
    return read_assets(path).content


def _printed(text: str, *, scale: int = 4, kind: str = "QRCode") -> Pixels:
    """The code on a grey desk, in the middle of a picture."""
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    code = np.asarray(made.to_image(scale=scale), np.uint8)
    desk = np.full((code.shape[0] + 200, code.shape[1] + 300), 150, np.uint8)
    desk[100:-100, 150:-150] = code
    return np.asarray(cv2.cvtColor(desk, cv2.COLOR_GRAY2BGR), np.uint8)


@pytest.mark.parametrize("text", HARMFUL)
def test_harmful_text_stays_text(text: str, assets: Assets) -> None:
    (read,) = read_tags(_printed(text)) or (Tag(""),)
    tag = with_device(read, assets)

    assert (tag.known, tag.device, tag.owner) == (False, "", "")
    assert len(tag.text) <= LONGEST_TAG
    assert tag.text.isprintable()


@pytest.mark.parametrize("kind", ["QRCode", "DataMatrix", "Code128"])
@pytest.mark.parametrize("scale", [2, 4])
def test_a_listed_tag_names_its_device(kind: str, scale: int, assets: Assets) -> None:
    (read,) = read_tags(_printed("PC-0042", scale=scale, kind=kind))

    tag = with_device(read, assets)
    assert (tag.known, tag.device, tag.owner) == (True, "Laptop 14", "Priya")


def test_capital_letters_make_no_difference(assets: Assets) -> None:
    assert assets.find("Pr/7") == Asset("Printer on 3F", "")


def test_a_tag_that_is_not_listed_is_its_text() -> None:
    assert with_device(Tag("PC-0099"), Assets()) == Tag("PC-0099")


def test_what_is_not_drawn_is_left_out() -> None:
    assert cleaned(" PC\x00-00\u200b42\n") == "PC-0042"
