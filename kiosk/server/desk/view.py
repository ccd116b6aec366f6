"""What a desk shows of the queue.

Only open visits are read, so the cost does not grow with history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, select

from kiosk.domain.events import VisitCheckedIn
from kiosk.domain.site import Site
from kiosk.domain.visit import WITH_MEMBER, Visit, VisitState
from kiosk.server.auth.members import Member
from kiosk.server.auth.view import MemberView
from kiosk.server.desk.picture_view import PictureView, picture_views
from kiosk.server.fleet.overview import StationRow, station_rows
from kiosk.server.queue.line import read_line
from kiosk.server.store.condition import Notice
from kiosk.server.store.tables import events, members, sites, visit_private
from kiosk.server.store.tables import visits as visits_table


class TopicView(Struct, frozen=True):
    """What a visit is about. `icon` names a shipped picture."""

    id: str
    name: str
    icon: str


class VisitView(Struct, frozen=True):
    """A visit as a member sees it.

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
    waited_s: int
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


class SiteView(Struct, frozen=True):
    """The site as a desk shows it."""

    id: str
    name: str
    open: bool
    closes_at: str | None
    late_after_min: int


class DeskState(Struct, frozen=True):
    """Everything a desk shows. `waiting` is in calling order; `notices` are for leads alone."""

    epoch: str
    seq: int
    now: datetime
    site: SiteView
    me: MemberView
    waiting: list[VisitView]
    held: list[VisitView]
    open: list[VisitView]
    next: str | None
    stations: Sequence[StationRow]
    notices: Sequence[Notice] = ()


@dataclass(frozen=True, slots=True)
class _Sight:
    """The visits to show, the kiosks they came from, and the moment."""

    visits: Sequence[Visit]
    stations: Sequence[StationRow]
    now: datetime


@dataclass(frozen=True, slots=True)
class _Related:
    """What is shown with visits but lies in other tables, by visit or member id."""

    first_names: Mapping[str, str]
    members: Mapping[str, str]
    pictures: Mapping[str, Sequence[PictureView]]
    topics: Mapping[str, TopicView]
    doubtful: frozenset[str]
    declined: frozenset[str]
    twice: frozenset[str]


def desk_state(
    connection: Connection, site: Site, epoch: str, member: Member, now: datetime
) -> DeskState:
    """What `member` sees at `now`."""
    line = read_line(connection, site.site_id)
    stations = station_rows(connection, site)
    related = _related(connection, site, _Sight(line.visits, stations, now))
    seq = connection.scalar(select(sites.c.seq).where(sites.c.site_id == site.site_id))
    closes_at = site.closes_at(now)
    return DeskState(
        epoch=epoch,
        seq=seq or 0,
        now=now,
        site=SiteView(
            site.site_id,
            site.name,
            site.is_open(now),
            closes_at.isoformat("minutes") if closes_at else None,
            site.late_after_min,
        ),
        me=MemberView(member.id, member.name, member.role),
        waiting=[_view(visit, related, now) for visit in line.waiting],
        held=[_view(visit, related, now) for visit in line.in_state({VisitState.HELD})],
        open=[_view(visit, related, now) for visit in line.in_state(WITH_MEMBER)],
        next=line.next.id if line.next else None,
        stations=stations,
    )


def visit_view(connection: Connection, site: Site, visit: Visit, now: datetime) -> VisitView:
    """One visit as a member sees it."""
    sight = _Sight([visit], station_rows(connection, site), now)
    return _view(visit, _related(connection, site, sight), now)


def _view(visit: Visit, related: _Related, now: datetime) -> VisitView:
    member = None
    if visit.member_id is not None:
        member = MemberView(visit.member_id, related.members.get(visit.member_id, ""))
    shown = [
        picture for picture in related.pictures.get(visit.id, ()) if picture.id in visit.photos
    ]
    return VisitView(
        id=visit.id,
        number=visit.number,
        seat=visit.seat,
        first_name=related.first_names.get(visit.id, ""),
        state=visit.state.value,
        topic=related.topics.get(visit.topic) if visit.topic else None,
        hold_reason=visit.hold_reason.value if visit.hold_reason else None,
        waited_s=visit.waited_s(now),
        checked_in_at=visit.joined_at,
        called_at=visit.called_at,
        arrived_at=visit.arrived_at,
        began_at=visit.began_at,
        absent_until=visit.held_until,
        member=member,
        pictures=shown,
        perhaps_helped=visit.id in related.doubtful,
        picture_declined=visit.id in related.declined,
        number_twice=visit.id in related.twice,
    )


def _related(connection: Connection, site: Site, sight: _Sight) -> _Related:
    visits = sight.visits
    ids = [visit.id for visit in visits]
    names = connection.execute(
        select(visit_private.c.visit_id, visit_private.c.first_name).where(
            visit_private.c.visit_id.in_(ids)
        )
    )
    doubtful = select(visits_table.c.id).where(
        visits_table.c.id.in_(ids), visits_table.c.perhaps_helped
    )
    twice = select(visits_table.c.id).where(visits_table.c.id.in_(ids), visits_table.c.number_twice)
    callers = {visit.member_id for visit in visits if visit.member_id}
    team = connection.execute(select(members.c.id, members.c.name).where(members.c.id.in_(callers)))
    return _Related(
        {row[0]: row[1] for row in names},
        {row[0]: row[1] for row in team},
        picture_views(connection, ids, sight.stations, sight.now),
        {topic.id: TopicView(topic.id, topic.name, topic.icon) for topic in site.topics},
        frozenset(connection.scalars(doubtful)),
        _declined(connection, ids),
        frozenset(connection.scalars(twice)),
    )


def _declined(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    """The visits whose visitor said no to a picture."""
    query = select(events.c.about_id, events.c.facts).where(
        events.c.about_id.in_(ids), events.c.type == VisitCheckedIn.__name__
    )
    return frozenset(
        visit_id for visit_id, facts in connection.execute(query) if facts.get("picture_declined")
    )
