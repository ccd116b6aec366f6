"""Ports of the sync workers: the station's outbox, its memory of the site, the server's calls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from kiosk import wire
from kiosk.domain.events import Event
from kiosk.faults import LinkFault
from kiosk.sync.link_state import Way


class Offered(Protocol):
    """An event to send."""

    @property
    def event(self) -> Event:
        """What happened."""
        ...

    @property
    def age_s(self) -> float | None:
        """Seconds since it was recorded, None when unknown."""
        ...


class OfferedPhoto(Protocol):
    """A picture to send."""

    @property
    def photo(self) -> str:
        """The picture's id."""
        ...

    @property
    def visit_id(self) -> str:
        """The visit it belongs to."""
        ...


class Outbox(Protocol):
    """What waits for the server. Every method blocks and may raise StoreFault."""

    def pending(self, limit: int, passed_over: Collection[str] = ()) -> Sequence[Offered]:
        """Up to `limit` events in the order to send, without those of visits `passed_over`."""
        ...

    def acknowledge(self, answer: wire.Pushed, ids: Sequence[str]) -> bool:
        """The server's store with the epoch of `answer` has these events.

        False when the epoch is another than before: everything is offered again, and refusals in
        the same answer do not count, because the new store may lack what those events build on.
        """
        ...

    def set_aside(self, event_id: str, code: str, detail: str) -> None:
        """The server refused this event for good; it is kept."""
        ...

    def count_failure(self, event_id: str) -> int:
        """The server failed on this event while it took others; how often by now."""
        ...

    def pending_photo(self, passed_over: Collection[str] = ()) -> OfferedPhoto | None:
        """The next picture whose event the server has, of no visit `passed_over`."""
        ...

    def photo_bytes(self, offer: OfferedPhoto) -> bytes | None:
        """The picture, None when its file is gone."""
        ...

    def acknowledge_photo(self, offer: OfferedPhoto) -> None:
        """The server has the picture."""
        ...

    def note_picture_way(self) -> None:
        """A picture, or a piece of one, got through."""
        ...

    def set_aside_photo(self, offer: OfferedPhoto, code: str) -> None:
        """The server refused this picture for good; it is kept until its retention is over."""
        ...

    def count_photo_failure(self, offer: OfferedPhoto) -> int:
        """The server failed on this picture while it took others; how often by now."""
        ...

    def status(self, taken: Collection[str] = ()) -> wire.StationStatus:
        """The station's status once the server has the events `taken`."""
        ...

    def on_link_fault(self, way: Way, fault: LinkFault) -> None:
        """An exchange on that way ended with `fault`."""
        ...


class SiteMemory(Protocol):
    """Where the state of the site is kept. Every method blocks and may raise StoreFault."""

    def cursor(self) -> tuple[str | None, int]:
        """(epoch, seq) of the last state kept; (None, 0) before the first."""
        ...

    def way_troubles(self) -> Sequence[wire.WayTrouble]:
        """The ways to the server that are stuck now."""
        ...

    def remember(self, state: wire.State, ways: Collection[Way] = (Way.STATE,)) -> None:
        """Keeps `state`, which came on `ways`; a changed epoch has everything offered again."""
        ...

    def on_link_fault(self, way: Way, fault: LinkFault) -> None:
        """An exchange on that way ended with `fault`."""
        ...


class SyncClient(Protocol):
    """The sync calls of the server; each raises LinkFault (try again) or LinkRefused (do not)."""

    def push(
        self, events: Sequence[Offered], status: wire.StationStatus | None = None
    ) -> wire.Pushed:
        """Sends `events`, which may be none, and the station's status."""
        ...

    def pull(
        self,
        after: int,
        epoch: str | None,
        wait_s: int,
        ways: Sequence[wire.WayTrouble] = (),
    ) -> wire.State:
        """The state once it is newer than `after`, at the latest after `wait_s`.

        `ways` are those that are stuck: a push might not get through to tell of them.
        """
        ...

    def upload(self, offer: OfferedPhoto, content: bytes, stop: Callable[[], bool]) -> bool:
        """Sends one picture; False when `stop`, asked after each piece, ended it early.

        The next call goes on where this one ended.
        """
        ...
