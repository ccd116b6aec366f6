"""The kiosks of a home as `kiosk doctor` names them: heard of, their four ways, their token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from kiosk import wire
from kiosk.domain.site import Site
from kiosk.finding import Finding
from kiosk.server.fleet.overview import LetterState, StationRow
from kiosk.server.fleet.status import StationReport
from kiosk.server.store.known_time import AGREES_WITHIN
from kiosk.sync.link_state import Way
from kiosk.sync.way_words import stuck_words

SILENT_AFTER: Final = timedelta(minutes=5)
"""A kiosk is in touch every minute."""


def examine_stations(
    rows: Sequence[StationRow], reports: Sequence[StationReport], site: Site, now: datetime
) -> Iterator[Finding]:
    """A line for each kiosk that is well, and one for each thing to see to."""
    paired = [row for row in rows if row.standing is not LetterState.FREE]
    if not paired:
        seen = "none is paired yet: a lead approves the code that a kiosk shows"
        yield Finding("kiosks", well=True, seen=seen)
    ahead = {report.letter: report.clock_ahead_s for report in reports}
    for row in paired:
        name = f"kiosk {row.letter}"
        if row.standing is LetterState.REVOKED:
            yield Finding(name, well=True, seen="revoked; it may do nothing here")
            continue
        troubles = [*_troubles(row, ahead.get(row.letter, 0.0), site, now)]
        for seen in troubles:
            yield Finding(name, well=False, seen=seen)
        if not troubles:
            yield Finding(name, well=True, seen=_well(row, now))


def _troubles(row: StationRow, ahead_s: float, site: Site, now: datetime) -> Iterator[str]:
    if row.standing is LetterState.STOPPED:
        yield (
            f"two machines use its token, at {row.seen_from} and {row.also_from}: "
            f"kiosk stations allow {row.letter} if both are yours; else revoke it and pair again"
        )
        return
    if row.seen_at is None:
        yield "paired and never heard of: start it, and run kiosk doctor there"
        return
    if now - row.seen_at > SILENT_AFTER and site.is_open(now):
        yield f"nothing heard since {_instant(row.seen_at)}: run kiosk doctor there"
    for way in row.ways:
        for_s = max(0.0, (now - way.since).total_seconds())
        trouble = wire.WayTrouble(way.way, for_s, way.reason, way.status, way.by_home)
        yield f"{way.way} {stuck_words(trouble, now, 'the kiosk')}"
    if abs(ahead_s) > AGREES_WITHIN.total_seconds():
        side = "ahead of" if ahead_s > 0 else "behind"
        yield f"its clock is {abs(ahead_s) / 60:.0f} min {side} this one: set the wrong one right"
    if row.status is not None and row.status.set_aside:
        count = row.status.set_aside
        yield f"{count} events and pictures of it were refused: kiosk visits set-aside there"


def _well(row: StationRow, now: datetime) -> str:
    assert row.seen_at is not None
    if now - row.seen_at > SILENT_AFTER:
        return f"closed now; last heard {_instant(row.seen_at)}"
    return f"in touch; {', '.join(Way)} get through"


def _instant(at: datetime) -> str:
    return f"{at.astimezone():%d %b %H:%M}"
