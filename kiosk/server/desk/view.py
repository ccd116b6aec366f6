"""The shapes of what a desk shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from kiosk.server.auth.view import MemberView
from kiosk.server.desk.picture_view import PictureView, picture_view
from kiosk.server.fleet.overview import StationRow
from kiosk.server.queue.entries import Entry
from kiosk.server.store.condition import Notice


class TopicView(Struct, frozen=True):
    """What a visit is about. `icon` names a shipped picture."""

    id: str
    name: str
    icon: str


class ShownVisit(Struct, frozen=True):
    """A visit as a member sees it, without what changes by the second.

    `perhaps_helped`: the home was put back from a backup meanwhile; true until a member acts on it.
    `number_twice`: another visit of the day had this number before; a kiosk gave it twice.
    """

    id: str
    number: str
    seat: int | None
    first_name: str
    state: str
    topic: TopicView | None
    hold_reason: str | None
    checked_in_at: datetime
    called_at: datetime | None
    arrived_at: datetime | None
    began_at: datetime | None
    absent_until: datetime | None
    member: MemberView | None
    pictures: list[PictureView]
    perhaps_helped: bool = False
    picture_declined: bool = False
    number_twice: bool = False


class VisitView(ShownVisit, frozen=True, kw_only=True):
    """A visit as a member sees it, with the seconds waited when it was read."""

    waited_s: int


class SiteView(Struct, frozen=True):
    """The site as a desk shows it."""

    id: str
    name: str
    open: bool
    closes_at: str | None
    late_after_min: int


class _Around(Struct, frozen=True):
    """What both a state and its changes tell besides visits; `notices` are for leads alone."""

    epoch: str
    seq: int
    now: datetime
    site: SiteView
    me: MemberView
    next: str | None
    stations: Sequence[StationRow]
    notices: Sequence[Notice]


class DeskState(_Around, frozen=True):
    """Everything a desk shows. `waiting` is in calling order."""

    waiting: list[VisitView]
    held: list[VisitView]
    open: list[VisitView]


class ChangedVisit(Struct, frozen=True):
    """A visit that changed, the list in which it is now, and its place there."""

    list: str
    place: int
    visit: VisitView


class DeskChanges(_Around, frozen=True):
    """What changed since `after`: a desk takes `changed` and `ended` out of its lists, and puts
    `changed` in again, each at its place, as they come.
    """

    after: int
    changed: list[ChangedVisit]
    ended: list[str]


class VisitSights:
    """Visits of one site as members see them, at one moment."""

    def __init__(
        self, topics: Mapping[str, TopicView], stations: Sequence[StationRow], now: datetime
    ) -> None:
        self._topics = topics
        self._stations = {station.letter: station for station in stations}
        self._now = now

    def shown(self, entry: Entry) -> ShownVisit:
        """The visit of `entry`; only pictures that are not here depend on the moment."""
        visit = entry.visit
        station = self._stations.get(visit.station)
        member = None
        if visit.member_id is not None:
            member = MemberView(visit.member_id, entry.member or "")
        return ShownVisit(
            id=visit.id,
            number=visit.number,
            seat=visit.seat,
            first_name=entry.first_name,
            state=visit.state.value,
            topic=self._topics.get(visit.topic) if visit.topic else None,
            hold_reason=visit.hold_reason.value if visit.hold_reason else None,
            checked_in_at=visit.joined_at,
            called_at=visit.called_at,
            arrived_at=visit.arrived_at,
            began_at=visit.began_at,
            absent_until=visit.held_until,
            member=member,
            pictures=[picture_view(it, station, self._now) for it in entry.pictures],
            perhaps_helped=entry.perhaps_helped,
            picture_declined=entry.picture_declined,
            number_twice=entry.number_twice,
        )
