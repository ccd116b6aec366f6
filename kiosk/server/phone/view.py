"""What a visitor's phone shows of their visit."""

from __future__ import annotations

from msgspec import Struct

from kiosk.domain.site import Site
from kiosk.server.auth.view import SiteName
from kiosk.server.queue.entries import Entry
from kiosk.server.shared.site_state import SiteState


class PhoneView(Struct, frozen=True):
    """A visit as its visitor sees it.

    `ahead` counts people before, None unless waiting; `recalls` how often it was called again.
    `on_duty`: whether a member is; `help_phone`: whom to call otherwise, "" nobody.
    """

    site: SiteName
    number: str
    seat: int | None
    first_name: str
    state: str
    ahead: int | None
    member: str | None
    seq: int
    recalls: int
    on_duty: bool
    help_phone: str


def phone_view(site: Site, state: SiteState, entry: Entry) -> PhoneView:
    """The visit of `entry` in `state`."""
    visit = entry.visit
    return PhoneView(
        site=SiteName(site.name),
        number=visit.number,
        seat=visit.seat,
        first_name=entry.first_name,
        state=visit.state.value,
        ahead=state.line.ahead.get(visit.id),
        member=entry.member if visit.member_id else None,
        seq=state.line.seq,
        recalls=entry.recalls,
        on_duty=bool(state.around.on_duty),
        help_phone=site.help_phone,
    )
