"""Pictures on their way in: only what was announced, made anew, once, and never a danger."""

from __future__ import annotations

import io
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import requests
from PIL import Image

from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.server.desk_side import DeskClient
from tests.server.station_side import LIMIT_S, StationSide, fresh_id, jpeg, sha256

GPS_AT_THE_LAB = {1: "N", 2: (51.5, 7.0, 21.0), 3: "W", 4: (0.0, 7.0, 40.0)}


def code(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def announce(station: StationSide, content: bytes) -> str:
    """A new visit whose station told of `content`; the visit's id."""
    visit = station.arrives()
    answer = station.push(station.attached(visit, content))
    assert answer.json()["set_aside"] == []
    return visit


def shown(tablet: DeskClient) -> list[dict[str, object]]:
    """The pictures the desk lists with its only waiting visit."""
    (visit,) = tablet.state()["waiting"]
    pictures: list[dict[str, object]] = visit["pictures"]
    return pictures


def png(width: int, height: int) -> bytes:
    """A true PNG of one grey, some kilobytes however large it says it is."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def test_an_announced_picture_is_on_its_way_until_it_came(
    station: StationSide, maya: DeskClient
) -> None:
    content = jpeg(640, 480)
    visit = announce(station, content)
    before = shown(maya)

    sent = station.send_picture(visit, content)

    photo = sha256(content)
    url = f"/api/v1/desk/pictures/{photo}"
    waiting = {"id": photo, "url": None, "thumb_url": None, "width": 64, "height": 48}
    waiting["delay"] = "coming"
    here = {"id": photo, "url": url, "thumb_url": f"{url}/thumb", "width": 640, "height": 480}
    assert (before, sent.status_code, shown(maya)) == ([waiting], 204, [here])


def test_a_member_sees_the_picture_and_its_small_copy(
    station: StationSide, maya: DeskClient
) -> None:
    photo = station.shows(station.arrives(), jpeg(1600, 1200))

    whole, thumb = maya.get(f"/pictures/{photo}"), maya.get(f"/pictures/{photo}/thumb")

    assert {whole.headers["content-type"], thumb.headers["content-type"]} == {"image/jpeg"}
    assert Image.open(io.BytesIO(whole.content)).size == (1600, 1200)
    assert Image.open(io.BytesIO(thumb.content)).size == (320, 240)
    assert "no-store" in whole.headers["cache-control"]


def test_a_picture_nobody_announced_is_refused(station: StationSide) -> None:
    visit = station.arrives()

    assert code(station.send_picture(visit, jpeg())) == (422, "unannounced")


@pytest.mark.parametrize("photo", ["x", "..%2f..%2fetc%2fpasswd", "A" * 64, "%00", "a" * 5_000])
def test_an_id_that_is_none_is_unannounced(station: StationSide, photo: str) -> None:
    answer = station.send_picture(station.arrives(), jpeg(), photo=photo)

    assert answer.status_code in {404, 422}


def test_another_stations_picture_is_unannounced(
    station: StationSide, other_station: StationSide
) -> None:
    content = jpeg()
    visit = announce(station, content)

    assert code(other_station.send_picture(visit, content)) == (422, "unannounced")


def test_a_picture_announced_for_one_visit_is_not_taken_for_another(station: StationSide) -> None:
    content = jpeg()
    announce(station, content)
    other = station.arrives()

    assert code(station.send_picture(other, content)) == (422, "unannounced")


def test_other_bytes_than_announced_are_refused(station: StationSide, maya: DeskClient) -> None:
    content = jpeg(colour="teal")
    visit = announce(station, content)

    answer = station.send_picture(visit, jpeg(colour="red"), photo=sha256(content))

    assert code(answer) == (422, "not_a_picture")
    assert shown(maya)[0]["url"] is None


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\0" * 200,
        b"BM" + b"\0" * 200,
        b"II*\0" + b"\0" * 200,
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        jpeg()[:200],
        jpeg()[:-30],
        png(64, 48)[:45],
        b"\xff\xd8\xff\xe1\xff\xffExif\0\0" + b"MM\0*" * 50,
        b"RIFF\0\0\0\0WEBPVP8 ",
    ],
    ids=["pdf", "svg", "gif", "bmp", "tiff", "eps", "head", "cut", "cut-png", "exif", "webp"],
)
def test_what_is_no_whole_picture_of_ours_is_refused(
    station: StationSide, data: Path, content: bytes
) -> None:
    visit = announce(station, content)

    assert code(station.send_picture(visit, content)) == (422, "not_a_picture")
    assert [path for path in (data / "pictures").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("side", [8_000, 10_000, 20_000])
def test_a_small_file_that_unfolds_into_a_huge_picture_is_refused(
    station: StationSide, side: int
) -> None:
    bomb = png(side, side)
    visit = announce(station, bomb)

    answer = station.send_picture(visit, bomb)

    assert len(bomb) < 100_000
    assert (code(answer), answer.json()["detail"]) == ((422, "not_a_picture"), "too many pixels")


def test_where_it_was_taken_and_what_hides_behind_it_is_gone(
    station: StationSide, maya: DeskClient
) -> None:
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Zebedee at his desk"
    exif.get_ifd(0x8825).update(GPS_AT_THE_LAB)
    Image.new("RGB", (64, 48), "teal").save(buffer, "JPEG", exif=exif, comment=b"Zebedee")
    content = buffer.getvalue() + b"PK\x03\x04 Zebedee's archive"
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825) != {}

    photo = station.shows(station.arrives(), content)

    for path in (f"/pictures/{photo}", f"/pictures/{photo}/thumb"):
        kept = maya.get(path).content
        assert b"Zebedee" not in kept
        assert b"PK\x03\x04" not in kept
        assert dict(Image.open(io.BytesIO(kept)).getexif()) == {}


def test_a_picture_taken_on_its_side_stands_upright(station: StationSide, maya: DeskClient) -> None:
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (64, 48), "teal").save(buffer, "JPEG", exif=exif)

    station.shows(station.arrives(), buffer.getvalue())

    assert (shown(maya)[0]["width"], shown(maya)[0]["height"]) == (48, 64)


def test_a_see_through_png_becomes_a_plain_jpeg(station: StationSide, maya: DeskClient) -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (64, 48), (1, 2, 3, 4)).save(buffer, "PNG")

    photo = station.shows(station.arrives(), buffer.getvalue())

    assert Image.open(io.BytesIO(maya.get(f"/pictures/{photo}").content)).format == "JPEG"


def test_a_picture_sent_twice_is_one(station: StationSide, maya: DeskClient, data: Path) -> None:
    content = jpeg()
    visit = announce(station, content)
    station.send_picture(visit, content)
    seq = maya.state()["seq"]

    again = station.send_picture(visit, content)

    assert (again.status_code, len(shown(maya)), maya.state()["seq"]) == (204, 1, seq)
    files = sorted(path.name for path in (data / "pictures").rglob("*") if path.is_file())
    assert files == [f"{sha256(content)}.jpg", f"{sha256(content)}.thumb.jpg"]


def test_a_picture_sent_by_two_lines_at_once_is_one(
    station: StationSide, maya: DeskClient, data: Path
) -> None:
    """A retry while the first try is still on the way: both write the same file."""
    content = jpeg(1600, 1200)
    visit = announce(station, content)
    headers = {
        "Authorization": str(station.session.headers["Authorization"]),
        "Content-Type": "application/octet-stream",
        "Upload-Offset": "0",
        "Upload-Length": str(len(content)),
    }
    start = Barrier(4)

    def sends(_: int) -> int:
        address = station.picture_url(visit, sha256(content))
        start.wait(120)
        return requests.patch(address, content, headers=headers, timeout=LIMIT_S).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(sends, range(4)))

    assert 204 in statuses
    assert set(statuses) <= {204, 409}
    files = sorted(path.name for path in (data / "pictures").rglob("*") if path.is_file())
    assert files == [f"{sha256(content)}.jpg", f"{sha256(content)}.thumb.jpg"]
    assert maya.state()["seq"] == 3


def test_the_same_picture_of_two_visits_lives_as_long_as_one_of_them_needs_it(
    station: StationSide, maya: DeskClient
) -> None:
    content = jpeg()
    first, second = station.arrives(), station.arrives()
    station.shows(first, content)
    photo = station.shows(second, content)

    station.push(station.event("PhotoErased", first, {"photo": photo, "reason": "visitor"}))

    assert maya.get(f"/pictures/{photo}").status_code == 200
    assert [len(visit["pictures"]) for visit in maya.state()["waiting"]] == [0, 1]


def test_what_a_visitor_takes_back_is_gone_from_list_disk_and_address(
    station: StationSide, maya: DeskClient, data: Path
) -> None:
    visit = station.arrives()
    photo = station.shows(visit, jpeg())

    station.push(station.event("PhotoErased", visit, {"photo": photo, "reason": "visitor"}))

    assert shown(maya) == []
    assert maya.get(f"/pictures/{photo}").status_code == 404
    assert maya.get(f"/pictures/{photo}/thumb").status_code == 404
    assert [path for path in (data / "pictures").rglob("*") if path.is_file()] == []


def test_what_a_visitor_took_back_before_it_came_is_not_kept(
    station: StationSide, maya: DeskClient, data: Path
) -> None:
    content = jpeg()
    visit = announce(station, content)
    facts = {"photo": sha256(content), "reason": "visitor"}
    station.push(station.event("PhotoErased", visit, facts))

    sent = station.send_picture(visit, content)

    assert (sent.status_code, shown(maya)) == (204, [])
    assert [path for path in (data / "pictures").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("photo", ["x", "..", "%2e%2e%2f%2e%2e", "a" * 64, "%00", "a/b"])
def test_a_picture_that_is_not_there_is_not_found(maya: DeskClient, photo: str) -> None:
    assert maya.get(f"/pictures/{photo}").status_code == 404


def test_a_picture_of_another_visit_id_is_not_found_at_all(station: StationSide) -> None:
    assert code(station.send_picture(fresh_id(), jpeg())) == (422, "unannounced")


@pytest.mark.parametrize("sent_before", [0, 100])
def test_a_full_disk_asks_the_station_to_come_again(
    station: StationSide,
    expect_log: ExpectLog,
    monkeypatch: pytest.MonkeyPatch,
    sent_before: int,
) -> None:
    """For the whole picture; of one that came in pieces, none is needed twice."""
    expect_log(LogEvent.SERVER_FAULT)
    content = jpeg()
    here = len(content) if sent_before else 0
    visit, photo = announce(station, content), sha256(content)

    def rest_from(at: int) -> requests.Response:
        return station.send_piece(visit, photo, content[at:], len(content), Upload_Offset=str(at))

    def full(_part: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    if sent_before:
        first = content[:sent_before]
        station.send_piece(visit, photo, first, len(content), Upload_Offset="0")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        answer = rest_from(sent_before)

    assert answer.status_code == 503
    assert answer.headers["kiosk-protocol"] == "1"
    assert station.ask_progress(visit, photo).headers["Upload-Offset"] == str(here)
    assert rest_from(here).headers["Upload-Complete"] == "?1"
