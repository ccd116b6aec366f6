"""Who may come to a desk: paired tablets, members with their PIN, for one shift."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from kiosk.journal import LogEvent
from kiosk.server.auth.members import Member, Role
from kiosk.server.home import Home
from tests.conftest import ExpectLog
from tests.server.conftest import Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import Json


@pytest.fixture
def tablet(url: str, prepared: Prepared) -> DeskClient:
    """Paired, nobody signed in."""
    return DeskClient(url, paired=prepared.maya.tablet)


def wrong(pin: str) -> str:
    """Another PIN of six digits."""
    return f"{(int(pin) + 1) % 1_000_000:06d}"


def team(session: Json) -> list[str]:
    return [member["name"] for member in session["members"]]


def test_a_code_pairs_a_tablet_that_then_knows_the_team(stranger: DeskClient, home: Home) -> None:
    code = home.devices.pairing_code(timedelta(minutes=10))

    answer = stranger.post("/pair", {"code": code})

    session = stranger.get("/session").json()
    assert (answer.status_code, answer.content) == (204, b"")
    assert (session["paired"], session["member"]) == (True, None)
    assert team(session) == ["Ben Okoro", "Maya Lund"]


def test_an_unpaired_tablet_learns_no_name(stranger: DeskClient) -> None:
    assert stranger.get("/session").json() == {
        "paired": False,
        "site": {"name": "The Lab"},
        "members": [],
        "member": None,
    }


@pytest.mark.parametrize("code", ["wrong", "a" * 200, "é", "' or 1=1 --"])
def test_a_wrong_code_pairs_nothing(stranger: DeskClient, home: Home, code: str) -> None:
    home.devices.pairing_code(timedelta(minutes=10))

    answer = stranger.post("/pair", {"code": code})

    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_code")
    assert "set-cookie" not in answer.headers
    assert not stranger.get("/session").json()["paired"]


def test_guessing_codes_makes_no_member_wait(stranger: DeskClient, home: Home) -> None:
    """Anybody in the building may guess; only writes wait for each other."""
    with home.store.write():
        answer = stranger.post("/pair", {"code": "guess"})

    assert answer.status_code == 401


def test_a_code_pairs_until_its_time_is_over(
    stranger: DeskClient, home: Home, clock: FakeClock
) -> None:
    code = home.devices.pairing_code(timedelta(minutes=10))
    clock.passes(minutes=9, seconds=59)
    in_time = stranger.post("/pair", {"code": code})
    clock.passes(seconds=1)

    late = stranger.post("/pair", {"code": code})

    assert (in_time.status_code, late.status_code) == (204, 401)
    assert stranger.get("/session").json()["paired"]


def test_a_tablets_own_token_is_no_pairing_code(stranger: DeskClient, prepared: Prepared) -> None:
    for secret in (prepared.maya.tablet, prepared.stations["B"]):
        assert stranger.post("/pair", {"code": secret}).status_code == 401


def test_cookies_are_out_of_the_reach_of_scripts_and_other_sites(
    stranger: DeskClient, home: Home, prepared: Prepared
) -> None:
    code = home.devices.pairing_code(timedelta(minutes=10))

    paired = stranger.post("/pair", {"code": code})
    signed_in = stranger.sign_in(prepared.maya.member.id, prepared.maya.pin)

    for answer in (paired, signed_in):
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "path=/" in cookie


def test_cookies_are_for_tls_only_where_there_is_tls(stranger: DeskClient, home: Home) -> None:
    """A proxy on this machine ends the TLS and says so."""
    code = home.devices.pairing_code(timedelta(minutes=10))

    over_tls = stranger.post("/pair", {"code": code}, headers={"X-Forwarded-Proto": "https"})
    plain = stranger.post("/pair", {"code": code})

    assert "; secure" in over_tls.headers["set-cookie"].lower()
    assert "; secure" not in plain.headers["set-cookie"].lower()


def test_the_right_pin_signs_in(tablet: DeskClient, prepared: Prepared) -> None:
    answer = tablet.sign_in(prepared.maya.member.id, prepared.maya.pin)

    maya = {"id": prepared.maya.member.id, "name": "Maya Lund", "role": "lead"}
    assert (answer.status_code, answer.json()) == (200, {"member": maya})
    assert tablet.get("/session").json()["member"] == maya
    assert tablet.state()["me"] == maya


def test_a_pin_is_worth_nothing_on_an_unpaired_tablet(
    stranger: DeskClient, prepared: Prepared
) -> None:
    answer = stranger.sign_in(prepared.maya.member.id, prepared.maya.pin)

    assert (answer.status_code, answer.json()["code"]) == (401, "not_paired")


def test_guessing_on_an_unpaired_tablet_locks_nobody_out(
    stranger: DeskClient, tablet: DeskClient, prepared: Prepared
) -> None:
    for _ in range(6):
        stranger.sign_in(prepared.maya.member.id, wrong(prepared.maya.pin))

    assert tablet.sign_in(prepared.maya.member.id, prepared.maya.pin).status_code == 200


def test_a_wrong_pin_is_told_with_the_tries_left(tablet: DeskClient, prepared: Prepared) -> None:
    answers = [tablet.sign_in(prepared.maya.member.id, wrong(prepared.maya.pin)) for _ in range(4)]

    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {
        (401, "wrong_pin")
    }
    assert [answer.json()["tries_left"] for answer in answers] == [4, 3, 2, 1]


def test_the_fifth_wrong_pin_locks_and_the_right_one_does_not_open(
    tablet: DeskClient, prepared: Prepared, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.MEMBER_LOCKED)
    maya, pin = prepared.maya.member.id, prepared.maya.pin
    answers = [tablet.sign_in(maya, wrong(pin)) for _ in range(5)]

    right = tablet.sign_in(maya, pin)

    for answer in (answers[-1], right):
        assert (answer.status_code, answer.json()["code"]) == (429, "locked")
        assert 0 < answer.json()["retry_after_s"] <= 901


def test_a_lock_says_how_long_and_ends_after_a_quarter_of_an_hour(
    tablet: DeskClient, prepared: Prepared, clock: FakeClock, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.MEMBER_LOCKED)
    maya, pin = prepared.maya.member.id, prepared.maya.pin
    for _ in range(5):
        tablet.sign_in(maya, wrong(pin))
    clock.passes(minutes=14, seconds=59)
    still = tablet.sign_in(maya, pin)
    clock.passes(seconds=1)

    again = tablet.sign_in(maya, wrong(pin))
    opened = tablet.sign_in(maya, pin)

    assert (still.status_code, still.json()["retry_after_s"]) == (429, 2)
    assert (again.json()["tries_left"], opened.status_code) == (4, 200)


def test_a_locked_member_locks_nobody_else(
    tablet: DeskClient, prepared: Prepared, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.MEMBER_LOCKED)
    for _ in range(5):
        tablet.sign_in(prepared.maya.member.id, wrong(prepared.maya.pin))

    assert tablet.sign_in(prepared.ben.member.id, prepared.ben.pin).status_code == 200


def test_a_new_pin_lifts_the_lock_ends_the_old_pin_and_the_open_sessions(
    tablet: DeskClient, maya: DeskClient, home: Home, prepared: Prepared, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.MEMBER_LOCKED)
    member = prepared.maya.member
    for _ in range(5):
        tablet.sign_in(member.id, wrong(prepared.maya.pin))

    pin = home.members.reset_pin(member.name)

    assert pin is not None
    assert maya.get("/state").status_code == 401
    assert tablet.sign_in(member.id, prepared.maya.pin).json()["tries_left"] == 4
    assert tablet.sign_in(member.id, pin).status_code == 200


def test_a_lock_is_told_before_anybody_types(
    tablet: DeskClient, prepared: Prepared, clock: FakeClock, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.MEMBER_LOCKED)
    maya = prepared.maya.member.id

    def told() -> dict[str, int]:
        return {each["id"]: each["locked_s"] for each in tablet.get("/session").json()["members"]}

    for _ in range(4):
        tablet.sign_in(maya, wrong(prepared.maya.pin))
    before = told()
    tablet.sign_in(maya, wrong(prepared.maya.pin))
    at_once = told()
    clock.passes(minutes=14, seconds=59)
    later = told()
    clock.passes(seconds=1)

    assert set(before.values()) == set(told().values()) == {0}
    assert (at_once[maya], later[maya]) == (900, 1)
    assert sum(at_once.values()) == at_once[maya]


def test_the_right_pin_forgets_the_wrong_ones_before_it(
    tablet: DeskClient, prepared: Prepared
) -> None:
    maya, pin = prepared.maya.member.id, prepared.maya.pin
    for _ in range(4):
        tablet.sign_in(maya, wrong(pin))
    tablet.sign_in(maya, pin)

    assert tablet.sign_in(maya, wrong(pin)).json()["tries_left"] == 4


def test_guesses_at_the_same_moment_get_no_more_tries(
    home: Home, prepared: Prepared, expect_log: ExpectLog
) -> None:
    """Twelve at once: were the PIN looked at before the count, each would be looked at."""
    expect_log(LogEvent.MEMBER_LOCKED)
    maya, pin = prepared.maya.member.id, prepared.maya.pin
    tablet = home.devices.tablet(prepared.maya.tablet) or ""
    start = Barrier(12)

    def guess(_: int) -> object:
        start.wait(120)
        return home.members.sign_in(maya, wrong(pin), tablet)

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(guess, range(12)))

    told = [getattr(answer, "tries_left", 0) for answer in answers]
    assert sorted(told) == [0] * 8 + [1, 2, 3, 4]


def test_nobody_waits_for_somebody_elses_pin(
    home: Home, prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hash takes 40 ms and more: the store must take writes meanwhile."""
    tablet = home.devices.tablet(prepared.maya.tablet) or ""
    written = []

    def slow(_pin_hash: str, _pin: str) -> bool:
        with ThreadPoolExecutor(1) as pool:
            code = pool.submit(home.devices.pairing_code, timedelta(minutes=1))
            written.append(code.result(timeout=120))
        return True

    monkeypatch.setattr("kiosk.server.auth.members.verify_pin", slow)

    home.members.sign_in(prepared.maya.member.id, "000000", tablet)

    assert len(written) == 1


