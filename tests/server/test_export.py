"""Visits as a sheet: what happened, to whom never; on record, and no burden on the server."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli.server.export import export
from kiosk.server.home import Home
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import StationSide, jpeg

HEAD = "day,number,station,topic,waited_s,served_s,ended,outcome,rating,held,no_show,codes"
Exports = Callable[..., Result]


@pytest.fixture
def exports(home: Home, data: Path, monkeypatch: pytest.MonkeyPatch) -> Exports:
    """Runs the command beside the running server, at its time."""
    config = data.with_name("site.toml")
    config.write_text('id = "lab"\nname = "The Lab"\ntime_zone = "Europe/London"', "utf-8")
    monkeypatch.setattr("kiosk.cli.server.opened_home.SystemClock", lambda: home.store.clock)

    def run(first: str, last: str, *more: str) -> Result:
        words = ["--from", first, "--to", last, "--config", str(config), *more]
        return CliRunner().invoke(export, words)

    return run


def rows(result: Result) -> list[list[str]]:
    assert result.exit_code == 0, result.output
    text = result.stdout_bytes.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def test_each_visit_is_a_row_of_figures_without_a_name(
    station: StationSide, maya: DeskClient, clock: FakeClock, exports: Exports
) -> None:
    facts = {"number": "B1", "station": "B", "topic": "printing"}
    helped = station.arrives("Zebedee", facts=facts)
    clock.passes(minutes=5)
    maya.does("call", helped)
    maya.does("absent", helped)
    maya.does("call", helped)
    maya.does("begin", helped)
    clock.passes(minutes=10)
    maya.finishes(helped, "Zebedee's dock")
    station.push(station.event("VisitRated", helped, {"rating": "good"}))

    result = exports("2026-03-02", "2026-03-02")

    row = "2026-03-02,B1,B,printing,300,600,finished,fixed,good,1,no,"
    assert result.stdout_bytes == f"{HEAD}\r\n{row}\r\n".encode("utf-8-sig")


def test_programs_get_it_without_the_mark_that_spreadsheets_need(exports: Exports) -> None:
    for_sheets = exports("2026-03-02", "2026-03-02").stdout_bytes
    for_programs = exports("2026-03-02", "2026-03-02", "--no-bom").stdout_bytes

    assert for_sheets == b"\xef\xbb\xbf" + for_programs


def test_how_visits_ended_without_help_is_told(
    station: StationSide,
    other_station: StationSide,
    home: Home,
    maya: DeskClient,
    clock: FakeClock,
    exports: Exports,
) -> None:
    gone, absent = station.arrives(), other_station.arrives()
    station.arrives()
    station.push(station.event("VisitorLeft", gone))
    maya.does("call", absent)
    maya.does("absent", absent)
    clock.passes(minutes=11)
    home.no_shows.run()
    clock.passes(hours=25)
    home.end_of_day.run()

    ended = [(row[1], *row[6:8], *row[9:]) for row in rows(exports("2026-03-02", "2026-03-02"))]
    assert ended == [
        ("B1", "left", "", "0", "no", ""),
        ("B2", "left", "", "0", "no", ""),
        ("C1", "no_show", "", "1", "yes", ""),
    ]


def test_a_visit_that_goes_on_has_no_end_yet(station: StationSide, exports: Exports) -> None:
    station.arrives()

    [row] = rows(exports("2026-03-02", "2026-03-02"))
    assert row == ["2026-03-02", "B1", "B", "", "", "", "", "", "", "0", "no", ""]


def test_a_wait_that_goes_on_has_no_length_and_one_that_led_to_help_has(
    station: StationSide, maya: DeskClient, clock: FakeClock, exports: Exports
) -> None:
    helped, _ = station.arrives(), station.arrives()
    clock.passes(minutes=5)
    maya.does("call", helped)
    maya.does("begin", helped)
    clock.passes(minutes=30)

    found = [row[4] for row in rows(exports("2026-03-02", "2026-03-02"))]
    assert found == ["300", ""]


def test_codes_read_on_pictures_are_a_column_and_each_comes_once(
    station: StationSide, exports: Exports
) -> None:
    visit, other = station.arrives(), station.arrives()
    station.push(station.attached(visit, jpeg(), codes=["809", "0x80070005"]))
    station.push(station.attached(visit, jpeg(32, 32), codes=["809"]))
    station.push(station.attached(other, jpeg(48, 48)))

    found = [row[11] for row in rows(exports("2026-03-02", "2026-03-02"))]
    assert found == ["809 0x80070005", ""]


def test_only_the_days_asked_for_come_in_the_order_people_came(
    station: StationSide, other_station: StationSide, clock: FakeClock, exports: Exports
) -> None:
    for _ in range(4):
        station.arrives()
        clock.passes(minutes=1)
        other_station.arrives()
        clock.passes(days=1)

    found = [(row[0], row[1]) for row in rows(exports("2026-03-03", "2026-03-04"))]

    assert found == [
        ("2026-03-03", "B2"),
        ("2026-03-03", "C2"),
        ("2026-03-04", "B3"),
        ("2026-03-04", "C3"),
    ]


def test_notes_come_when_asked_for_whole_and_in_any_script(
    station: StationSide, maya: DeskClient, exports: Exports
) -> None:
    note = 'Zwei Zeilen:\n"größer", 修理'
    visit = station.arrives()
    maya.does("call", visit)
    maya.finishes(visit, note)

    day = "2026-03-02"
    assert rows(exports(day, day, "--notes"))[0][-1] == note
    assert note not in str(rows(exports(day, day)))


def test_an_export_is_on_record(home: Home, exports: Exports) -> None:
    exports("2026-03-01", "2026-03-31", "--notes")

    [entry] = home.audit.entries(home.store.now())
    assert (entry.who, entry.act, entry.about, entry.detail) == (
        None,
        "export",
        "visits 2026-03-01 to 2026-03-31",
        "with notes",
    )


@pytest.mark.parametrize(
    ("first", "last", "named"),
    [("2026-03-02", "2026-03-01", "--to"), ("today", "2026-03-01", "--from")],
)
def test_days_that_are_none_are_named(exports: Exports, first: str, last: str, named: str) -> None:
    result = exports(first, last)

    assert (result.exit_code, named in result.output) == (2, True)
