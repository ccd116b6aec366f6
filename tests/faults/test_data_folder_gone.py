"""The data folder is deleted, or another one put in its place, under a running server or kiosk.

Nothing is acknowledged that no name on the disk leads to: kiosks keep what the server can't. A
kiosk still has all that it showed, and writes it anew.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.faults import StoreFault
from kiosk.journal import LogEvent
from kiosk.server.home import Home
from tests.conftest import ExpectLog
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.server.station_side import StationSide


@pytest.mark.parametrize("replaced", [True, False])
def test_a_server_acknowledges_nothing_that_nobody_finds(
    sender: StationSide, home: Home, data: Path, expect_log: ExpectLog, replaced: bool
) -> None:
    expect_log(LogEvent.SERVER_FAULT)
    sender.arrives("Ada")
    other = data.with_name("other")
    shutil.copytree(data, other)
    shutil.rmtree(data)
    if replaced:
        other.rename(data)

    answer = sender.push(sender.checked_in("Bo"))

    assert (answer.status_code, answer.json()["code"]) == (503, "not_now")


@pytest.mark.parametrize("replaced", [True, False])
def test_a_kiosk_shows_only_what_is_on_disk_and_loses_nothing(
    tmp_path: Path, expect_log: ExpectLog, replaced: bool
) -> None:
    expect_log(LogEvent.STORE_DAMAGED, LogEvent.STORE_PUT_BACK, LogEvent.PICTURES_MISSING)
    box = Box(tmp_path / "box")
    box.checked_in(name="Ada")
    older = tmp_path / "older"
    shutil.copytree(box.folder, older)
    box.checked_in(jpeg(), name="Bo")
    waiting = box.waiting()
    shutil.rmtree(box.folder)
    if replaced:
        older.rename(box.folder)

    with pytest.raises(StoreFault):
        box.outbox.pending(9)
    still = [(offer.event.about.id, offer.event.type) for offer in box.outbox.pending(9)]
    box.close()
    box.start()

    assert still == waiting == box.waiting()
    box.close()
