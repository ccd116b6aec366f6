"""The bench of the line: what it costs when many look at it, and what a member's call takes then.

A real server process; 50 desks, 21 stations and the phones of the visitors listen to it at once.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import uuid6

from kiosk import wire
from kiosk.clock import SystemClock
from kiosk.domain.events import About, Event, VisitCheckedIn
from kiosk.domain.site import LETTERS
from kiosk.server.auth.members import Role
from kiosk.server.home import Home, open_home
from kiosk.server.sync import ingest
from kiosk.settings import read_site
from tests.bench.drain import NO_QUOTAS
from tests.bench.figures import Figure
from tests.bench.line_pages import HttpLine, Kiosk, Page, Traffic
from tests.bench.machine import cpu_s
from tests.journeys.actors import HomeProcess

DESKS = 50
ROUNDS = 20
LINES = ((20, 20), (200, 200), (1_000, 200), (1_000, 1_000))
"""Who waits, and how many of them look at their phones."""
SHORT = ((200, 200),)
_MEMBERS = 10
_QUIET_S = 0.25
_LIMIT_S = 60.0
_CPU_AIMS = {(200, 200): 60.0, (1_000, 1_000): 250.0}
_CALL_AIMS = {(200, 200): 60.0}
_CHANGE_AIMS = {1_000: (5.0, 15.0)}
"""CPU ms and kB of a change on one desk, by who waits."""


def line(work: Path, *, short: bool = False) -> list[Figure]:
    """Each line with its readers, then the same acts with nobody looking."""
    figures: list[Figure] = []
    for waiting, phones in SHORT if short else LINES:
        sys.stderr.write(f"  {waiting} waiting, {phones} phones\n")
        site = _Site(work / f"{waiting}-{phones}", waiting)
        try:
            figures += asyncio.run(_figures(site, phones))
        finally:
            site.process.stop()
    return figures


class _Site:
    """A server with so many waiting, everybody's secrets, and nobody connected."""

    def __init__(self, folder: Path, waiting: int) -> None:
        self.process = HomeProcess(folder)
        self.waiting = waiting
        self.count = 0
        with self.process.config.open("a", encoding="utf-8") as settings_file:
            settings_file.write(NO_QUOTAS)
        settings = read_site(self.process.config)
        home = open_home(settings.site, Path(settings.data_dir), SystemClock())
        self.site_id = settings.site.site_id
        self.stations = [home.devices.pair_station(letter) for letter in LETTERS]
        self.sessions = self._desks(home)
        with home.store.append() as ledger:
            for _ in range(waiting):
                push = wire.Push(self.site_id, home.store.now(), [self.arrival()])
                ingest.accept(ledger, wire.ReadPush(push), "B", home.store.epoch)
        home.close()
        self.process.start()
        assert self.process._process is not None
        self.pid = self.process._process.pid
        self.port = self.process.port

    def arrival(self) -> wire.WireEvent:
        """The next visitor, with a name and a secret for their phone."""
        self.count += 1
        about = About("visit", str(uuid6.uuid7()))
        words = {"first_name": "Ada Lovelace", "phone_token": f"{self.count:022d}"}
        facts = VisitCheckedIn(f"B{self.count}", "B", None)
        now = SystemClock().now()
        event_id = str(uuid6.uuid7())
        event = Event(event_id, self.site_id, about, "visitor", "station:B", now, facts, words)
        return wire.to_wire(event, 1.0)

    def push(self) -> bytes:
        """The body of a push that brings the next visitor."""
        return wire.encode(wire.Push(self.site_id, SystemClock().now(), [self.arrival()]))

    def _desks(self, home: Home) -> list[str]:
        tokens = []
        for number in range(_MEMBERS):
            added = home.members.add(f"{LETTERS[number]}{LETTERS[-1 - number]} Lund", Role.LEAD)
            assert added is not None
            member, pin = added
            for _ in range(DESKS // _MEMBERS):
                tablet = home.devices.pair_tablet(home.devices.pairing_code(timedelta(minutes=10)))
                tablet_id = home.devices.tablet(tablet or "")
                signed_in = home.members.sign_in(member.id, pin, tablet_id or "")
                assert isinstance(signed_in, tuple)
                tokens.append(signed_in[1])
        return tokens


@dataclass(slots=True)
class _Run:
    """What the rounds of one line cost."""

    call_ms: list[float] = field(default_factory=list)
    shown_ms: list[float] = field(default_factory=list)
    cpu_ms: float = 0.0
    bytes: int = 0
    requests: int = 0


async def _figures(site: _Site, phones: int) -> list[Figure]:
    async with _looked_at(site, []) as alone:
        floor = await _rounds(site, alone)
    desk = await _one_desk(site)
    async with _looked_at(site, _pages(site, phones)) as readers:
        run = await _rounds(site, readers)
    name, events = f"{site.waiting} waiting, {phones} phones", 2 * ROUNDS
    at = (site.waiting, phones)
    cpu_aim, kb_aim = _CHANGE_AIMS.get(site.waiting, (None, None))
    median = statistics.median
    return [
        Figure(
            "line",
            f"{name}: CPU an event; floor: nobody looks",
            run.cpu_ms / events,
            "ms",
            floor.cpu_ms / events,
            _CPU_AIMS.get(at),
        ),
        Figure("line", f"{name}: received an event", run.bytes / events / 1_000, "kB"),
        Figure("line", f"{name}: pulls an event", run.requests / events, ""),
        Figure(
            "line",
            f"{name}: call to answer, median",
            median(run.call_ms),
            "ms",
            median(floor.call_ms),
            _CALL_AIMS.get(at),
        ),
        Figure("line", f"{name}: call to answer, most", max(run.call_ms), "ms", max(floor.call_ms)),
        Figure("line", f"{name}: call to the last desk, median", median(run.shown_ms), "ms"),
        Figure(
            "line",
            f"{name}: a change on one desk, CPU",
            desk[0],
            "ms",
            None,
            None if cpu_aim is None else cpu_aim,
        ),
        Figure("line", f"{name}: a change on one desk", desk[1], "kB", None, kb_aim),
    ]


def _pages(site: _Site, phones: int) -> list[Page | Kiosk]:
    traffic = Traffic()
    first = site.count - site.waiting + 1
    desks = [_desk(site, token, traffic) for token in site.sessions]
    kiosks = [Kiosk(site.port, {"Authorization": f"Bearer {it}"}, traffic) for it in site.stations]
    visitors = [
        Page(site.port, f"/api/v1/phone/{number:022d}", {}, traffic, state="")
        for number in range(first + site.waiting - phones, first + site.waiting)
    ]
    return [*desks, *kiosks, *visitors]


def _desk(site: _Site, token: str, traffic: Traffic) -> Page:
    return Page(site.port, "/api/v1/desk", {"Cookie": f"kiosk_session={token}"}, traffic)


@asynccontextmanager
async def _looked_at(
    site: _Site, readers: Sequence[Page | Kiosk]
) -> AsyncIterator[Sequence[Page | Kiosk]]:
    for reader in readers:
        await reader.open()
    yield readers
    for reader in readers:
        await reader.close()


async def _one_desk(site: _Site) -> tuple[float, float]:
    """CPU ms and kB of one desk's pull after one change; nobody else looks."""
    acts, spent, sizes = _Acts(site), [], []
    page = _desk(site, site.sessions[1], Traffic())
    pulls = HttpLine(site.port, page.headers, page.traffic)
    await page._pull(pulls)
    for _ in range(ROUNDS):
        await acts.arrive()
        await asyncio.sleep(_QUIET_S / 2)
        cpu, size = cpu_s(site.pid), page.traffic.bytes
        await page._pull(pulls)
        await asyncio.sleep(_QUIET_S / 2)
        spent.append((cpu_s(site.pid) - cpu) * 1_000)
        sizes.append((page.traffic.bytes - size) / 1_000)
        await acts.call()
        await acts.finish()
    acts.close()
    pulls.close()
    return statistics.median(spent), statistics.median(sizes)


async def _rounds(site: _Site, readers: Sequence[Page | Kiosk]) -> _Run:
    """Somebody comes, and at once a member calls who is next; everybody sees it; then the end."""
    run, acts = _Run(), _Acts(site)
    traffic = readers[0].traffic if readers else Traffic()
    desks = [reader for reader in readers if isinstance(reader, Page) and reader.state]
    await acts.arrive()
    await acts.call()
    await acts.finish()
    await _settled(readers, traffic)
    for _ in range(ROUNDS):
        before = cpu_s(site.pid), traffic.bytes, traffic.requests
        await acts.arrive()
        since = time.perf_counter()
        await acts.call()
        run.call_ms.append((time.perf_counter() - since) * 1_000)
        await _settled(readers, traffic)
        shown = [desk.shown_s for desk in desks]
        run.shown_ms.append((max(shown, default=since) - since) * 1_000)
        run.cpu_ms += (cpu_s(site.pid) - before[0]) * 1_000
        run.bytes += traffic.bytes - before[1]
        run.requests += traffic.requests - before[2]
        await acts.finish()
        await _settled(readers, traffic)
    acts.close()
    return run


async def _settled(readers: Sequence[Page | Kiosk], traffic: Traffic) -> None:
    """Every desk and kiosk is in step, and nothing came for a while."""
    until_s = time.perf_counter() + _LIMIT_S
    await asyncio.sleep(_QUIET_S)
    while time.perf_counter() < until_s:
        seqs = {reader.seq for reader in readers if isinstance(reader, Kiosk) or reader.state}
        if len(seqs) <= 1 and time.perf_counter() - traffic.at_s > _QUIET_S:
            return
        await asyncio.sleep(_QUIET_S / 5)
    message = "the readers never came in step"
    raise AssertionError(message)


class _Acts:
    """A member's tablet and a kiosk's push, on connections of their own."""

    def __init__(self, site: _Site) -> None:
        self._site = site
        own = {"Origin": site.process.url, "Sec-Fetch-Site": "same-origin"}
        member = {"Cookie": f"kiosk_session={site.sessions[0]}", **own}
        self._desk = HttpLine(site.port, member, Traffic())
        station = {"Authorization": f"Bearer {site.stations[LETTERS.index('B')]}"}
        self._station = HttpLine(site.port, station, Traffic())
        self._called = ""

    async def arrive(self) -> None:
        """The next visitor checks in."""
        await self._station.ask("POST", "/api/v1/sync/push", self._site.push())

    async def call(self) -> None:
        """Whoever is next."""
        answer = wire.decode(await self._act("/api/v1/desk/call-next"), dict)
        self._called = answer["visit"]["id"]

    async def finish(self) -> None:
        """The visit called last ends."""
        await self._act(f"/api/v1/desk/visits/{self._called}/finish", ',"outcome":"fixed"')

    def close(self) -> None:
        """Hangs up."""
        self._desk.close()
        self._station.close()

    async def _act(self, path: str, more: str = "") -> bytes:
        body = f'{{"request_id":"{uuid6.uuid7()}"{more}}}'
        return await self._desk.ask("POST", path, body.encode())
