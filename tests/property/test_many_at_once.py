"""A push of many facts leaves the home as the same facts do one by one, in whatever order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kiosk import wire
from kiosk.domain.events import (
    About,
    EraseReason,
    Event,
    PhotoAttached,
    PhotoErased,
    VisitCheckedIn,
    VisitFacts,
    VisitorLeft,
)
from kiosk.server.home import Home, open_home
from kiosk.server.store import tables
from kiosk.server.store.ledger.ledger import Ledger
from kiosk.server.sync import ingest
from tests.doubles.clock import FakeClock
from tests.doubles.words import SITE

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
PHOTO = "ab" * 32
COMPARED = (tables.visits, tables.visit_private, tables.event_private, tables.pictures)
_fresh = itertools.count(1)


class Undone(Exception):
    """Takes a transaction back."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    opened = open_home(SITE, tmp_path_factory.mktemp("home"), FakeClock(NOW))
    yield opened
    opened.close()


@st.composite
def facts(draw: st.DrawFn) -> list[wire.WireEvent]:
    """A few visitors of one station: each comes, some show, erase or leave; any order, any age."""
    ages = st.integers(0, 3_600).map(float)
    tokens = st.sampled_from(["", "one" * 8, "two" * 8])
    offered: list[wire.WireEvent] = []
    for number in draw(st.permutations(range(1, draw(st.integers(2, 6)) + 1))):
        visit, words = _id(), {"first_name": f"Ada {number}", "phone_token": draw(tokens)}
        came = VisitCheckedIn(f"B{number}", "B", None)
        offered.append(_offer(visit, came, draw(ages), words))
        later: list[VisitFacts] = [
            PhotoAttached(PHOTO, 9, 4, 3),
            PhotoErased(PHOTO, EraseReason.VISITOR),
            VisitorLeft(),
        ]
        offered += [_offer(visit, one, draw(ages), {}) for one in later[: draw(st.integers(0, 3))]]
    return offered


def _id() -> str:
    return str(UUID(int=next(_fresh), version=4))


def _offer(visit: str, one: VisitFacts, age_s: float, words: dict[str, str]) -> wire.WireEvent:
    about = About("visit", visit)
    event = Event(_id(), SITE.site_id, about, "visitor", "station:B", NOW, one, words)
    return wire.to_wire(event, age_s)


def left_by(home: Home, pushes: Sequence[Sequence[wire.WireEvent]]) -> list[object]:
    """Every row after these pushes; nothing of it stays."""
    with suppress(Undone), home.store.write() as writing:
        for events in pushes:
            ledger = Ledger(writing, SITE, NOW)
            push = wire.Push(SITE.site_id, NOW, list(events))
            ingest.accept(ledger, wire.ReadPush(push), "B", "epoch")
        rows = [sorted(map(str, writing.execute(select(table)).all())) for table in COMPARED]
        told = writing.execute(
            select(tables.events.c.seq, tables.events.c.id).order_by(tables.events.c.seq)
        ).all()
        head = writing.scalar(select(tables.sites.c.seq))
        raise Undone
    return [rows, [tuple(one) for one in told], head]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts())
def test_many_at_once_are_as_one_by_one(home: Home, offered: list[wire.WireEvent]) -> None:
    at_once = left_by(home, [offered])

    assert left_by(home, [[one] for one in offered]) == at_once
    assert at_once[2] == len(offered)
