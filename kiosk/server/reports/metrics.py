"""Owns the figures a monitoring system reads: queue, waits, how each station fares. Names nobody.

The text format of Prometheus, version 0.0.4. Its cost does not grow with history.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from kiosk.domain.site import Site
from kiosk.domain.visit import VisitState
from kiosk.server.fleet.overview import Standing, station_rows
from kiosk.server.fleet.seats import seats_by_letter
from kiosk.server.fleet.status import StationSeen, stations_seen
from kiosk.server.queue.line import read_line
from kiosk.server.store.tables import visits

EXPECTED: Final = frozenset({Standing.PAIRED, Standing.STOPPED})


@dataclass(frozen=True, slots=True)
class Sample:
    """One value with what tells it from others of its name."""

    value: float
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Gauge:
    """A name, what it means, and its values now."""

    name: str
    meaning: str
    samples: Sequence[Sample]


def gauges(connection: Connection, site: Site, now: datetime) -> list[Gauge]:
    """Everything there is to say of the site at `now`."""
    # Of a kiosk whose token was taken back nothing is expected: it would be unheard for ever.
    letters = {row.letter for row in station_rows(connection, site) if row.standing in EXPECTED}
    seen = [one for one in stations_seen(connection, site) if one.letter in letters]
    return [*_queue(connection, site, now), *_today(connection, site, now), *_stations(seen, now)]


def exposition(shown: Iterable[Gauge]) -> str:
    """`shown` as a page of text."""
    return "".join(f"{line}\n" for gauge in shown for line in _lines(gauge))


def _queue(connection: Connection, site: Site, now: datetime) -> Iterator[Gauge]:
    line = read_line(connection, site.site_id)
    states = line.by_state
    by_state = [
        _sample(states[state], state=state.value) for state in VisitState if state in states
    ]
    waits = [visit.waited_s(now) for visit in line.waiting]
    yield Gauge("kiosk_queue_length", "Visitors waiting to be called.", [_sample(len(waits))])
    yield Gauge(
        "kiosk_longest_wait_seconds",
        "How long the first in line has waited.",
        [_sample(max(waits, default=0))],
    )
    yield Gauge("kiosk_visits_open", "Visits that have not ended, by state.", by_state)


def _today(connection: Connection, site: Site, now: datetime) -> Iterator[Gauge]:
    query = select(visits.c.state, visits.c.joined_at, visits.c.began_at).where(
        visits.c.site_id == site.site_id,
        # By station, as the index has it: the day alone would be looked for in all history.
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
    by_state = [_sample(count, state=state) for state, count in sorted(states.items())]
    yield Gauge("kiosk_visits_today", "Visits of the site's day, by state.", by_state)
    yield Gauge("kiosk_helped_today", "Visits of the day that were helped.", [_sample(len(waits))])
    yield Gauge(
        "kiosk_waited_today_seconds",
        "Waits of the day until help began, added up.",
        [_sample(sum(waits))],
    )


def _stations(seen: Sequence[StationSeen], now: datetime) -> Iterator[Gauge]:
    told = [(station.letter, station.status) for station in seen if station.status is not None]
    yield Gauge(
        "kiosk_station_unheard_seconds",
        "Since when nothing was heard of the station.",
        [_sample((now - one.seen_at).total_seconds(), station=one.letter) for one in seen],
    )
    yield Gauge(
        "kiosk_station_clock_ahead_seconds",
        "How far the station's clock is ahead of the server's.",
        [_sample(one.clock_ahead_s, station=one.letter) for one in seen],
    )
    yield Gauge(
        "kiosk_station_waiting_events",
        "Events the station has not sent yet.",
        [_sample(status.waiting, station=letter) for letter, status in told],
    )
    yield Gauge(
        "kiosk_station_waiting_visits",
        "Visits of which the station has not sent something yet.",
        [
            _sample(status.visits, station=letter)
            for letter, status in told
            if status.visits is not None
        ],
    )
    yield Gauge(
        "kiosk_station_set_aside_events",
        "Events of the station the server refused.",
        [_sample(status.set_aside, station=letter) for letter, status in told],
    )


def _sample(value: float, **labels: str) -> Sample:
    return Sample(value, labels)


def _lines(gauge: Gauge) -> Iterator[str]:
    yield f"# HELP {gauge.name} {gauge.meaning}"
    yield f"# TYPE {gauge.name} gauge"
    for sample in gauge.samples:
        # Letters and states alone: nothing in them needs an escape.
        labels = ",".join(f'{name}="{text}"' for name, text in sample.labels.items())
        yield (
            f"{gauge.name}{{{labels}}} {sample.value:g}"
            if labels
            else (f"{gauge.name} {sample.value:g}")
        )