def test_a_pin_replaced_while_it_is_looked_at_opens_nothing(
    home: Home, prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = home.devices.tablet(prepared.maya.tablet) or ""

    def replaced(_pin_hash: str, _pin: str) -> bool:
        assert home.members.reset_pin(prepared.maya.member.name) is not None
        return True

    monkeypatch.setattr("kiosk.server.auth.members.verify_pin", replaced)

    answer = home.members.sign_in(prepared.maya.member.id, prepared.maya.pin, tablet)

    assert not isinstance(answer, tuple)


@pytest.mark.parametrize(
    "pin", ["", "12345", "1234567", "12345a", "\N{FULLWIDTH DIGIT ONE}23456", " 12345", 123456]
)
def test_what_is_no_pin_costs_no_try(tablet: DeskClient, prepared: Prepared, pin: str) -> None:
    maya = prepared.maya.member.id

    answer = tablet.sign_in(maya, pin)

    assert (answer.status_code, answer.json()["field"]) == (422, "pin")
    assert tablet.sign_in(maya, wrong(prepared.maya.pin)).json()["tries_left"] == 4


def test_a_member_nobody_knows_is_told_by_field(tablet: DeskClient) -> None:
    answer = tablet.sign_in("0195a6b0-0000-7000-8000-000000000000", "123456")

    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_member")
    assert answer.json()["field"] == "member_id"


def test_a_session_ends_after_twelve_hours_whatever_was_done(
    maya: DeskClient, clock: FakeClock
) -> None:
    for _ in range(11):
        clock.passes(hours=1)
        maya.state()
    clock.passes(minutes=59, seconds=58)
    last = maya.get("/state")
    clock.passes(seconds=1)

    over = maya.get("/state")

    assert (last.status_code, over.status_code, over.json()["code"]) == (200, 401, "signed_out")
    assert maya.get("/session").json()["member"] is None
    assert maya.get("/session").json()["paired"]


def test_signing_out_ends_the_session_not_only_the_cookie(
    maya: DeskClient, url: str, prepared: Prepared
) -> None:
    thief = DeskClient(url, paired=prepared.maya.tablet, signed_in=prepared.maya.session)
    assert thief.get("/state").status_code == 200

    answer = maya.call("DELETE", "/session")

    assert (answer.status_code, thief.get("/state").status_code) == (204, 401)
    assert maya.get("/session").json()["member"] is None


def test_signing_out_twice_is_fine(maya: DeskClient) -> None:
    maya.call("DELETE", "/session")

    assert maya.call("DELETE", "/session").status_code == 204


def test_the_next_member_at_a_tablet_ends_the_session_before(
    maya: DeskClient, url: str, prepared: Prepared
) -> None:
    """Nobody goes on acting, or counts as on duty, under the name of who left without a word."""
    left_open = DeskClient(url, paired=prepared.maya.tablet, signed_in=prepared.maya.session)

    maya.sign_in(prepared.ben.member.id, prepared.ben.pin)

    assert maya.state()["me"]["name"] == "Ben Okoro"
    assert left_open.get("/state").status_code == 401


def test_a_member_may_be_at_two_tablets(
    maya: DeskClient, stranger: DeskClient, home: Home, prepared: Prepared
) -> None:
    stranger.post("/pair", {"code": home.devices.pairing_code(timedelta(minutes=10))})
    stranger.sign_in(prepared.maya.member.id, prepared.maya.pin)

    assert maya.state()["me"] == stranger.state()["me"]


def test_two_members_never_share_a_name(home: Home) -> None:
    first = home.members.add("Noor", Role.MEMBER)

    assert first is not None
    assert isinstance(first[0], Member)
    assert home.members.add("Noor", Role.LEAD) is None


def test_the_pin_of_nobody_cannot_be_replaced(home: Home) -> None:
    assert home.members.reset_pin("Nobody") is None


def test_pins_are_six_digits_and_rarely_the_same(home: Home) -> None:
    pins = [home.members.reset_pin("Maya Lund") or "" for _ in range(5)]

    assert all(len(pin) == 6 and pin.isdigit() for pin in pins)
    assert len(set(pins)) > 1
