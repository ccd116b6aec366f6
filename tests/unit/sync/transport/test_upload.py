"""A picture is uploaded in pieces, from where the last try ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from kiosk.faults import LinkFault, LinkRefused
from kiosk.station.store.photos import PhotoOffer
from kiosk.sync.piece_size import LARGEST, SMALLEST, PieceSize
from kiosk.sync.transport import HttpSyncClient
from tests.doubles.answers import headers
from tests.doubles.clock import FakeClock
from tests.doubles.ids import an_id
from tests.doubles.unruly import Talk, UnrulyServer
from tests.unit.sync.transport.conftest import TOKEN

OFFER = PhotoOffer("ab" * 32, an_id(1))
CONTENT = bytes(range(256)) * 1_000


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def link(server: UnrulyServer, clock: FakeClock) -> Iterator[HttpSyncClient]:
    link = HttpSyncClient(server.url, TOKEN, clock)
    yield link
    link.close()


def never() -> bool:
    return False


class Shelf:
    """A home that keeps what it is sent; `cuts` is how often it hangs up in mid-piece.

    Over a line that takes `a_second` bytes.
    """

    def __init__(self, clock: FakeClock, cuts: int = 0, a_second: int = 1_000) -> None:
        self.here = b""
        self.cuts = cuts
        self.a_second = a_second
        self.pieces: list[int] = []
        self._clock = clock

    def __call__(self, talk: Talk) -> None:
        seen = talk.server.seen[-1]
        if seen.method == "PATCH":
            assert int(seen.headers["Upload-Offset"]) == len(self.here)
            assert int(seen.headers["Upload-Length"]) == len(CONTENT)
            if self.cuts:
                self.cuts -= 1
                self.here += seen.body[: len(seen.body) // 3]
                talk.cut()
                return
            self.here += seen.body
            self.pieces.append(len(seen.body))
            self._clock.pass_s(len(seen.body) / self.a_second)
        whole = len(self.here) == len(CONTENT)
        said = headers(Upload_Offset=str(len(self.here)), Upload_Complete="?1" if whole else "?0")
        talk.answer(204, b"", **said)


def test_it_goes_piece_by_piece_under_its_name(
    server: UnrulyServer, link: HttpSyncClient, clock: FakeClock
) -> None:
    shelf = Shelf(clock)
    server.answers_by(shelf)

    link.upload(OFFER, CONTENT, never)

    assert shelf.here == CONTENT
    methods = [seen.method for seen in server.seen]
    assert methods == ["HEAD", *["PATCH"] * -(-len(CONTENT) // SMALLEST)]
    assert {seen.path for seen in server.seen} == {
        f"/api/v1/sync/visits/{OFFER.visit_id}/pictures/{OFFER.photo}"
    }


def test_a_line_cut_twenty_times_costs_no_byte_twice(
    server: UnrulyServer, link: HttpSyncClient, clock: FakeClock
) -> None:
    shelf = Shelf(clock, cuts=20)
    server.answers_by(shelf)
    tries = 0

    while len(shelf.here) < len(CONTENT) and tries < 30:
        tries += 1
        try:
            link.upload(OFFER, CONTENT, never)
        except LinkFault:
            continue

    assert (tries, shelf.here == CONTENT) == (21, True)


def test_it_can_stop_after_any_piece_and_goes_on_from_there(
    server: UnrulyServer, link: HttpSyncClient, clock: FakeClock
) -> None:
    shelf = Shelf(clock)
    server.answers_by(shelf)

    came = [(link.upload(OFFER, CONTENT, lambda: True), len(shelf.here)) for _ in range(4)]

    assert came == [*((False, SMALLEST * pieces) for pieces in (1, 2, 3)), (True, len(CONTENT))]


def test_a_picture_the_home_has_is_not_sent(server: UnrulyServer, link: HttpSyncClient) -> None:
    server.answers(204, b"", **headers(Upload_Offset="0", Upload_Complete="?1"))

    link.upload(OFFER, CONTENT, never)

    assert [seen.method for seen in server.seen] == ["HEAD"]


def test_a_server_that_never_finds_it_complete_is_not_asked_for_ever(
    server: UnrulyServer, link: HttpSyncClient
) -> None:
    server.answers(204, b"", **headers(Upload_Offset="0", Upload_Complete="?0"))

    with pytest.raises(LinkFault, match="never complete"):
        link.upload(OFFER, CONTENT, never)

    assert len(server.seen) < 10


def test_a_refused_head_gets_its_reason_from_the_first_piece(
    server: UnrulyServer, link: HttpSyncClient
) -> None:
    def refuse(talk: Talk) -> None:
        body = b'{"code": "unannounced", "detail": ""}'
        talk.answer(422, b"" if talk.command == "HEAD" else body, **headers())

    server.answers_by(refuse)

    with pytest.raises(LinkRefused) as caught:
        link.upload(OFFER, CONTENT, never)

    assert caught.value.code == "unannounced"


@pytest.mark.parametrize(
    "said", [{}, {"Upload_Offset": ""}, {"Upload_Offset": "-1"}, {"Upload_Offset": "9" * 30}]
)
def test_an_answer_without_an_offset_is_none(
    server: UnrulyServer, link: HttpSyncClient, said: dict[str, str]
) -> None:
    server.answers(204, b"", **headers(**said))

    with pytest.raises(LinkFault):
        link.upload(OFFER, CONTENT, never)


def test_somebody_else_had_a_piece_before_us(server: UnrulyServer, link: HttpSyncClient) -> None:
    def busy(talk: Talk) -> None:
        said = headers(Upload_Offset="0", Upload_Complete="?0")
        talk.answer(204 if talk.command == "HEAD" else 409, b"", **said)

    server.answers_by(busy)

    with pytest.raises(LinkFault, match="status 409"):
        link.upload(OFFER, CONTENT, never)


def test_pieces_grow_with_the_line_from_one_picture_to_the_next(
    server: UnrulyServer, link: HttpSyncClient, clock: FakeClock
) -> None:
    first, second = (Shelf(clock, a_second=2_000_000) for _ in range(2))
    for shelf in (first, second):
        server.answers_by(shelf)
        link.upload(OFFER, CONTENT, never)

    assert [first.pieces, second.pieces] == [[SMALLEST, len(CONTENT) - SMALLEST], [len(CONTENT)]]


class Between:
    """Something between that refuses pieces over its limit: with 413, or by hanging up."""

    def __init__(self, shelf: Shelf, limit: int, *, ours: bool = False, says: bool = True) -> None:
        self.refused = 0
        self._shelf = shelf
        self._limit = limit
        self._ours = ours
        self._says = says

    def __call__(self, talk: Talk) -> None:
        if len(talk.server.seen[-1].body) <= self._limit:
            self._shelf(talk)
            return
        self.refused += 1
        if self._says:
            talk.answer(413, b"<html>", **(headers() if self._ours else {}))
        else:
            talk.cut()


@pytest.mark.parametrize("ours", [False, True])
@pytest.mark.parametrize("limit", [SMALLEST, 100_000, 200_000])
def test_pieces_too_large_for_something_between_are_sent_smaller_at_once(
    server: UnrulyServer, link: HttpSyncClient, clock: FakeClock, limit: int, *, ours: bool
) -> None:
    shelves = [Shelf(clock, a_second=2_000_000) for _ in range(3)]
    refused = []
    for shelf in shelves:
        between = Between(shelf, limit, ours=ours)
        server.answers_by(between)
        link.upload(OFFER, CONTENT, never)
        refused.append(between.refused)

    assert [shelf.here for shelf in shelves] == [CONTENT] * 3
    assert (refused[0] > 0 or limit > len(CONTENT) - SMALLEST, refused[-1]) == (True, 0)


def test_pieces_at_which_something_between_hangs_up_are_sent_smaller_in_the_next_tries(
    server: UnrulyServer, link: HttpSyncClient, clock: FakeClock
) -> None:
    between = Between(Shelf(clock, a_second=2_000_000), 100_000, says=False)
    server.answers_by(between)
    for _ in range(4):
        with suppress(LinkFault):
            link.upload(OFFER, CONTENT, never)
    tries = between.refused
    again = Shelf(clock, a_second=2_000_000)
    server.answers_by(Between(again, 100_000, says=False))
    link.upload(OFFER, CONTENT, never)

    assert (0 < tries < 4, again.here) == (True, CONTENT)


@pytest.mark.parametrize(
    ("sent", "seconds", "size"),
    [
        (SMALLEST, 0.5, 2 * SMALLEST),
        (SMALLEST, 0.0, LARGEST),
        (SMALLEST, 10.0, SMALLEST),
        (1_000, 0.1, SMALLEST),
    ],
)
def test_a_piece_is_what_the_line_takes_in_a_second(sent: int, seconds: float, size: int) -> None:
    pieces = PieceSize()

    pieces.took(sent, seconds)

    assert pieces.size == size


def test_a_line_that_becomes_slow_gets_smaller_pieces_and_a_short_one_changes_nothing() -> None:
    pieces = PieceSize()
    pieces.took(SMALLEST, 0.1)
    fast = pieces.size
    pieces.took(100, 0.5)
    still = pieces.size
    pieces.took(fast, 4.0)
    slow = pieces.size
    pieces.failed(100)

    assert (fast, still, slow, pieces.size) == (655_360, 655_360, 163_840, SMALLEST)
