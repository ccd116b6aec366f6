"""What a station says of its stuck ways, with a push or with a pull: the newest counts."""

from __future__ import annotations

import json

import pytest

from kiosk.wire import WAYS_HEADER
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import Json, StationSide
from tests.server.test_station_status import STATUS

PICTURES: Json = {
    "way": "pictures",
    "for_s": 60.0,
    "reason": "status 413",
    "status": 413,
    "by_home": False,
}


def pulls(station: StationSide, header: str | None = None) -> None:
    station.session.headers.pop(WAYS_HEADER, None)
    if header is not None:
        station.session.headers[WAYS_HEADER] = header
    assert station.state()["seq"] >= 0


def ways(desk: DeskClient) -> list[str]:
    return [way["way"] for way in desk.state()["stations"][0]["ways"]]


def test_the_ways_of_a_push_are_at_the_desk_with_the_instant(
    station: StationSide, maya: DeskClient
) -> None:
    station.push(status={**STATUS, "ways": [PICTURES]})

    assert maya.state()["stations"][0]["ways"] == [
        {
            "way": "pictures",
            "since": "2026-03-02T08:59:00Z",
            "status": 413,
            "reason": "status 413",
            "by_home": False,
        }
    ]


def test_the_newest_word_counts_whichever_way_it_came(
    station: StationSide, maya: DeskClient, clock: FakeClock
) -> None:
    said = [ways(maya)]
    for step in (
        lambda: station.push(status={**STATUS, "ways": [PICTURES]}),
        lambda: pulls(station, json.dumps([PICTURES, {**PICTURES, "way": "events"}])),
        lambda: pulls(station),
        lambda: station.push(status={**STATUS, "ways": [{**PICTURES, "way": "hints"}]}),
    ):
        clock.passes(seconds=1)
        step()
        said.append(ways(maya))

    assert said == [[], ["pictures"], ["pictures", "events"], [], ["hints"]]


@pytest.mark.parametrize("header", ["", "[", '[{"way": 3}]', "é", "[" + " " * 3_000 + "]"])
def test_a_header_that_cannot_be_read_costs_nothing(
    station: StationSide, maya: DeskClient, header: str
) -> None:
    pulls(station, header.encode("utf-8").decode("latin-1"))

    assert ways(maya) == []


def test_a_station_that_does_not_know_its_ways_has_none(
    station: StationSide, maya: DeskClient
) -> None:
    station.push(status=STATUS)

    assert (ways(maya), "ways" in maya.state()["stations"][0]["status"]) == ([], False)
