"""`kiosk visits set-aside` beside a running kiosk: what the home refused, why, and once more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from kiosk import wire
from kiosk.cli.station.visits import EXPLANATIONS, set_aside
from kiosk.journal import LogEvent
from kiosk.sync.up import SyncUp
from kiosk.wire import RefusalCode
from tests.conftest import ExpectLog
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.sync_client import FakeSyncClient

Command = Callable[..., tuple[int, str]]


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    """A kiosk that runs while the command is used."""
    box = Box(tmp_path / "station")
    yield box
    box.close()


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    config = tmp_path / "station.toml"
    config.write_text('[server]\nurl = "http://127.0.0.1:1"\n', encoding="utf-8")

    def run(*words: str) -> tuple[int, str]:
        try:
            set_aside.main(["--config", str(config), *words], standalone_mode=False)
            status = 0
        except click.UsageError as mistake:
            return 2, mistake.format_message()
        except SystemExit as ended:
            status = int(ended.code or 0)
        told = capsys.readouterr()
        return status, told.out + told.err

    return run


def refuse_all(box: Box) -> FakeSyncClient:
    """Both events of the first visit are refused, and a second visit's picture."""
    link = FakeSyncClient()
    box.checked_in(name="Zebedee")
    link.refused = {offer.event.id for offer in box.store.outbox.pending(9)}
    box.checked_in(jpeg())
    link.refused |= {str(photo) for (photo,) in box.rows("select photo from photos")}
    up = SyncUp(box.outbox, link, box.clock)
    for _ in range(4):
        up.step()
    return link


def test_nothing_refused_is_said_so(box: Box, command: Command) -> None:
    box.checked_in()

    assert command() == (0, "Nothing was set aside.\n")


def test_each_is_listed_with_number_kind_code_reason_and_since_when_and_no_name(
    box: Box, command: Command, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    refuse_all(box)

    status, said = command()

    [event, why, picture, why_picture] = said.splitlines()
    assert (status, "Zebedee" in said) == (0, False)
    assert event.split("  ")[1:] == [
        "B501",
        "VisitCheckedIn",
        "malformed",
        "since 2026-06-01 10:42 UTC",
    ]
    assert picture.split("  ")[1:4] == ["B502", "Picture", "not_a_picture"]
    assert why.strip() == f"{EXPLANATIONS['malformed']} (facts.number)"
    assert why_picture.strip() == EXPLANATIONS["not_a_picture"]


@pytest.mark.parametrize("everything", [True, False])
def test_what_is_offered_again_the_running_kiosk_sends(
    box: Box, command: Command, expect_log: ExpectLog, everything: bool
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    link = refuse_all(box)
    ids = [line.split("  ")[0] for line in command()[1].splitlines()[::2]]
    link.refused = set()

    status, said = command("--offer-again", *(["--all"] if everything else ids[:1]))
    up = SyncUp(box.outbox, link, box.clock)
    for _ in range(3):
        up.step()

    assert (status, said.split(" ")[0]) == (0, "2" if everything else "1")
    assert ids[0] in link.taken
    assert (len(link.uploaded), len(command()[1].splitlines())) == (
        (1, 1) if everything else (0, 2)
    )


def test_an_id_that_is_not_in_the_list_is_named(
    box: Box, command: Command, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    refuse_all(box)

    status, said = command("--offer-again", "no-such-id")

    assert (status, "no-such-id" in said) == (2, True)


@pytest.mark.parametrize(
    "words", [("--all",), ("x",), ("--offer-again",), ("--offer-again", "x", "--all")]
)
def test_words_that_leave_open_what_is_meant_are_refused(
    box: Box, command: Command, words: tuple[str, ...]
) -> None:
    box.checked_in()

    assert command(*words)[0] == 2


def test_a_folder_in_which_no_kiosk_ran_is_named(command: Command) -> None:
    status, said = command()

    assert (status, "data_dir" in said) == (2, True)


def test_every_reason_there_is_has_its_words() -> None:
    own = {wire.SERVER_FAILS, wire.FILE_MISSING, wire.UNREADABLE}
    assert set(EXPLANATIONS) >= {*map(str, RefusalCode), *own}
