"""What a push costs does not grow with each of its facts: they are read and written at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event, insert, select

from kiosk.domain.events import VisitCheckedIn
from kiosk.domain.visit import open_visit
from kiosk.server.home import Home
from kiosk.server.store.ledger.bulk_insert import write_rows
from kiosk.server.store.tables import events, visits
from kiosk.server.store.visit_rows import row_from, row_of_new
from tests.doubles.stores import SQLITE
from tests.server.fake_clock import MONDAY
from tests.server.station_side import Json, StationSide, fresh_id, jpeg

LATER = datetime(2026, 3, 2, 10, 5, 0, 250, tzinfo=UTC)


def crowd(station: StationSide, count: int) -> list[Json]:
    """So many visitors, each with a phone and something to show."""
    told: list[Json] = []
    for number in range(count):
        came = station.checked_in("Ada", private={"phone_token": f"{id(told)}-{number:020}"})
        told += [came, station.attached(came["about"]["id"], jpeg())]
    return told


def statements_of(station: StationSide, told: list[Json]) -> list[str]:
    asked: list[str] = []

    def note(*said: object) -> None:
        asked.append(str(said[2]).split(" (")[0].split(" = ")[0])

    event.listen(Engine, "before_cursor_execute", note)
    answer = station.push(*told)
    event.remove(Engine, "before_cursor_execute", note)
    assert len(answer.json()["acknowledged"]) == len(told)
    return asked


def test_a_push_of_fifty_visitors_takes_the_statements_of_one_of_two(station: StationSide) -> None:
    station.push(station.checked_in())
    of_two = statements_of(station, crowd(station, 2))

    assert statements_of(station, crowd(station, 50)) == of_two


def test_words_that_follow_fifty_pictures_take_the_statements_of_two(station: StationSide) -> None:
    told = crowd(station, 52)
    assert len(station.push(*told).json()["acknowledged"]) == len(told)
    words = {"read_words": '{"quote":"809"}'}
    late = [{**each, "id": fresh_id(), "private": words} for each in told[1::2]]
    of_two = statements_of(station, late[:2])

    assert statements_of(station, late[2:]) == of_two


def test_rows_are_written_as_sqlalchemy_writes_them(home: Home) -> None:
    facts = VisitCheckedIn("B14", "B", 3, "printing")
    base = {**row_from(open_visit("one", "lab", facts, MONDAY)), "day": "2026-03-02", "counter": 14}
    rows = [
        {**base, "seq": 900, "perhaps_helped": True, "called_at": None, "photos": ["ab"]},
        {**base, "seq": 901, "perhaps_helped": False, "called_at": LATER, "id": "two"},
    ]
    kept = []
    for write in (
        lambda to: to.execute(insert(visits), rows),
        lambda to: write_rows(to, insert(visits), rows),
    ):
        with home.store.write() as connection:
            write(connection)
            kept.append(connection.exec_driver_sql("select * from visits where seq >= 900").all())
            connection.exec_driver_sql("delete from visits where seq >= 900")

    assert kept[0] == kept[1]
    assert len(kept[0]) == 2


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_instants_lie_there_as_they_always_did(station: StationSide, home: Home) -> None:
    station.arrives("Ada")

    with home.store.read() as connection:
        text = connection.exec_driver_sql("select received_at from events").scalar()
        read = connection.scalar(select(events.c.received_at))
    assert (text, read) == ("2026-03-02 09:00:00.000000", MONDAY)


@pytest.mark.parametrize("facts", [VisitCheckedIn("B1", "B"), VisitCheckedIn("B1", "B", 3, "a")])
def test_of_a_visit_that_begins_all_is_written_that_is_not_empty(facts: VisitCheckedIn) -> None:
    visit = open_visit("one", "lab", facts, MONDAY)

    whole, written = row_from(visit), row_of_new(visit)

    assert written == {name: whole[name] for name in written}
    assert {whole[name] for name in whole.keys() - written.keys()} == {None}
