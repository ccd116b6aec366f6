"""Whatever a broken or hostile station sends, the server stays calm and whole.

A valid push is spoilt somewhere and sent to the real server. Nothing of it comes back, nothing half
of it stays, and what is acknowledged is there.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from kiosk.journal import LogEvent
from kiosk.server.home import Home
from kiosk.server.store.tables import event_private, events, sites, visit_private, visits
from tests.conftest import ExpectLog
from tests.server.fake_clock import FakeClock
from tests.server.station_side import Json, StationSide, jpeg

MARKER = "Zebedee-was-here"
CALM = {200, 400, 413, 415, 422}
ODD = st.one_of(
    st.sampled_from([MARKER, f"<b>{MARKER}</b>", "", "\x00", "\ud800", "../..", "9" * 400]),
    st.sampled_from([None, True, -1, 0, 2**63, 1e308, [], {}, [MARKER], {MARKER: MARKER}]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=6,
    ),
)
EXAMPLES = settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def places(plain: object, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in `plain`, from the largest part down to the smallest."""
    if at:
        yield at
    inner: Iterable[tuple[Any, object]] = ()
    if isinstance(plain, dict):
        inner = plain.items()
    elif isinstance(plain, list):
        inner = enumerate(plain)
    for key, value in inner:
        yield from places(value, (*at, key))


def spoilt(plain: Json, at: tuple[Any, ...], odd: object, how: str) -> Json:
    """A copy of `plain` in which something at `at` is odd, missing, or called by another name."""
    whole = copy.deepcopy(plain)
    place: Any = whole
    for key in at[:-1]:
        place = place[key]
    if how == "replaced":
        place[at[-1]] = odd
    elif how == "missing":
        del place[at[-1]]
    elif isinstance(place, dict):
        place[MARKER] = place.pop(at[-1])
    else:
        place.append(odd)
    return whole


def held(home: Home) -> dict[str, int]:
    tables = {"events": events, "visits": visits, "words": event_private, "names": visit_private}
    with home.store.read() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in tables.items()
        }


def is_whole(home: Home) -> bool:
    """Numbers without gaps, and every visit with its beginning."""
    began = select(func.count()).where(events.c.type == "VisitCheckedIn")
    with home.store.read() as connection:
        count = connection.scalar(select(func.count()).select_from(events))
        newest = connection.scalar(select(func.max(events.c.seq))) or 0
        head = connection.scalar(select(sites.c.seq))
        begun = connection.scalar(began)
        arrived = connection.scalar(select(func.count()).select_from(visits))
    return (count, newest, begun) == (head, head, arrived)


def test_a_push_spoilt_anywhere_is_refused_or_set_aside_and_never_repeated_back(
    sender: StationSide, home: Home, clock: FakeClock, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE, LogEvent.VALUES_VOIDED, maybe=True)

    @EXAMPLES
    @given(st.data())
    def send(data: st.DataObject) -> None:
        arrival = sender.checked_in("Ada", private={"phone_token": "tok-of-a-visitors-phone"})
        shown = sender.attached(arrival["about"]["id"], jpeg())
        push = sender.envelope(arrival, shown)
        at = data.draw(st.sampled_from(list(places(push))))
        how = data.draw(st.sampled_from(["replaced", "replaced", "missing", "renamed"]))
        body = json.dumps(spoilt(push, at, data.draw(ODD), how))
        before = held(home)
        clock.passes(hours=1)  # its quota is no matter

        answer = sender.post_push(data=body, headers={"Content-Type": "application/json"})

        told = answer.json()
        assert answer.status_code in CALM
        assert MARKER not in answer.text
        stored = held(home)["events"] - before["events"]
        assert stored == len(set(told.get("acknowledged", [])))
        assert answer.status_code == 200 or held(home) == before
        assert is_whole(home)

    send()


def test_bytes_of_any_kind_are_refused_whole(sender: StationSide, home: Home) -> None:
    @EXAMPLES
    @given(st.binary(max_size=400))
    def send(body: bytes) -> None:
        answer = sender.post_push(
            data=MARKER.encode() + body, headers={"Content-Type": "application/json"}
        )

        assert answer.status_code in CALM - {200}
        assert MARKER not in answer.text
        assert held(home)["events"] == 0

    send()
