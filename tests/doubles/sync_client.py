"""A sync client whose server takes everything, unless a test says otherwise."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from kiosk import wire
from kiosk.faults import LinkFault, LinkRefused, ServerFailed
from kiosk.sync.ports import Offered, OfferedPhoto
from tests.doubles.words import state_of_site

Outcome = Exception | Callable[[list[str]], wire.Pushed]


class FakeSyncClient:
    """Records what was sent. `coming` is what happens next, one outcome a call."""

    def __init__(self) -> None:
        self.epoch = "epoch-1"
        self.coming: deque[Outcome | wire.State] = deque()
        self.refused: set[str] = set()
        self.fails_on: set[str] = set()
        self.stuck: set[str] = set()
        self.fails = False
        self.pushed: list[list[str]] = []
        self.taken: list[str] = []
        self.statuses: list[wire.StationStatus] = []
        self.uploaded: list[str] = []
        self.pieces: dict[str, int] = {}
        self.after_piece: Callable[[], object] = lambda: None
        self.pulled: list[tuple[int, str | None, int]] = []

    def push(
        self, events: Sequence[Offered], status: wire.StationStatus | None = None
    ) -> wire.Pushed:
        """Refuses a push with an id in `refused`; fails on an event or visit in `fails_on`."""
        ids = [offer.event.id for offer in events]
        if ids:
            self.pushed.append(ids)
        if self.coming:
            outcome = self.coming.popleft()
            assert not isinstance(outcome, wire.State)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome(ids)
        if self.refused & set(ids):
            raise LinkRefused(422, "malformed", "facts.number")
        if self.fails or self.fails_on & {
            *ids,
            *(offer.event.about.id for offer in events),
        }:
            raise ServerFailed("status 500")
        self.taken += ids
        if status is not None:
            self.statuses.append(status)
        return self.pushed_answer(ids)

    def pushed_answer(
        self, acknowledged: Sequence[str], set_aside: Sequence[wire.SetAside] = ()
    ) -> wire.Pushed:
        return wire.Pushed(self.epoch, len(self.taken), list(acknowledged), list(set_aside))

    def pull(
        self,
        after: int,
        epoch: str | None,
        wait_s: int,
        ways: Sequence[wire.WayTrouble] = (),
    ) -> wire.State:
        self.pulled.append((after, epoch, wait_s))
        outcome = self.coming.popleft() if self.coming else state_of_site(epoch=self.epoch)
        if isinstance(outcome, Exception):
            raise outcome
        assert isinstance(outcome, wire.State)
        return outcome

    def upload(self, offer: OfferedPhoto, content: bytes, stop: Callable[[], bool]) -> bool:
        """In as many pieces as `pieces` says; the picture counts as sent after the last."""
        if self.coming:
            outcome = self.coming.popleft()
            assert isinstance(outcome, Exception)
            raise outcome
        if offer.photo in self.stuck:
            raise LinkFault("status 413", status=413)
        if offer.photo in self.refused:
            raise LinkRefused(422, "not_a_picture", "")
        if offer.photo in self.fails_on:
            raise ServerFailed("status 500")
        assert content, "an empty picture is none"
        while self.pieces.get(offer.photo, 1) > 1:
            self.pieces[offer.photo] -= 1
            self.after_piece()
            if stop():
                return False
        self.uploaded.append(offer.photo)
        return True


def down(reason: str = "ConnectionError") -> LinkFault:
    return LinkFault(reason)
