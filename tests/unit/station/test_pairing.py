"""Pairing: what a kiosk shows while it waits, and that the token is on disk before it is paired."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.pairing import PairingState, shown, typed
from kiosk.faults import LinkFault, LinkRefused, StoreFault
from kiosk.journal import LogEvent
from kiosk.station.identity import TokenFile
from kiosk.station.pairing import POLL_S, Pairing
from kiosk.wire.pairing import Claimed, CodeToShow, HeldFacts
from tests.conftest import ExpectLog
from tests.doubles.box import Box

TOKEN = "wk1.hq.B.secret"


class FakePairingCalls:
    """A home that gives codes A, B, … and approves when told."""

    def __init__(self) -> None:
        self.held: list[HeldFacts | None] = []
        self.asked: list[str] = []
        self.answer: Callable[[], Claimed] = lambda: Claimed(None, 599)
        self.fault: LinkFault | None = None

    def open(self, held: HeldFacts | None) -> CodeToShow:
        if self.fault:
            raise self.fault
        self.held.append(held)
        count = len(self.held)
        return CodeToShow(f"claim {count}", f"CODE-000{count}", 600)

    def collect(self, claim: str) -> Claimed:
        if self.fault:
            raise self.fault
        self.asked.append(claim)
        return self.answer()


@pytest.fixture
def line() -> FakePairingCalls:
    return FakePairingCalls()


@pytest.fixture
def pairing(line: FakePairingCalls, tmp_path: Path) -> Pairing:
    return Pairing(
        line, tmp_path / "data", TokenFile(tmp_path / "box" / "token"), "http://hq.example/desk/"
    )


def test_it_shows_a_code_and_polls_until_a_lead_approves(
    pairing: Pairing, line: FakePairingCalls, tmp_path: Path
) -> None:
    seen: list[PairingState] = []
    pairing.on_state(seen.append)

    pauses = [pairing.step(), pairing.step()]
    line.answer = lambda: Claimed(TOKEN, 0)
    pairing.step()

    assert pauses == [POLL_S, POLL_S]
    assert seen == [
        PairingState("CODE-0001", "http://hq.example/desk/", 600),
        PairingState("CODE-0001", "http://hq.example/desk/", 599),
        PairingState(None, "http://hq.example/desk/", paired=True),
    ]
    kept = tmp_path / "box" / "token"
    assert kept.read_text(encoding="ascii") == f"{TOKEN}\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["token"]


def test_an_expired_code_is_replaced_without_a_touch(
    pairing: Pairing, line: FakePairingCalls
) -> None:
    def over() -> Claimed:
        raise LinkRefused(410, "code_over", "")

    pairing.step()
    line.answer = over
    assert pairing.step() == 0.0
    pairing.step()

    assert pairing.state().code == "CODE-0002"


def test_somebody_at_the_kiosk_may_ask_for_another_code(
    pairing: Pairing, line: FakePairingCalls
) -> None:
    woken: list[bool] = []
    pairing.on_new_code(lambda: woken.append(True))
    pairing.step()

    pairing.new_code()
    pairing.step()
    pairing.step()

    assert (pairing.state().code, woken, line.asked) == ("CODE-0002", [True], ["claim 2"])


def test_an_unreachable_server_is_shown_and_the_code_stays(
    pairing: Pairing, line: FakePairingCalls, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.PAIRING_LOST)
    pairing.step()
    line.fault = LinkFault("ConnectionError")
    with pytest.raises(LinkFault):
        pairing.step()
    assert pairing.state() == PairingState(
        "CODE-0001", "http://hq.example/desk/", 600, reachable=False
    )
    line.fault = None

    pairing.step()

    assert pairing.state() == PairingState("CODE-0001", "http://hq.example/desk/", 599)


def test_a_server_that_gives_no_more_codes_counts_as_reachable(
    pairing: Pairing, line: FakePairingCalls, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.PAIRING_LOST)
    line.fault = LinkFault("status 429", retry_after_s=60.0, answered=True)

    with pytest.raises(LinkFault):
        pairing.step()

    assert pairing.state() == PairingState(None, "http://hq.example/desk/", crowded=True)


def test_a_token_that_cannot_be_written_is_asked_for_again(
    line: FakePairingCalls, tmp_path: Path, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOKEN_STUCK)
    (tmp_path / "box").write_text("a file where the folder should be", encoding="ascii")
    pairing = Pairing(
        line, tmp_path, TokenFile(tmp_path / "box" / "token"), "http://hq.example/desk/"
    )
    line.answer = lambda: Claimed(TOKEN, 0)
    pairing.step()
    with pytest.raises(StoreFault):
        pairing.step()
    (tmp_path / "box").unlink()

    pairing.step()

    assert pairing.state().paired
    assert (tmp_path / "box" / "token").exists()


def test_a_token_replaces_the_one_before_atomically(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("wk1.old.B.x", encoding="ascii")
    (tmp_path / ".token.part").write_text("wk1.cut", encoding="ascii")

    TokenFile(token).write(TOKEN)

    assert token.read_text(encoding="ascii") == f"{TOKEN}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["token"]


def test_a_kiosk_reports_what_it_has_not_sent_yet(line: FakePairingCalls, tmp_path: Path) -> None:
    box = Box(tmp_path)
    for _ in range(3):
        box.station.check_in(CheckInRequest("Ana")).result()
    box.close()
    data = next(tmp_path.rglob("station.db")).parent

    Pairing(line, data, TokenFile(tmp_path / "token"), "http://hq.example/desk/").step()

    assert line.held == [HeldFacts("hq", "B", 3)]


def test_an_empty_or_unreadable_folder_holds_nothing_unsent(
    line: FakePairingCalls, tmp_path: Path
) -> None:
    Pairing(line, tmp_path, TokenFile(tmp_path / "token"), "http://hq.example/desk/").step()
    (tmp_path / "station.db").write_bytes(b"no database at all" * 100)
    Pairing(line, tmp_path, TokenFile(tmp_path / "token"), "http://hq.example/desk/").step()

    assert line.held == [None, None]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0123-ABCD", "0123ABCD"),
        (" o1l i-abcd ", "0111ABCD"),
        ("0123-ABC", None),
        ("0123-ABCU", None),
        ("", None),
        ("0123-ABCé", None),
    ],
)
def test_a_code_is_read_as_people_write_it(text: str, code: str | None) -> None:
    assert typed(text) == code
    if code:
        assert typed(shown(code)) == code


def test_each_reason_why_no_code_comes_is_logged_once(
    pairing: Pairing,
    line: FakePairingCalls,
    expect_log: ExpectLog,
    caplog: pytest.LogCaptureFixture,
) -> None:
    expect_log(LogEvent.PAIRING_LOST)
    for reason in ("name not found", "name not found", "certificate: expired"):
        line.fault = LinkFault(reason)
        with pytest.raises(LinkFault):
            pairing.step()

    told = [line for line in caplog.messages if line.startswith("pairing_lost")]
    assert told == [
        "pairing_lost reason=name not found",
        "pairing_lost reason=certificate: expired",
    ]
