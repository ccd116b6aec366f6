"""A newer kiosk meets this server; what it knows is taken, the rest waits to be offered again.

What the kiosk of 2031 sends is recorded in tests/wire/newer.
"""

from __future__ import annotations

import json
from pathlib import Path

from kiosk import wire
from kiosk.domain.snapshot import Link
from kiosk.journal import LogEvent
from kiosk.server.auth.devices import Caller
from kiosk.server.fleet.status import save_status, station_reports
from kiosk.server.sync.station_state import TAKES
from kiosk.sync.up import SyncUp
from tests.conftest import ExpectLog
from tests.doubles.site import SmallSite
from tests.doubles.sync_client import FakeSyncClient
from tests.doubles.words import SITE, SITE_WITHOUT_SEATS, state_of_site

NEWER = Path(wire.__file__).parents[2] / "tests" / "wire" / "newer"
PUSH = (NEWER / "push.json").read_bytes()


def test_what_this_server_knows_is_taken_and_the_rest_is_told_apart(
    site: SmallSite, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    ids = [event["id"] for event in json.loads(PUSH)["events"]]

    answer = wire.decode(site.home.accept(PUSH, "B"), wire.Pushed)

    assert answer.acknowledged == [ids[0], ids[4]]
    assert {refusal.id: refusal.code for refusal in answer.set_aside} == {
        ids[1]: "too_new",
        ids[2]: "too_new",
        ids[3]: "too_new",
    }
    assert site.line() == ["B14"]


def test_words_it_has_no_place_for_are_dropped(site: SmallSite, expect_log: ExpectLog) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    site.home.accept(PUSH, "B")

    kept = site.home._reader.execute("select words from event_private").fetchall()
    assert [json.loads(words) for (words,) in kept] == [{"first_name": "Ana"}]


def test_how_it_fares_is_kept_in_its_own_words(site: SmallSite) -> None:
    push = wire.decode(PUSH, wire.Push)
    with site.home.home.store.write() as connection:
        save_status(
            connection,
            SITE,
            Caller("device", "B", "10.0.0.7", stopped=False),
            push,
            site.clock.now(),
        )

        (seen,) = station_reports(connection, SITE)
    assert seen.status == wire.StationStatus(1, 2.5, 0, "tilted", "mirrored", "4.2.0", 1)


def test_the_server_says_what_it_takes(site: SmallSite) -> None:
    state = wire.decode(site.home.state("B", 0, None), wire.State)

    assert state.takes == TAKES
    assert set(state.takes.values()) == {1}


def test_what_the_server_was_too_old_for_is_kept_and_offered_again_once_it_is_newer(
    site: SmallSite, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    box = site.b.box
    visit_id = box.checked_in()
    [event] = box.store.outbox.pending(9)
    link = FakeSyncClient()
    refusal = wire.SetAside(event.event.id, wire.RefusalCode.TOO_NEW, "")
    link.coming.append(lambda _ids: link.pushed_answer([], [refusal]))
    SyncUp(box.outbox, link, box.clock).step()
    box.memory.remember(state_of_site(site=SITE_WITHOUT_SEATS))
    while_old = (box.station.snapshot().link, box.waiting())
    woken: list[bool] = []
    box.outbox.on_waiting(lambda: woken.append(True))

    newer = state_of_site(site=SITE_WITHOUT_SEATS, seq=2)
    box.memory.remember(wire.decode(wire.encode(newer), wire.State))
    still_old = box.waiting()
    box.memory.remember(state_of_site(site=SITE_WITHOUT_SEATS, seq=3, takes=TAKES))

    assert (while_old, still_old) == ((Link.DEGRADED, []), [])
    assert box.waiting() == [(visit_id, "VisitCheckedIn")]
    assert woken == [True]


def test_what_was_refused_for_another_reason_is_not(site: SmallSite, expect_log: ExpectLog) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    box = site.b.box
    box.checked_in()
    link = FakeSyncClient()
    link.refused = {box.store.outbox.pending(9)[0].event.id}
    SyncUp(box.outbox, link, box.clock).step()

    box.memory.remember(state_of_site(site=SITE_WITHOUT_SEATS, takes=TAKES))

    assert box.waiting() == []
