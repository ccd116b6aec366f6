"""Gauges for a monitoring system: queue, waits of the day, state of each station. Names nobody.

The cost of reading them does not grow with history.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import Connection, func, select, text

from kiosk.domain.site import Site
from kiosk.domain.visit import VisitState
from kiosk.server.fleet.overview import LetterState, StationRow
from kiosk.server.fleet.seats import seats_by_letter
from kiosk.server.fleet.status import StationReport, station_reports
from kiosk.server.queue.line import Line
from kiosk.server.shared.site_state import SiteState
from kiosk.server.store.tables import OPEN_STATES, pictures, visits

_MONITORED: Final = frozenset({LetterState.PAIRED, LetterState.STOPPED})


def gauges(connection: Connection, site: Site, state: SiteState) -> list[GaugeMetricFamily]:
    """All gauges of the site in `state`."""
    # A kiosk whose token was revoked sends nothing any more: it would raise an alarm for ever.
    rows, now = state.around.stations, state.now
    letters = {row.letter for row in rows if row.standing in _MONITORED}
    reports = [one for one in station_reports(connection, site) if one.letter in letters]
    return [
        *_queue(state.line.line, now),
        *_today(connection, site, now),
        *_connections(reports, now),
        *_backlogs(reports),
        *_ways(rows, now),
        _missing_pictures(connection, site),
    ]


def home_gauge(notices: Mapping[str, float]) -> GaugeMetricFamily:
    """What somebody should see to on the home itself, by the code of `store.condition`."""
    return _labelled("kiosk_home_notice", "Something to see to on the server.", "code", notices)


def _queue(line: Line, now: datetime) -> Iterator[GaugeMetricFamily]:
    states = line.by_state
    by_state = {state.value: states[state] for state in VisitState if state in states}
    # Whoever is called still waits until somebody is there.
    unmet = line.in_state({VisitState.WAITING, VisitState.CALLED})
    waits = [visit.waited_s(now) for visit in unmet]
    queued = len(line.waiting)
    yield GaugeMetricFamily("kiosk_queue_length", "Visitors waiting to be called.", queued)
    yield GaugeMetricFamily(
        "kiosk_longest_wait_seconds",
        "How long the visitor who waits longest, called or not, has waited.",
        max(waits, default=0),
    )
    yield _labelled("kiosk_visits_open", "Visits that have not ended, by state.", "state", by_state)


def _today(connection: Connection, site: Site, now: datetime) -> Iterator[GaugeMetricFamily]:
    query = select(visits.c.state, visits.c.joined_at, visits.c.began_at).where(
        visits.c.site_id == site.site_id,
        # The index begins with the station: by day alone the whole table would be read.
        visits.c.station.in_(list(seats_by_letter(connection, site))),
        visits.c.day == site.day(now),
    )
    rows = connection.execute(query).all()
    states = Counter(row.state for row in rows)
    waits = [
        max(0.0, (row.began_at - row.joined_at).total_seconds())
        for row in rows
        if row.began_at is not None
    ]
    by_state = dict(sorted(states.items()))
    yield _labelled("kiosk_visits_today", "Visits of the site's day, by state.", "state", by_state)
    yield GaugeMetricFamily("kiosk_helped_today", "Visits of the day that were helped.", len(waits))
    yield GaugeMetricFamily(
        "kiosk_waited_today_seconds",
        "Waits of the day until help began, added up.",
        sum(waits),
    )


def _connections(reports: Collection[StationReport], now: datetime) -> Iterator[GaugeMetricFamily]:
    yield _labelled(
        "kiosk_station_unheard_seconds",
        "Since when nothing was heard of the station.",
        "station",
        {report.letter: (now - report.seen_at).total_seconds() for report in reports},
    )
    yield _labelled(
        "kiosk_station_clock_ahead_seconds",
        "How far the station's clock is ahead of the server's.",
        "station",
        {report.letter: report.clock_ahead_s for report in reports},
    )


def _backlogs(reports: Sequence[StationReport]) -> Iterator[GaugeMetricFamily]:
    statuses = {report.letter: report.status for report in reports if report.status is not None}
    yield _labelled(
        "kiosk_station_waiting_events",
        "Events the station has not sent yet.",
        "station",
        _said({letter: status.waiting for letter, status in statuses.items()}),
    )
    yield _labelled(
        "kiosk_station_waiting_visits",
        "Visits of which the station has not sent something yet.",
        "station",
        _said({letter: status.visits for letter, status in statuses.items()}),
    )
    yield _labelled(
        "kiosk_station_set_aside_events",
        "Events of the station the server refused.",
        "station",
        _said({letter: status.set_aside for letter, status in statuses.items()}),
    )


def _said(numbers: Mapping[str, int | None]) -> Mapping[str, int]:
    """Without those that a station did not say."""
    return {letter: number for letter, number in numbers.items() if number is not None}


def _ways(rows: Sequence[StationRow], now: datetime) -> Iterator[GaugeMetricFamily]:
    """Of each way that is stuck: for how long, and with which HTTP status (0: no answer)."""
    lasted = GaugeMetricFamily(
        "kiosk_station_way_stuck_seconds",
        "How long a way between station and server has been stuck; none while all work.",
        labels=["station", "way"],
    )
    status = GaugeMetricFamily(
        "kiosk_station_way_stuck_status",
        "The HTTP status the station last got on a stuck way, 0 for no answer.",
        labels=["station", "way"],
    )
    for row in rows:
        for stuck in row.ways if row.standing in _MONITORED else ():
            lasted.add_metric([row.letter, stuck.way], (now - stuck.since).total_seconds())
            status.add_metric([row.letter, stuck.way], stuck.status or 0)
    yield lasted
    yield status


def _missing_pictures(connection: Connection, site: Site) -> GaugeMetricFamily:
    query = (
        select(visits.c.station, func.count())
        .join(pictures, pictures.c.visit_id == visits.c.id)
        .where(visits.c.site_id == site.site_id)
        # As literal text: with bound values SQLite does not see that its partial index fits.
        .where(text(OPEN_STATES))
        .where(pictures.c.received_at.is_(None), pictures.c.erased_at.is_(None))
        .group_by(visits.c.station)
    )
    return _labelled(
        "kiosk_station_missing_pictures",
        "Pictures of open visits that the station announced and that are not here.",
        "station",
        {row[0]: row[1] for row in connection.execute(query)},
    )


def _labelled(
    name: str, documentation: str, label: str, values: Mapping[str, float]
) -> GaugeMetricFamily:
    """A gauge with one value for each value of its label."""
    gauge = GaugeMetricFamily(name, documentation, labels=[label])
    for labelled, value in values.items():
        gauge.add_metric([labelled], value)
    return gauge
