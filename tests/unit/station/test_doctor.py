"""The self-check: one line each for damage, backups, clock, token and camera."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.demo.demonstration import FILM
from kiosk.finding import Finding
from kiosk.journal import LogEvent
from kiosk.settings import CameraPart, ServerPart, StationSettings
from kiosk.station import doctor
from kiosk.station.doctor import examine
from kiosk.sync.authorities import Authorities
from tests.doubles.answers import said
from tests.doubles.box import Box
from tests.doubles.unruly import unruly_server
from tests.faults import damage


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path / "station")
    box.checked_in()
    yield box
    box.close()


def found(box: Box, *names: str) -> list[Finding]:
    """The findings up to the disk's; what comes after asks the network and the camera."""
    settings = StationSettings(ServerPart("http://127.0.0.1:1"), data_dir=str(box.folder))
    findings = []
    for finding in examine(settings, box.clock):
        findings.append(finding)
        if finding.what == "disk":
            break
    return [finding for finding in findings if finding.what in names]


def test_a_good_store_with_backups_is_well(box: Box) -> None:
    box.disk.backups.make()

    store, backups = found(box, "store", "backups", "set aside")

    assert (store.well, store.seen) == (True, "whole")
    assert (backups.well, backups.seen[:9]) == (True, "1, newest")


def test_a_store_without_a_backup_is_reported(box: Box) -> None:
    [backups] = found(box, "backups")

    assert not backups.well


def test_a_damaged_file_is_reported_until_it_is_gone(
    box: Box, expect_log: Callable[..., None]
) -> None:
    expect_log(LogEvent.STORE_DAMAGED, LogEvent.STORE_PUT_BACK)
    box.disk.backups.make()
    box.close()
    damage.write_nonsense(box.folder / "station.db")
    box.start()

    [store, aside] = found(box, "store", "set aside")

    assert store.well
    assert (aside.well, aside.seen[:9]) == (False, "1 damaged")


@pytest.mark.parametrize("content", ["", "cut", "wk1.hq", "\x00" * 40])
def test_a_token_file_damaged_by_a_power_cut_gets_one_line(box: Box, content: str) -> None:
    token = box.folder / "token"
    token.write_text(content, encoding="ascii")
    settings = StationSettings(
        ServerPart("http://127.0.0.1:1", str(token)), data_dir=str(box.folder)
    )

    [server] = doctor._server(settings, box.clock)

    assert (server.well, "wk1." in server.seen) == (False, True)


@pytest.mark.parametrize(
    ("ahead", "well", "seen"),
    [
        (timedelta(seconds=2), True, "2 s ahead of the home's"),
        (timedelta(minutes=-10), True, "600 s behind the home's"),
        (timedelta(days=-1), False, "86400 s behind the home's; nothing is deleted for its age"),
    ],
)
def test_the_clock_is_compared_with_the_servers(ahead: timedelta, well: bool, seen: str) -> None:
    finding = doctor._clock(ahead)

    assert finding.well is well
    assert finding.seen.startswith(seen)


def test_a_camera_that_is_off_on_purpose_is_well() -> None:
    settings = StationSettings(ServerPart("http://127.0.0.1:1"), camera=CameraPart("off"))

    finding = doctor._camera(settings, SystemClock())

    assert (finding.well, finding.seen) == (True, "off, as the settings say")


@pytest.mark.parametrize(
    ("status", "seen"),
    [(401, "`kiosk pair again`"), (403, "`kiosk stations`"), (503, "does not answer: status 503")],
)
def test_a_revoked_token_is_reported_with_what_to_do(
    tmp_path: Path, status: int, seen: str
) -> None:
    token = tmp_path / "token"
    token.write_text("wk1.hq.B.secret", encoding="ascii")
    token.chmod(0o600)
    with unruly_server() as server:
        server.answers_by(said(status))
        settings = StationSettings(ServerPart(server.url, str(token)))
        [finding] = doctor._server(settings, SystemClock())

    assert not finding.well
    assert seen in finding.seen
    assert ("cut off" in finding.seen) == (status == 401)


def new_kiosk(folder: Path, url: str) -> StationSettings:
    """Settings of a kiosk that nobody has paired yet."""
    server = ServerPart(url, str(folder / "token"))
    data = str(folder / "station")
    return StationSettings(server, data_dir=data, camera=CameraPart("off"))


def test_before_the_pairing_nothing_is_amiss_that_is_normal_on_the_first_day(
    tmp_path: Path,
) -> None:
    with unruly_server() as server:
        server.answers_by(said(200))
        findings = [*examine(new_kiosk(tmp_path, server.url), SystemClock())]

    assert [it for it in findings if not it.well and it.what != "disk"] == []
    [told] = [it.seen for it in findings if it.what == "server"]
    assert told == "answers; no token yet: a lead approves the code that this kiosk shows"


def test_a_kiosk_that_lost_its_token_needs_somebody(tmp_path: Path) -> None:
    (tmp_path / "token.old").touch()
    with unruly_server() as server:
        server.answers_by(said(200))
        [finding] = doctor._server(new_kiosk(tmp_path, server.url), SystemClock())

    assert not finding.well


@pytest.mark.parametrize(
    ("url", "said_of_it"),
    [
        ("http://127.0.0.1:1", "does not answer: nothing answers there"),
        ("https://{plain}", "does not answer: it speaks http, not https"),
        ("http://nobody.invalid", "does not answer: name not found"),
    ],
)
def test_a_server_that_cannot_be_reached_is_told_in_words(
    tmp_path: Path, url: str, said_of_it: str
) -> None:
    with unruly_server() as server:
        server.answers_by(said(200))
        address = url.format(plain=server.url.removeprefix("http://"))
        [finding] = doctor._server(new_kiosk(tmp_path, address), SystemClock())

    assert (finding.well, finding.seen) == (False, said_of_it)


def test_a_token_that_every_account_may_read_is_told(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("wk1.hq.B.secret", encoding="ascii")
    token.chmod(0o644)
    findings = [*doctor._server(new_kiosk(tmp_path, "http://127.0.0.1:1"), SystemClock())]

    seen = f"every account may read it: chmod 600 {token}"
    assert findings[0] == Finding("token", well=False, seen=seen)


def test_an_authority_is_told_with_its_end_and_a_key_beside_it() -> None:
    now = SystemClock().now()

    def told(ends: timedelta, *, key: bool) -> tuple[bool, str]:
        finding = doctor._authorities(Authorities(1, now + ends, key), now)
        return finding.well, finding.seen

    assert told(timedelta(days=1), key=False) == (True, "1 certificate")
    assert told(timedelta(days=-1), key=False)[1].startswith("expired on ")
    assert told(timedelta(days=1), key=True)[0] is False


def test_no_camera_is_said_with_the_command_that_lists_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kiosk.camera.one_shot.list_cameras", list)
    finding = doctor._camera(StationSettings(ServerPart("http://127.0.0.1:1")), SystemClock())

    expected = "no camera found; `kiosk camera list` shows what is plugged in"
    assert (finding.well, finding.seen) == (False, expected)


def test_a_camera_that_shows_something_is_well() -> None:
    settings = StationSettings(ServerPart("http://127.0.0.1:1"), camera=CameraPart(str(FILM)))
    finding = doctor._camera(settings, SystemClock())

    assert finding.well
    assert "kiosk camera picture" in finding.seen
