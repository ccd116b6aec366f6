"""Appending to a site's store: listeners are notified after the commit, and only of what is new."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.domain.events import About, Event, VisitCheckedIn
from kiosk.server.store.dialect import store_of
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import sites
from tests.doubles.ids import an_id
from tests.doubles.stores import Stores
from tests.server.conftest import SITE
from tests.server.fake_clock import MONDAY, FakeClock

ABOUT = About("visit", an_id(2))
CAME = Event(an_id(1), "lab", ABOUT, "visitor", "station:B", MONDAY, VisitCheckedIn("B1", "B"))


class PowerCut(Exception):
    """Something that ends the block."""


@pytest.fixture
def store(tmp_path: Path, stores: Stores) -> Iterator[SiteStore]:
    opened = SiteStore(ServerDatabase(store_of(tmp_path / "server")), SITE, FakeClock())
    yield opened
    opened.close()


@pytest.fixture
def published(store: SiteStore, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """What was published, and how far somebody else could read the site at that moment."""
    seen: list[tuple[int, int]] = []

    def publish(seq: int) -> None:
        with store.read() as connection:
            seen.append((seq, connection.scalar(select(sites.c.seq)) or 0))

    monkeypatch.setattr(store.feed, "publish", publish)
    return seen


def test_what_is_published_can_be_read_already(
    store: SiteStore, published: list[tuple[int, int]]
) -> None:
    with store.append() as ledger:
        ledger.append(CAME)

    assert published == [(1, 1)]


def test_nothing_is_published_when_nothing_was_appended(
    store: SiteStore, published: list[tuple[int, int]]
) -> None:
    with store.append() as ledger:
        ledger.known([CAME.id])

    assert published == []


def test_nothing_is_kept_or_published_when_the_block_fails(
    store: SiteStore, published: list[tuple[int, int]]
) -> None:
    def fails() -> None:
        with store.append() as ledger:
            ledger.append(CAME)
            raise PowerCut

    with pytest.raises(PowerCut):
        fails()

    with store.append() as ledger:
        assert (published, ledger.seq, ledger.known([CAME.id])) == ([], 0, set())


def test_opening_a_site_again_keeps_how_far_it_had_come(store: SiteStore, tmp_path: Path) -> None:
    with store.append() as ledger:
        ledger.append(CAME)

    again = SiteStore(ServerDatabase(store_of(tmp_path / "server")), SITE, FakeClock())
    with again.append() as ledger:
        reached = ledger.seq
    again.close()

    assert reached == 1
