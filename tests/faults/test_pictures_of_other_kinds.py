"""Metadata, hidden files and formats nobody uses; nothing but plain pixels comes out."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from kiosk.faults import PictureFault
from kiosk.pictures.clean import clean

SECRET = b"Zebedee"
GPS = {1: "N", 2: (51.5, 7.0, 21.0), 3: "W", 4: (0.0, 7.0, 40.0)}
PLAIN = Image.new("RGB", (640, 480), "teal")


def saved(kind: str, **more: object) -> bytes:
    buffer = io.BytesIO()
    PLAIN.save(buffer, kind, **more)
    return buffer.getvalue()


def with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825).update(GPS)
    return saved("JPEG", exif=exif)


def with_thumbnail() -> bytes:
    """An EXIF block with a second picture in it, as cameras write it."""
    app1 = b"Exif\0\0" + b"MM\0*\0\0\0\x08\0\0\0\0\0\0" + SECRET + saved("JPEG")[:2_000]
    plain = saved("JPEG")
    return plain[:2] + b"\xff\xe1" + (len(app1) + 2).to_bytes(2, "big") + app1 + plain[2:]


CARRIERS = {
    "EXIF with a place": with_exif(),
    "a thumbnail in EXIF": with_thumbnail(),
    "a comment": saved("JPEG", comment=SECRET),
    "an archive behind it": saved("JPEG") + b"PK\x03\x04" + SECRET,
    "a script behind it": saved("PNG") + b"<script>" + SECRET,
    "XMP": saved("JPEG", xmp=b"<x:xmpmeta>" + SECRET),
    "a colour profile": saved("JPEG", icc_profile=SECRET * 40),
}


@pytest.mark.parametrize("content", CARRIERS.values(), ids=CARRIERS)
def test_what_it_carries_does_not_come_out(content: bytes) -> None:
    assert SECRET in content

    picture = clean(content)

    for made in (picture.jpeg, picture.thumb):
        image = Image.open(io.BytesIO(made))
        assert SECRET not in made
        assert (image.format, dict(image.getexif())) == ("JPEG", {})
        assert {"exif", "xmp", "icc_profile", "comment"} & set(image.info) == set()


OTHERS = {
    "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "FITS": b"SIMPLE  =                    T".ljust(2_880),
    "PDF": b"%PDF-1.7\n",
    **{kind: saved(kind) for kind in ("TIFF", "BMP", "GIF", "ICO", "PPM", "TGA", "PCX", "SGI")},
}


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS)
def test_no_other_kind_reaches_a_decoder(content: bytes) -> None:
    with pytest.raises(PictureFault):
        clean(content)
