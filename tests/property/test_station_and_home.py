"""Stations and their home agree in the end, whatever happens on the way; the check has teeth."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from kiosk import wire
from kiosk.faults import LinkFault
from kiosk.server.arrival import Arrival
from kiosk.store.outbox import Outbox
from kiosk.sync.ports import Offered
from kiosk.sync.up import SyncUp
from tests.conftest import ExpectLog
from tests.doubles.home import Line, LiveHome, Weather
from tests.property.site_machine import (
    RestoredSiteMachine,
    SiteMachine,
    StaffedSiteMachine,
    Wish,
)

ENOUGH = settings(max_examples=settings().max_examples // 4, stateful_step_count=30)
# A planted bug need only be found, not made small.
TO_FIND = settings(max_examples=200, stateful_step_count=30, phases=[Phase.generate])


@pytest.fixture(autouse=True)
def made(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("made") / "home"
    LiveHome.make(folder)
    SiteMachine.made = folder


@pytest.fixture(autouse=True)
def lines_are_lost(expect_log: ExpectLog) -> None:
    expect_log("sync_up_lost", "sync_down_lost", "event_set_aside", "epoch_changed", maybe=True)


def test_whatever_happens_nothing_is_lost_or_doubled_and_all_agree_in_the_end() -> None:
    run_state_machine_as_test(StaffedSiteMachine, settings=ENOUGH)


def test_a_home_restored_from_any_backup_gets_every_visitor_back() -> None:
    run_state_machine_as_test(RestoredSiteMachine, settings=ENOUGH)


def test_a_new_request_id_on_each_retry_would_be_found() -> None:
    class AsksAnew(StaffedSiteMachine):
        def retry_id(self, wish: Wish) -> str:
            return self.new_id()

    with pytest.raises(AssertionError):
        run_state_machine_as_test(AsksAnew, settings=TO_FIND)


def test_a_home_that_answers_before_it_has_committed_would_be_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deliver = Line.deliver

    def too_early(line: Line, message: bytes, weather: Weather) -> bytes:
        if weather is not Weather.HOME_CRASHES:
            return deliver(line, message, weather)
        with suppress(LinkFault):
            deliver(line, message, weather)
        named = [event.id for event in wire.decode(message, wire.Push).events]
        return wire.encode(wire.Pushed(line.home.epoch, line.home.head(), named))

    monkeypatch.setattr(Line, "deliver", too_early)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(SiteMachine, settings=TO_FIND)


# The rest by hand, in as few steps as they take: what the machine holds people to has teeth.


def test_a_station_that_takes_any_answer_for_a_receipt_would_be_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def trusting(up: SyncUp, batch: Sequence[Offered]) -> None:
        answer = up._link.push(batch)
        up._outbox.acknowledge(answer.epoch, [offer.event.id for offer in batch])

    monkeypatch.setattr(SyncUp, "_push", trusting)
    site = SiteMachine()
    site.a_visitor_checks_in("B", with_picture=False)
    site.a_visitor_checks_in("B", with_picture=False)
    site.a_station_sends("B", Weather.CUT_IN_HALF)

    with pytest.raises(AssertionError):
        site.nothing_is_lost_on_the_way()
    with pytest.raises(AssertionError):
        site.teardown()


def test_a_line_ordered_by_the_stations_clocks_would_be_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def by_its_clock(_arrival: Arrival, at: datetime, _age_s: float | None) -> datetime:
        return at

    monkeypatch.setattr(Arrival, "instant", by_its_clock)
    site = SiteMachine()
    site.a_visitor_checks_in("B", with_picture=False)
    site.a_station_sends("B", Weather.FINE)

    with pytest.raises(AssertionError):
        site.the_line_is_by_when_people_came_whatever_the_stations_clocks_say()
    site.teardown()


def test_a_station_that_does_not_look_at_the_epoch_would_be_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Outbox, "meet", lambda _outbox, _epoch: False)
    site = RestoredSiteMachine()
    site.a_visitor_checks_in("B", with_picture=False)
    site.a_station_sends("B", Weather.FINE)
    site.home.restore(site.backups[0], "another-epoch")

    with pytest.raises(AssertionError):
        site.teardown()
