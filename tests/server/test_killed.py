"""The server dies in the middle of it all: what it acknowledged is there when it is back."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest
import requests

from tests.doubles.stores import Stores
from tests.server.child import Child
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import MONDAY, FakeClock
from tests.server.station_side import Json, StationSide, fresh_id

ENOUGH = 60
"""Acknowledged events before the blow falls: the burst is well under way."""


@pytest.fixture
def child(tmp_path: Path, stores: Stores) -> Iterator[Child]:
    server = Child(tmp_path)
    server.stores = stores
    server.prepare()
    yield server
    if server.process is not None and server.process.poll() is None:
        server.kill()


@dataclass
class Burst:
    """A station that pushes as fast as it can until told to stop or nobody answers."""

    side: StationSide
    acknowledged: list[str] = field(default_factory=list)
    unheard: list[Json] = field(default_factory=list)
    enough: Event = field(default_factory=Event)

    def run(self) -> None:
        while True:
            batch = [self.side.checked_in("Ada") for _ in range(3)]
            try:
                answer = self.side.push(*batch)
            except requests.RequestException:
                self.unheard = batch
                return
            self.acknowledged += answer.json()["acknowledged"]
            if len(self.acknowledged) >= ENOUGH:
                self.enough.set()


def told(child: Child) -> tuple[list[str], list[int], int]:
    """Ids and numbers of the whole history, and the site's counter."""
    with child.stores.opened(child.data) as store:
        rows = store.execute("select id, seq from events order by seq").fetchall()
        (head,) = store.execute("select seq from sites").fetchone()
    return [row[0] for row in rows], [row[1] for row in rows], head


def half_picture(data: Path) -> Path:
    """A picture whose writing the blow cut short."""
    half = data / "pictures" / "ab" / f"{'ab' * 32}.jpg.part"
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"half")
    return half


def test_everything_acknowledged_is_there_after_kill_9_in_mid_burst(child: Child) -> None:
    clock = FakeClock(MONDAY)
    sides = [StationSide(child.url, child.stations[letter], clock, letter) for letter in "BC"]
    acknowledged: list[str] = []
    for _ in range(2):
        child.start()
        bursts = [Burst(side) for side in sides]
        threads = [Thread(target=burst.run) for burst in bursts]
        for thread in threads:
            thread.start()
        for burst in bursts:
            assert burst.enough.wait(120)
        child.kill()
        for thread in threads:
            thread.join(120)
        acknowledged += [event for burst in bursts for event in burst.acknowledged]
    half = half_picture(child.data)
    child.start()
    assert not half.exists()
    for burst in bursts:
        again = burst.side.push(*burst.unheard).json()["acknowledged"]
        acknowledged += again
        assert again == [event["id"] for event in burst.unheard]

    ids, seqs, head = told(child)
    seen = {visit["id"] for side in sides for visit in side.state()["visits"]}
    for side in sides:
        side.session.close()

    assert set(acknowledged) <= set(ids)
    assert seqs == list(range(1, len(ids) + 1))
    assert (head, len(seen)) == (len(ids), len(ids))
    assert "worker_failed" not in child.log


def test_it_ends_when_told_though_pages_listen_and_its_log_names_nobody(child: Child) -> None:
    """One process for both: starting one is what costs."""
    child.start()
    station = StationSide(child.url, child.stations["B"], FakeClock(MONDAY))
    tablet = DeskClient(child.url)
    tablet.post("/pair", {"code": child.code})
    tablet.sign_in(child.member_id, "000000")
    tablet.sign_in(child.member_id, child.pin)
    visit = station.arrives("Zebedee", private={"phone_token": "tok-marker-of-a-visitors-phone"})
    refused = station.push(station.event("VisitCalled", visit, {"member_id": fresh_id()}))
    tablet.session.get(f"{child.url}/api/v1/phone/tok-marker-of-a-visitors-phone", timeout=120)
    tablet.session.get(f"{child.url}/v/tok-marker-of-a-visitors-phone", timeout=120)
    tablet.call_next()
    tablet.finishes(visit, "note-marker")
    secrets = [*tablet.session.cookies.values(), *child.stations.values(), child.code, child.pin]
    stream = tablet.session.get(f"{child.url}/api/v1/desk/live", stream=True, timeout=120)

    assert child.stop() in {0, -signal.SIGTERM}
    stream.close()
    tablet.session.close()
    station.session.close()

    assert len(refused.json()["set_aside"]) == 1
    log = child.log
    assert '"event": "server_started"' in log
    assert '"event": "visit_called"' in log
    assert '"code": "home_only"' in log
    words = ["Zebedee", "Maya", "Lund", "tok-marker-of-a-visitors-phone", "note-marker", *secrets]
    assert [word for word in words if word in log] == []
    assert "Traceback" not in log
