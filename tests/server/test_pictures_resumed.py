"""A picture comes in pieces: a cut costs only what had not arrived."""

from __future__ import annotations

import socket
from collections.abc import AsyncGenerator
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest
import requests
from starlette.requests import Request

from kiosk.server.home import Home
from kiosk.server.http.requests import read_partial
from kiosk.server.pictures.uploads import Uploads
from tests.server.desk_side import DeskClient
from tests.server.station_side import StationSide, fresh_id, jpeg, sha256
from tests.server.test_pictures import announce, code, shown


def big_jpeg() -> bytes:
    """Some hundred kilobytes of a real picture, by what a decoder ignores at its end."""
    return jpeg(640, 480) + bytes(range(256)) * 1_200


def progress(answer: requests.Response) -> tuple[int, str, str]:
    return answer.status_code, answer.headers["Upload-Offset"], answer.headers["Upload-Complete"]


def send_and_hang_up(
    station: StationSide, visit: str, content: bytes, at: int, read: Event
) -> None:
    """A piece whose line is cut after a third of it, once the home has read some of that."""
    url = urlsplit(station.picture_url(visit, sha256(content)))
    piece = content[at : at + 15_000]
    head = (
        f"PATCH {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\n"
        f"Authorization: {station.session.headers['Authorization']!s}\r\n"
        "Content-Type: application/octet-stream\r\n"
        f"Upload-Offset: {at}\r\nUpload-Length: {len(content)}\r\n"
        f"Content-Length: {len(piece)}\r\n\r\n"
    )
    with socket.create_connection((url.hostname or "", url.port or 0), timeout=120) as line:
        line.sendall(head.encode() + piece[: len(piece) // 3])
        assert read.wait(120)


def test_after_twenty_cuts_it_goes_on_where_the_last_one_was(
    station: StationSide, maya: DeskClient, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = big_jpeg()
    visit, photo = announce(station, content), sha256(content)
    read, kept = Event(), Event()
    signals_reading(monkeypatch, read)
    signals(monkeypatch, home.uploads, "add", kept)
    offsets = [0]
    for _ in range(20):
        read.clear()
        kept.clear()
        send_and_hang_up(station, visit, content, offsets[-1], read)
        assert kept.wait(120)
        offsets.append(int(station.ask_progress(visit, photo).headers["Upload-Offset"]))

    at = offsets[-1]
    end = station.send_piece(visit, photo, content[at:], len(content), Upload_Offset=str(at))

    assert offsets == sorted(offsets)
    assert 0 < at < len(content)
    assert progress(end) == (204, str(len(content)), "?1")
    assert shown(maya)[0]["url"] is not None


def signals_reading(monkeypatch: pytest.MonkeyPatch, done: Event) -> None:
    """`done` is set once some bytes of a piece were read."""

    async def and_tell(request: Request, media_type: str, limit: int) -> tuple[bytes, bool]:
        stream = request.stream

        async def telling() -> AsyncGenerator[bytes]:
            async for chunk in stream():
                yield chunk
                done.set()

        monkeypatch.setattr(request, "stream", telling)
        return await read_partial(request, media_type, limit)

    monkeypatch.setattr("kiosk.server.sync.api.read_partial", and_tell)


def signals(monkeypatch: pytest.MonkeyPatch, uploads: Uploads, name: str, done: Event) -> None:
    """`done` is set each time that verb has ended, however it did."""
    verb = getattr(uploads, name)

    def and_tell(*arguments: object) -> object:
        try:
            return verb(*arguments)
        finally:
            done.set()

    monkeypatch.setattr(uploads, name, and_tell)


def test_the_home_says_how_much_it_has(station: StationSide) -> None:
    content = big_jpeg()
    visit, photo = announce(station, content), sha256(content)
    before = progress(station.ask_progress(visit, photo))
    piece = progress(station.send_piece(visit, photo, content[:1_000], len(content)))
    between = progress(station.ask_progress(visit, photo))

    station.send_piece(visit, photo, content[1_000:], len(content), Upload_Offset="1000")

    assert (before, piece, between) == (
        (204, "0", "?0"),
        (204, "1000", "?0"),
        (204, "1000", "?0"),
    )
    assert progress(station.ask_progress(visit, photo))[2] == "?1"


@pytest.mark.parametrize("offset", ["0", "999", "1001"])
def test_a_piece_that_does_not_fit_is_told_to_ask_first(station: StationSide, offset: str) -> None:
    content = big_jpeg()
    visit, photo = announce(station, content), sha256(content)
    station.send_piece(visit, photo, content[:1_000], len(content))

    answer = station.send_piece(visit, photo, b"more", len(content), Upload_Offset=offset)

    assert code(answer) == (409, "wrong_offset")


def test_bytes_that_are_not_the_picture_begin_from_nothing(
    station: StationSide, maya: DeskClient, data: Path
) -> None:
    content = big_jpeg()
    visit, photo = announce(station, content), sha256(content)

    wrong = station.send_piece(visit, photo, b"x" * 50, 50)
    right = station.send_picture(visit, content)

    assert (code(wrong), right.status_code) == ((422, "not_a_picture"), 204)
    assert shown(maya)[0]["url"] is not None
    assert list((data / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload_Offset": "-1"}, 422),
        ({"Upload_Offset": ""}, 422),
        ({"Upload_Offset": "\u00b2".encode().decode("latin-1")}, 422),
        ({"Upload_Offset": "99999999"}, 422),
        ({"Upload_Length": "0"}, 422),
        ({"Upload_Length": "5000001"}, 413),
        ({"Upload_Length": "9" * 40}, 422),
        ({"Upload_Length": "3"}, 422),
        ({"Content_Type": "image/jpeg"}, 415),
    ],
)
def test_headers_that_cannot_be_used_are_named_and_nothing_is_kept(
    station: StationSide, data: Path, headers: dict[str, str], status: int
) -> None:
    content = jpeg()
    visit = announce(station, content)

    answer = station.send_piece(visit, sha256(content), content, len(content), **headers)

    assert answer.status_code == status
    assert list((data / "uploads").iterdir()) == []


def test_nothing_is_said_of_a_picture_before_the_right_to_it_is_known(
    station: StationSide, other_station: StationSide
) -> None:
    content = big_jpeg()
    visit, photo = announce(station, content), sha256(content)
    station.send_piece(visit, photo, content[:1_000], len(content))

    stranger = requests.head(station.picture_url(visit, photo), timeout=120)

    assert stranger.status_code == 401
    for side, place in [(other_station, visit), (station, fresh_id())]:
        answer = side.ask_progress(place, photo)
        assert (answer.status_code, "Upload-Offset" in answer.headers) == (422, False)


def test_parts_of_pictures_nobody_waits_for_are_swept(station: StationSide, home: Home) -> None:
    content = big_jpeg()
    visit, photo = announce(station, content), sha256(content)
    station.send_piece(visit, photo, content[:1_000], len(content))
    home.uploads.sweep()
    kept = progress(station.ask_progress(visit, photo))[1]

    station.push(station.event("PhotoErased", visit, {"photo": photo, "reason": "visitor"}))
    home.uploads.sweep()

    assert (kept, home.uploads._parts.offset(photo)) == ("1000", 0)
    assert progress(station.ask_progress(visit, photo)) == (204, "0", "?1")


def test_two_visits_with_the_same_picture_share_no_part(
    station: StationSide, other_station: StationSide
) -> None:
    content = jpeg(640, 480)
    photo = sha256(content)
    mine, theirs = station.arrives(), other_station.arrives()
    station.push(station.attached(mine, content))
    other_station.push(other_station.attached(theirs, content))
    station.send_piece(mine, photo, b"not of this picture", len(content))

    offset = other_station.ask_progress(theirs, photo).headers["Upload-Offset"]
    answer = other_station.send_picture(theirs, content)

    assert (offset, answer.status_code) == ("0", 204)
