"""What the sync workers need of a store and of a line to the server; adapters lie elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from kiosk import wire
from kiosk.domain.events import Event
from kiosk.faults import LinkFault
from kiosk.sync.link_state import Direction


class Offered(Protocol):
    """An event to send and its age in seconds, None when unknown."""

    @property
    def event(self) -> Event:
        """What happened."""
        ...

    @property
    def age_s(self) -> float | None:
        """Seconds since it was recorded."""
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
    """What waits for the server.

    Every verb may be called from any thread and may raise StoreFault.
    """

    def pending(self, limit: int, passed_over: Collection[str] = ()) -> Sequence[Offered]:
        """Up to `limit` events in the order to send, but those of visits `passed_over`."""
        ...

    def acknowledge(self, epoch: str, ids: Sequence[str]) -> bool:
        """The store with that epoch has these.

        False when it is another one than before: then all is offered again, and what it refused
        counts for nothing, because it may never have had what that built on.
        """
        ...

    def set_aside(self, event_id: str, code: str, detail: str) -> None:
        """Refused for good; kept."""
        ...

    def stumbled(self, event_id: str) -> int:
        """The server failed over this one while it took others; how often by now."""
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

    def set_aside_photo(self, offer: OfferedPhoto, code: str) -> None:
        """Refused for good; kept until its time is over."""
        ...

    def stumbled_photo(self, offer: OfferedPhoto) -> int:
        """As `stumbled`, of a picture."""
        ...

    def status(self, taken: Collection[str] = ()) -> wire.StationStatus:
        """How this station fares once the server has the events `taken`."""
        ...

    def lost(self, way: Direction, fault: LinkFault) -> None:
        """The server does not take what is sent, as `fault` says."""
        ...


class SiteMemory(Protocol):
    """Where the state of the site is kept."""

    def cursor(self) -> tuple[str | None, int]:
        """(epoch, seq) of the last state kept; (None, 0) before the first."""
        ...

    def remember(self, state: wire.State) -> None:
        """Keeps `state`; a changed epoch makes everything be offered again."""
        ...

    def lost(self, way: Direction, fault: LinkFault) -> None:
        """The server does not say how the site stands, as `fault` says."""
        ...


class Link(Protocol):
    """The line to the server. Every verb raises LinkFault (try again) or LinkRefused (do not)."""

    def push(
        self, events: Sequence[Offered], status: wire.StationStatus | None = None
    ) -> wire.Pushed:
        """Offers `events`, which may be none, and tells how the station fares."""
        ...

    def pull(self, after: int, epoch: str | None, wait_s: int) -> wire.State:
        """The state once it is newer than `after`, at latest after `wait_s`."""
        ...

    def upload(self, offer: OfferedPhoto, content: bytes, enough: Callable[[], bool]) -> bool:
        """Sends one picture; False when `enough` said to leave off, asked after each piece.

        The next call goes on where this one ended.
        """
        ...
