"""A portal answers for the server, well dressed; nothing is taken for sent."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk import wire
from kiosk.domain.snapshot import Link
from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.doubles.answers import bare, good_push, said
from tests.doubles.ids import an_id
from tests.doubles.pictures import jpeg
from tests.doubles.station_on_line import StationOnLine
from tests.doubles.unruly import Recipe, UnrulyServer

PAGE = b"<!doctype html><title>StationSnapshot to the hotel</title>"
PORTALS: dict[str, Recipe] = {
    "200 with a page": bare(200, PAGE, Content_Type="text/html"),
    "200 with a page called JSON": bare(200, PAGE, Content_Type="application/json"),
    "200 with our own words and no header": bare(200, good_push(), Content_Type="application/json"),
    "302 to its own page": bare(302, b"", Location="http://portal.example/welcome"),
    "401, a password is wanted": bare(401, PAGE, WWW_Authenticate="Basic realm=hotel"),
    "403": bare(403, PAGE),
    "407, it is a proxy": bare(407, PAGE),
    "511, sign in first": bare(511, PAGE),
    "200 under our header, but a page": said(200, PAGE),
}


@pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS)
def test_nothing_is_taken_for_sent_and_no_token_for_refused(
    station: StationOnLine, server: UnrulyServer, expect_log: ExpectLog, portal: Recipe
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST)
    server.answers_by(portal)
    station.box.checked_in(jpeg())

    station.tries(2)

    assert (station.stands(), station.aside()) == ((Link.OFFLINE, 2), [])
    assert len(station.box.pictures()) == 1


IDS = [an_id(1), an_id(2), an_id(3)]
GOOD = {"epoch": "epoch-1", "seq": 3, "acknowledged": IDS, "set_aside": []}
SCRAMBLED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(IDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(field=st.sampled_from(sorted(GOOD)), value=SCRAMBLED)
def test_no_answer_however_twisted_clears_what_it_does_not_name(field: str, value: object) -> None:
    body = json.dumps({**GOOD, field: value}).encode()
    try:
        answer = wire.decode(body, wire.Pushed)
    except ValueError:
        return

    assert answer.acknowledged == (value if field == "acknowledged" else IDS)
    assert all(refusal.id in str(value) for refusal in answer.set_aside)
