"""A list of the site is read again after a change; one that cannot be used changes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.directory.people import People, read_people
from kiosk.directory.watch import FileWatch, ReloadingFile
from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.journeys.actors import until

PRIYA, NOOR = "E-1042,Priya", "G-0007,Noor"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


@pytest.fixture
def known() -> list[People]:
    """The lists handed on, in order."""
    return []


@pytest.fixture
def people(path: Path, known: list[People]) -> ReloadingFile[People]:
    return ReloadingFile(path, read_people, known.append)


@pytest.fixture
def watch(people: ReloadingFile[People]) -> Iterator[FileWatch]:
    watch = FileWatch([people], every_s=0.01)
    yield watch
    watch.stop()


def write(path: Path, *rows: str) -> None:
    path.write_text("\n".join(("badge,first_name", *rows, "")), encoding="utf-8")


def test_it_is_read_once_as_long_as_it_stays_as_it_is(
    path: Path, people: ReloadingFile[People], known: list[People]
) -> None:
    write(path, PRIYA)
    for _ in range(3):
        people.check()

    assert [each.has_badge("E-1042") for each in known] == [True]


def test_it_is_read_again_when_it_is_written_over_or_replaced(
    path: Path, people: ReloadingFile[People], known: list[People]
) -> None:
    write(path, PRIYA)
    people.check()
    write(path, PRIYA, NOOR)
    people.check()
    write(path.with_name("new.csv"), NOOR)
    # As a copy that keeps the file's times and comes to the same length.
    times = path.stat()
    os.utime(path.with_name("new.csv"), ns=(times.st_atime_ns, times.st_mtime_ns))
    path.with_name("new.csv").replace(path)
    people.check()

    lists = [(each.has_badge("E-1042"), each.has_badge("G-0007")) for each in known]
    assert lists == [(True, False), (True, True), (False, True)]


def test_one_that_cannot_be_used_is_said_once_and_the_one_before_it_stands(
    path: Path,
    people: ReloadingFile[People],
    known: list[People],
    expect_log: ExpectLog,
    logged: Callable[[LogEvent], list[dict[str, Any]]],
) -> None:
    expect_log(LogEvent.LIST_REFUSED)
    write(path, PRIYA)
    people.check()
    path.write_text("E-1042,Ben\n", encoding="utf-8")
    for _ in range(3):
        people.check()
    path.unlink()
    for _ in range(3):
        people.check()

    assert len(known) == 1
    told = [line["reason"] for line in logged(LogEvent.LIST_REFUSED)]
    assert [("first line" in each, "cannot be read" in each) for each in told] == [
        (True, False),
        (False, True),
    ]
    assert not any("Ben" in each or "Priya" in each for each in told)


def test_a_bad_row_is_said_once_and_the_others_are_used(
    path: Path,
    people: ReloadingFile[People],
    known: list[People],
    expect_log: ExpectLog,
    logged: Callable[[LogEvent], list[dict[str, Any]]],
) -> None:
    expect_log(LogEvent.ROW_LEFT_OUT)
    write(path, PRIYA, "E 1,Ben", NOOR)
    for _ in range(3):
        people.check()

    assert {*known[0].by_badge} == {"E-1042", "G-0007"}
    [told] = [line["reason"] for line in logged(LogEvent.ROW_LEFT_OUT)]
    assert "line 3" in told
    assert "Ben" not in told
    [read] = logged(LogEvent.LIST_READ)
    assert (read["rows"], read["left_out"]) == (2, 1)


def test_a_list_that_comes_later_is_found_by_the_watch(
    path: Path,
    watch: FileWatch,
    known: list[People],
    expect_log: ExpectLog,
    logged: Callable[[LogEvent], list[dict[str, Any]]],
) -> None:
    expect_log(LogEvent.LIST_REFUSED)
    watch.start()
    until(lambda: bool(logged(LogEvent.LIST_REFUSED)), "a look at nothing")
    write(path.with_name("new.csv"), PRIYA)
    path.with_name("new.csv").replace(path)

    until(lambda: bool(known), "the list")

    assert known[-1].has_badge("E-1042")
