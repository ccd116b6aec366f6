"""The self-check: one line each for damage, backups, clock, token and camera."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.journal import LogEvent
from kiosk.settings import CameraPart, ServerPart, StationSettings
from kiosk.station import doctor
from kiosk.station.doctor import Finding, examine
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
    with unruly_server() as server:
        server.answers_by(said(status))
        settings = StationSettings(ServerPart(server.url, str(token)))
        [finding] = doctor._server(settings, SystemClock())

    assert not finding.well
    assert seen in finding.seen


def test_a_kiosk_without_a_token_waits_for_a_lead(tmp_path: Path) -> None:
    settings = StationSettings(ServerPart("http://127.0.0.1:1", str(tmp_path / "token")))

    [finding] = doctor._server(settings, SystemClock())

    assert (finding.well, finding.seen) == (False, "no token; a lead approves the code it shows")
