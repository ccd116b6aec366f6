"""Bytes from outside become a plain picture, or a calm refusal; nothing else."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiosk.faults import PictureFault
from kiosk.pictures.clean import MAX_PIXELS, THUMB_PIXELS, clean, measure
from tests.doubles.pictures import encoded, jpeg

NOISE = Image.effect_noise((64, 48), 60)
SEEDS = {
    "jpeg": encoded(NOISE.convert("RGB"), "JPEG"),
    "cmyk": encoded(NOISE.convert("CMYK"), "JPEG"),
    "png": encoded(NOISE.convert("RGBA"), "PNG"),
    "palette": encoded(NOISE.convert("P"), "PNG"),
    "grey": encoded(NOISE.convert("LA"), "PNG"),
    "bits": encoded(NOISE.convert("1"), "PNG"),
    "webp": encoded(NOISE.convert("RGBA"), "WEBP"),
}
REFUSED_FORMATS = ["GIF", "BMP", "TIFF", "PPM", "ICO", "PCX"]


def png_claiming(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of that size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = (
        chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00" * 64)) + chunk(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + body


def with_exif() -> bytes:
    """A picture that lies on its side, and says where it was taken and by whom."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "Zebedee was here"
    exif.get_ifd(0x8825)[1] = "N"
    buffer = io.BytesIO()
    NOISE.convert("RGB").save(buffer, "JPEG", exif=exif, comment=b"Zebedee", dpi=(300, 300))
    return buffer.getvalue()


@pytest.mark.parametrize("content", SEEDS.values(), ids=SEEDS)
def test_each_kind_we_take_comes_out_as_a_plain_jpeg_of_its_size(content: bytes) -> None:
    picture = clean(content)

    with Image.open(io.BytesIO(picture.jpeg)) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (64, 48))
    assert (picture.width, picture.height) == (64, 48)


def test_the_small_copy_fits_a_list_and_keeps_its_shape() -> None:
    picture = clean(jpeg(size=(1280, 720)))

    with Image.open(io.BytesIO(picture.thumb)) as image:
        assert image.size == (320, 180)
    assert THUMB_PIXELS == (320, 240)


def test_a_picture_on_its_side_is_put_upright_and_says_nothing_of_itself() -> None:
    picture = clean(with_exif())

    assert (picture.width, picture.height) == (48, 64)
    for content in (picture.jpeg, picture.thumb):
        with Image.open(io.BytesIO(content)) as image:
            assert len(image.getexif()) == 0
        assert b"Zebedee" not in content


def test_a_second_file_behind_the_picture_is_gone() -> None:
    content = SEEDS["jpeg"] + b"PK\x03\x04 a zip of Zebedee's"

    assert b"Zebedee" not in clean(content).jpeg


@pytest.mark.parametrize("kind", REFUSED_FORMATS)
def test_any_other_format_never_reaches_its_decoder(kind: str) -> None:
    content = encoded(NOISE.convert("RGB"), kind)

    with pytest.raises(PictureFault, match="not a picture"):
        clean(content)
    with pytest.raises(PictureFault, match="not a picture"):
        measure(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%!PS\n"],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PictureFault):
        clean(content)
    with pytest.raises(PictureFault):
        measure(content)


def test_the_same_bytes_are_not_worth_another_try() -> None:
    with pytest.raises(PictureFault) as caught:
        clean(b"")

    assert not caught.value.retryable


@pytest.mark.parametrize("size", [(4_001, 4_000), (10_000, 10_000), (60_000, 60_000)])
def test_a_bomb_is_refused_from_its_header(size: tuple[int, int]) -> None:
    assert size[0] * size[1] > MAX_PIXELS

    with pytest.raises(PictureFault, match="too many pixels"):
        clean(png_claiming(*size))


def test_a_size_nobody_has_memory_for_is_not_even_measured() -> None:
    with pytest.raises(PictureFault):
        measure(png_claiming(60_000, 60_000))


def test_a_picture_is_measured_without_being_decoded() -> None:
    assert measure(png_claiming(1920, 1080)) == (1920, 1080)


def test_a_text_that_unfolds_without_end_is_refused() -> None:
    content = SEEDS["png"]
    body = b"k\x00\x00" + zlib.compress(b"\x00" * 80_000_000, 9)
    text = (
        struct.pack(">I", len(body))
        + b"zTXt"
        + body
        + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    )

    with pytest.raises(PictureFault):
        clean(content[:33] + text + content[33:])


# The decoder warns of odd metadata on its way to refusing it; nobody reads that warning.
@pytest.mark.filterwarnings("ignore::UserWarning")
@given(
    st.sampled_from([*SEEDS.values(), with_exif()]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
    st.floats(0.01, 1),
)
def test_damaged_pictures_are_pictures_or_refused(
    content: bytes, damage: list[tuple[float, int]], kept: float
) -> None:
    damaged = bytearray(content)
    for place, value in damage:
        # Most of what matters lies in the first bytes.
        damaged[int(place**3 * len(damaged))] = value
    cut = bytes(damaged[: max(1, int(len(damaged) * kept))])

    for read in (measure, clean):
        try:
            read(cut)
        except PictureFault:
            continue
