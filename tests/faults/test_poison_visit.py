"""The server answers 500 to one visit for ever; all the others arrive, it is never deleted."""

from __future__ import annotations

from kiosk import wire
from kiosk.domain.snapshot import Link
from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.doubles.answers import acknowledging, said
from tests.doubles.station_on_line import StationOnLine
from tests.doubles.unruly import Talk, UnrulyServer
from tests.doubles.words import SITE_WITHOUT_SEATS, state_of_site

VISITS = 250


class PoisonedHome:
    """Quarantine over every push that holds the visit; remembers what it took."""

    def __init__(self, poison: str) -> None:
        self.poison = poison
        self.taken: list[str] = []

    def __call__(self, talk: Talk) -> None:
        push = wire.decode(talk.server.seen[-1].body, wire.Push)
        visits = [event.about.id for event in push.events]
        if self.poison in visits:
            said(500)(talk)
            return
        self.taken += visits
        acknowledging()(talk)


def send_all(station: StationOnLine) -> None:
    while station.up.step() == 0.0:
        pass


def test_the_others_arrive_and_it_is_set_aside_after_ten_tries(
    station: StationOnLine, server: UnrulyServer, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    visits = [station.box.checked_in() for _ in range(VISITS)]
    home = PoisonedHome(visits[100])
    server.answers_by(home)

    send_all(station)
    at_once = len(set(home.taken))
    for _ in range(9):
        station.box.checked_in()
        station.box.clock.pass_s(3_600)
        send_all(station)

    [(poison, code)] = station.aside()
    station.box.memory.remember(state_of_site(site=SITE_WITHOUT_SEATS))
    assert (at_once, code) == (VISITS - 1, "server_fails")
    assert station.stands() == (Link.DEGRADED, 0)
    kept = station.box.rows(f"select visit_id from events where id = '{poison}'")
    assert kept == [(visits[100],)]
