"""Answers cut short, of wrong types, endless or endlessly deep; refused, tried again later."""

from __future__ import annotations

import pytest

from kiosk import wire
from kiosk.domain.snapshot import Link
from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.doubles.answers import acknowledging, cut_after, cut_chunks, garbage, said
from tests.doubles.station_on_line import StationOnLine
from tests.doubles.unruly import OURS, Recipe, Talk, UnrulyServer
from tests.doubles.words import state_of_site

STATE = wire.encode(state_of_site())


def endless(talk: Talk) -> None:
    talk.head(200, {**OURS, "Content-Length": "100000000"})
    for _ in range(100):
        if not talk.send(b" " * 1_000_000):
            return


ANSWERS: dict[str, Recipe] = {
    "cut JSON": said(200, STATE[:-9]),
    "cut body": cut_after(STATE, len(STATE) + 9),
    "cut chunks": cut_chunks,
    "wrong types": said(200, STATE.replace(b'"seq":1', b'"seq":"one"')),
    "a seq below nothing": said(200, STATE.replace(b'"seq":1', b'"seq":-1')),
    "a hundred megabytes": endless,
    "ten thousand deep": said(200, b"[" * 10_000 + b"]" * 10_000),
    "a zone that is none": said(200, STATE.replace(b'"UTC"', b'"Mars/Base"')),
    "no HTTP": garbage,
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_nothing_of_it_is_believed_and_the_next_good_one_is(
    station: StationOnLine, server: UnrulyServer, expect_log: ExpectLog, answer: Recipe
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST)
    server.answers_by(answer)
    station.box.checked_in()

    reasons = station.tries()
    kept = (station.stands(), station.aside(), station.box.memory.cursor())
    server.answers_by(acknowledging())
    station.up.step()

    assert len(reasons) == 2
    assert kept == ((Link.OFFLINE, 1), [], (None, 0))
    assert station.box.waiting() == []
