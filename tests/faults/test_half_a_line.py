"""Between kiosk and home one of four ways is refused or cut: everybody is told which, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from kiosk.clock import SystemClock
from kiosk.domain.snapshot import Link
from kiosk.faults import LinkFault
from kiosk.finding import Finding
from kiosk.journal import LogEvent
from kiosk.server.reports.api import METRICS
from kiosk.settings import ServerPart, StationSettings
from kiosk.station.doctor import examine
from kiosk.station.identity import StationIdentity
from kiosk.sync.down import SyncDown
from kiosk.sync.transport import HttpSyncClient
from tests.conftest import ExpectLog
from tests.doubles.answers import bare
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.proxy import LIMIT_S, passes_to
from tests.doubles.station_on_line import StationOnLine
from tests.doubles.unruly import Recipe, SeenRequest, Talk, UnrulyServer
from tests.server.conftest import Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import Json
from tests.server.test_metrics import WITH_TOKEN

PAGE = b"<html><h1>Not here</h1>"
TOO_LARGE, FORBIDDEN, BAD_GATEWAY = bare(413, PAGE), bare(403, PAGE), bare(502, PAGE)


def cut(talk: Talk) -> None:
    talk.cut()


def is_picture(seen: SeenRequest) -> bool:
    return seen.method == "PATCH"


def is_push(seen: SeenRequest) -> bool:
    return seen.path.endswith("/push")


def is_pull(seen: SeenRequest) -> bool:
    return "/state?" in seen.path


def is_held(seen: SeenRequest) -> bool:
    return is_pull(seen) and "wait=0" not in seen.path


@dataclass
class Between:
    """A station, and the proxy between it and the home."""

    station: StationOnLine
    server: UnrulyServer
    home: str

    def refuses(self, what: Callable[[SeenRequest], bool], recipe: Recipe) -> None:
        passes_to(self.home, self.server, lambda seen: recipe if what(seen) else None)

    def passes_everything(self) -> None:
        passes_to(self.home, self.server, lambda _: None)

    def sends_the_rest(self) -> None:
        """What the state led to, a seat say, and then what waits behind events: a picture."""
        for _ in range(3):
            self.station.up.step()

    def doctor(self) -> list[Finding]:
        """What the self-check says up to the disk; what comes after asks network and camera."""
        box = self.station.box
        settings = StationSettings(ServerPart(self.server.url), data_dir=str(box.folder))
        findings = []
        for finding in examine(settings, box.clock):
            if finding.what == "disk":
                break
            findings.append(finding)
        return findings


@pytest.fixture
def between(
    tmp_path: Path, url: str, prepared: Prepared, server: UnrulyServer, clock: FakeClock
) -> Iterator[Between]:
    box = Box(tmp_path / "box", clock, StationIdentity("lab", "B"))
    link = HttpSyncClient(server.url, prepared.stations["B"], SystemClock())
    between = Between(StationOnLine(box, link), server, url)
    between.passes_everything()
    between.station.tries()  # it knows its seats, so nobody stands until it is told of them
    yield between
    link.close()
    box.close()


def ways_at(desk: DeskClient) -> list[Json]:
    """The stuck ways of kiosk B as a desk is told."""
    ways: list[Json] = desk.state()["stations"][0]["ways"]
    return ways


def gauge(url: str, anyone: requests.Session, name: str, way: str) -> float | None:
    start = f'{name}{{station="B",way="{way}"}} '
    answer = anyone.get(url + METRICS, headers=WITH_TOKEN, timeout=LIMIT_S)
    lines = answer.text.splitlines()
    return next((float(line.removeprefix(start)) for line in lines if line.startswith(start)), None)


def stuck(findings: list[Finding], way: str) -> list[str]:
    return [finding.seen for finding in findings if finding.what == way and not finding.well]


def picture_of(desk: DeskClient) -> Json:
    picture: Json = desk.state()["waiting"][0]["pictures"][0]
    return picture


def test_with_pictures_refused_visits_go_and_everybody_says_which_way_is_stuck(
    between: Between,
    maya: DeskClient,
    anyone: requests.Session,
    clock: FakeClock,
    expect_log: ExpectLog,
) -> None:
    expect_log(LogEvent.SYNC_PICTURES_LOST)
    between.refuses(is_picture, TOO_LARGE)
    between.station.box.checked_in(jpeg(), "Ana")
    between.station.tries()
    fresh = picture_of(maya)

    between.sends_the_rest()
    clock.passes(minutes=14)
    between.station.up.step()

    [way] = ways_at(maya)
    assert (way["way"], way["status"], way["by_home"]) == ("pictures", 413, False)
    assert way["since"] == "2026-03-02T09:00:00Z"
    assert [visit["first_name"] for visit in maya.state()["waiting"]] == ["Ana"]
    assert fresh["delay"] == "coming"
    shown = picture_of(maya)
    assert (shown["url"], shown["delay"], shown["delay_since"]) == (
        None,
        "stuck",
        "2026-03-02T09:00:00Z",
    )
    assert gauge(between.home, anyone, "kiosk_station_way_stuck_seconds", "pictures") == 840
    assert gauge(between.home, anyone, "kiosk_station_way_stuck_status", "pictures") == 413
    [said] = stuck(between.doctor(), "pictures")
    assert "(14 min)" in said
    assert "something between here and the server answers 413" in said
    assert between.station.stands() == (Link.ONLINE, 0)


def test_with_events_refused_the_desk_is_told_by_the_way_that_works(
    between: Between,
    maya: DeskClient,
    anyone: requests.Session,
    clock: FakeClock,
    expect_log: ExpectLog,
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST)
    between.station.tries()
    between.refuses(is_push, FORBIDDEN)
    between.station.box.checked_in()
    with pytest.raises(LinkFault):
        between.station.up.step()
    clock.passes(minutes=2)

    SyncDown(between.station.box.memory, between.station.link).step()

    [way] = ways_at(maya)
    assert (way["way"], way["status"], way["since"]) == ("events", 403, "2026-03-02T09:00:00Z")
    assert gauge(between.home, anyone, "kiosk_station_way_stuck_status", "events") == 403
    assert "answers 403" in stuck(between.doctor(), "events")[0]
    assert between.station.stands() == (Link.DEGRADED, 1)


def test_with_the_state_refused_the_status_says_so(
    between: Between, maya: DeskClient, anyone: requests.Session, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_DOWN_LOST)
    between.refuses(is_pull, BAD_GATEWAY)
    between.station.tries()
    between.station.box.checked_in()

    between.station.up.step()

    [way] = ways_at(maya)
    assert (way["way"], way["status"]) == ("state", 502)
    assert gauge(between.home, anyone, "kiosk_station_way_stuck_status", "state") == 502
    assert "answers 502" in stuck(between.doctor(), "state")[0]


def test_with_held_requests_cut_the_state_is_polled_and_the_way_named(
    between: Between, maya: DeskClient, anyone: requests.Session, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_DOWN_LOST, LogEvent.SYNC_HINTS_LOST)
    between.refuses(is_held, cut)
    between.station.tries(5)
    between.station.box.checked_in(name="Ana")
    between.station.tries()

    [way] = ways_at(maya)
    assert (way["way"], way["status"]) == ("hints", None)
    assert gauge(between.home, anyone, "kiosk_station_way_stuck_status", "hints") == 0
    assert "no answer" in stuck(between.doctor(), "hints")[0]
    assert between.station.stands() == (Link.ONLINE, 0)
    assert between.station.box.station.snapshot().people_waiting == 1


def test_once_everything_passes_again_nobody_names_a_way(
    between: Between, maya: DeskClient, clock: FakeClock, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_PICTURES_LOST)
    between.refuses(is_picture, TOO_LARGE)
    between.station.box.checked_in(jpeg())
    between.station.tries()
    between.sends_the_rest()
    between.passes_everything()

    clock.passes(minutes=2)
    for _ in range(3):
        between.station.up.step()

    assert ways_at(maya) == []
    assert picture_of(maya)["url"]
    assert [finding.seen for finding in between.doctor() if finding.what == "ways"] == [
        "none of events, pictures, state, hints is stuck"
    ]


def test_since_when_survives_a_restart_of_the_kiosk(
    between: Between, clock: FakeClock, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_PICTURES_LOST)
    between.refuses(is_picture, TOO_LARGE)
    between.station.box.checked_in(jpeg())
    between.station.tries()
    between.sends_the_rest()

    clock.passes(minutes=90)
    between.station.box.restart()

    assert "(90 min)" in stuck(between.doctor(), "pictures")[0]


def test_a_picture_the_home_refuses_is_never_on_its_way(
    between: Between, maya: DeskClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    refusal = b'{"code": "not_a_picture", "detail": ""}'
    between.refuses(
        is_picture,
        lambda talk: talk.answer(422, refusal, Kiosk_Protocol="1", Content_Type="application/json"),
    )
    between.station.box.checked_in(jpeg())

    for _ in range(3):
        between.station.up.step()

    assert picture_of(maya)["delay"] == "refused"


def test_a_kiosk_that_pulls_and_never_pushes_is_seen_without_its_word(
    between: Between, maya: DeskClient, clock: FakeClock
) -> None:
    """As one does whose release says nothing of its ways."""
    between.station.tries()
    clock.passes(minutes=4)

    between.station.link.pull(0, None, 0)

    [way] = ways_at(maya)
    assert (way["way"], way["status"], way["since"]) == ("events", None, "2026-03-02T09:00:00Z")
