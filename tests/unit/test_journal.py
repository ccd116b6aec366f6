"""The catalogue of log lines, and the one way to write them."""

from __future__ import annotations

import json
import logging

import pytest

from kiosk.journal import LogEvent, configure, log


@pytest.mark.parametrize("event", LogEvent)
def test_every_line_has_a_level_and_a_sentence(event: LogEvent) -> None:
    assert event.level in {logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR}
    assert event.sentence[0].isupper()
    assert event.sentence.endswith(".")


def test_no_two_lines_say_the_same() -> None:
    sentences = [event.sentence for event in LogEvent]

    assert len(set(sentences)) == len(list(LogEvent.__members__))


def test_a_line_carries_its_fields_and_its_level(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="kiosk"):
        log(LogEvent.VISIT_CHECKED_IN, visit_id="v", picture=True)

    assert [line.getMessage() for line in caplog.records] == [
        "visit_checked_in visit_id=v picture=True"
    ]
    assert caplog.records[0].levelno == logging.INFO


def test_the_journal_of_a_service_is_one_json_object_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logging.getLogger().handlers.clear()
    configure(as_json=True)

    log(LogEvent.EVENTS_ACCEPTED, station="B", count=2)
    log(LogEvent.STATION_STARTED, station="two\nlines")
    logging.getLogger().handlers[0].flush()

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines] == ["events_accepted", "station_started"]
    assert (lines[0]["level"], lines[0]["count"], lines[0]["station"]) == ("info", 2, "B")
    assert lines[0]["timestamp"].endswith("Z")


def test_at_a_terminal_a_line_reads_as_words(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger().handlers.clear()
    configure(as_json=False)

    log(LogEvent.SERVER_STARTED, site="hq")
    logging.getLogger().handlers[0].flush()

    said = capsys.readouterr().err
    assert said.endswith("  The server listens.  [server_started site=hq]\n")
    assert "{" not in said


def test_at_a_terminal_a_warning_says_that_it_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger().handlers.clear()
    configure(as_json=False)

    log(LogEvent.SOUND_SILENT, why="two\nlines")
    logging.getLogger().handlers[0].flush()

    said = capsys.readouterr().err
    assert "  warning: No sound can be played" in said
    assert len(said.splitlines()) == 1


def test_what_a_library_says_is_one_json_object_too(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger().handlers.clear()
    configure(as_json=True)
    try:
        raise ValueError("of a library")
    except ValueError:
        logging.getLogger("asyncio").exception("Task failed\nin two lines")
    logging.getLogger().handlers[0].flush()

    [line] = [json.loads(said) for said in capsys.readouterr().err.splitlines()]
    assert (line["event"], line["logger"], line["said"], line["kind"]) == (
        "library_line",
        "asyncio",
        "Task failed",
        "ValueError",
    )
