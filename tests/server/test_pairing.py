"""A kiosk without a token shows a code; a lead approves it; the kiosk collects its token."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kiosk.domain.pairing import ALPHABET
from kiosk.journal import LogEvent
from kiosk.server.auth.attempts import BLOCKED_FOR, MAX_WRONG
from kiosk.server.auth.members import WrongPin
from kiosk.server.fleet.pairings import CODE_LIFETIME, MAX_OPEN_CODES, MAX_OPEN_CODES_PER_PLACE
from kiosk.server.home import Home, open_home
from kiosk.server.store.tables import devices
from tests.conftest import ExpectLog
from tests.server.conftest import ANNEXE, Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import MONDAY, FakeClock
from tests.server.pairing_side import NewKiosk, held
from tests.server.station_side import StationSide


@pytest.fixture
def kiosk(url: str) -> Iterator[NewKiosk]:
    side = NewKiosk(url)
    yield side
    side.session.close()


def approve(tablet: DeskClient, code: str, letter: str = "D", **more: object) -> tuple[int, str]:
    """Status and code of the answer."""
    answer = tablet.post("/stations", {"code": code, "letter": letter, **more})
    return answer.status_code, answer.json()["code"] if answer.content else ""


def test_a_kiosk_is_paired_by_the_code_on_its_screen(
    kiosk: NewKiosk, maya: DeskClient, url: str, clock: FakeClock
) -> None:
    code = kiosk.shows()
    before = kiosk.poll().json()
    answer = approve(maya, code, "D", seats=[7, 8])
    token = kiosk.token()

    assert before == {"token": None, "expires_s": 601}
    assert answer == (204, "")
    paired = StationSide(url, token, clock, "D")
    state = paired.state()
    assert state["site"]["seats"] == {"B": [1, 2, 3], "C": [4, 5], "D": [7, 8]}
    assert paired.arrives("Dan")
    assert maya.state()["waiting"][0]["number"] == "D1"


def test_the_code_is_eight_characters_nobody_misreads(kiosk: NewKiosk) -> None:
    code = kiosk.shows()

    assert [len(part) for part in code.split("-")] == [4, 4]
    assert set(code) <= set(ALPHABET) | {"-"}


def test_a_code_may_be_typed_as_it_was_read(kiosk: NewKiosk, maya: DeskClient) -> None:
    code = kiosk.shows()
    sloppy = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert approve(maya, sloppy) == (204, "")


def test_a_code_works_once(kiosk: NewKiosk, maya: DeskClient) -> None:
    code = kiosk.shows()
    approve(maya, code)

    assert approve(maya, code, "E") == (404, "unknown_code")
    assert kiosk.token().startswith("wk1.lab.D.")


def test_a_code_is_over_after_ten_minutes(
    kiosk: NewKiosk, maya: DeskClient, clock: FakeClock
) -> None:
    code = kiosk.shows()
    clock.passes(seconds=CODE_LIFETIME.total_seconds() - 1)
    assert kiosk.poll().json() == {"token": None, "expires_s": 2}
    clock.passes(seconds=1)

    assert approve(maya, code) == (404, "unknown_code")
    assert (kiosk.poll().status_code, kiosk.poll().json()["code"]) == (410, "code_over")


def test_an_answer_that_got_lost_is_asked_for_again_and_only_the_last_token_works(
    kiosk: NewKiosk, maya: DeskClient, url: str, clock: FakeClock
) -> None:
    approve(maya, kiosk.shows())

    lost, token = kiosk.token(), kiosk.token()

    assert StationSide(url, lost, clock, "D").get_state().status_code == 401
    assert StationSide(url, token, clock, "D").get_state().status_code == 200
    assert kiosk.poll().status_code == 410, "a token in use is not given again"


def test_nobody_but_who_showed_the_code_gets_the_token(kiosk: NewKiosk, maya: DeskClient) -> None:
    code = kiosk.shows()
    approve(maya, code)

    assert kiosk.poll("guessed").status_code == 410
    assert kiosk.poll(code).status_code == 410


def test_only_a_lead_may_approve_or_look(
    kiosk: NewKiosk, ben: DeskClient, stranger: DeskClient
) -> None:
    code = kiosk.shows()

    assert approve(ben, code) == (403, "leads_only")
    assert approve(stranger, code) == (401, "signed_out")
    assert ben.get("/stations").status_code == 403
    for path in ("/stations/B/revoke", "/stations/B/allow"):
        assert ben.call("POST", path).status_code == 403
    assert kiosk.poll().json()["token"] is None


def test_another_sites_page_cannot_approve(kiosk: NewKiosk, maya: DeskClient) -> None:
    body = {"code": kiosk.shows(), "letter": "D"}

    answer = maya.post("/stations", body, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert kiosk.poll().json()["token"] is None


def test_a_letter_in_use_is_given_only_to_replace_its_kiosk(
    kiosk: NewKiosk, maya: DeskClient, station: StationSide
) -> None:
    code = kiosk.shows()
    refused = maya.post("/stations", {"code": code, "letter": "B"})
    assert (refused.status_code, refused.json()["letter"]) == (409, "B")

    assert approve(maya, code, "B", replace=True) == (204, "")
    assert station.get_state().status_code == 200, "until the new one has its token"
    kiosk.token()

    assert station.get_state().status_code == 401


def test_a_seat_has_one_kiosk(kiosk: NewKiosk, maya: DeskClient) -> None:
    code = kiosk.shows()

    refused = maya.post("/stations", {"code": code, "letter": "D", "seats": [3, 9]})

    assert (refused.json()["code"], refused.json()["letter"]) == ("seat_taken", "B")
    assert approve(maya, code, "D", seats=[9]) == (204, "")


def test_a_letter_of_the_settings_keeps_its_seats_unless_others_are_given(
    kiosk: NewKiosk, maya: DeskClient, other_station: StationSide, home: Home
) -> None:
    approve(maya, kiosk.shows(), "B", replace=True)
    assert other_station.state()["site"]["seats"] == {"B": [1, 2, 3], "C": [4, 5]}

    approve(maya, kiosk.shows(), "B", replace=True, seats=[2, 6])

    assert other_station.state()["site"]["seats"] == {"B": [2, 6], "C": [4, 5]}


def test_a_kiosk_that_holds_visits_keeps_its_letter(kiosk: NewKiosk, maya: DeskClient) -> None:
    code = kiosk.shows(**held("B"))

    answer = maya.post("/stations", {"code": code, "letter": "D"})

    assert (answer.json()["code"], answer.json()["letter"]) == ("holds_visits", "B")
    assert approve(maya, code, "B", replace=True) == (204, "")


def test_a_kiosk_that_holds_visits_of_another_site_gets_no_letter_here(
    kiosk: NewKiosk, maya: DeskClient
) -> None:
    code = kiosk.shows(**held("B", site="annexe"))

    assert approve(maya, code, "B", replace=True) == (409, "holds_visits")


def test_five_wrong_codes_make_a_member_wait(
    kiosk: NewKiosk, maya: DeskClient, clock: FakeClock
) -> None:
    code = kiosk.shows()
    wrong = [approve(maya, "0000-0000")[0] for _ in range(MAX_WRONG)]

    blocked = maya.post("/stations", {"code": code, "letter": "D"})
    assert wrong == [404] * MAX_WRONG
    assert blocked.status_code == 429
    assert blocked.headers["Retry-After"] == str(int(BLOCKED_FOR.total_seconds()) + 1)
    clock.passes(seconds=BLOCKED_FOR.total_seconds())

    assert approve(maya, kiosk.shows()) == (204, "")


def test_few_codes_are_open_for_one_address_and_few_in_all(url: str, clock: FakeClock) -> None:
    greedy = NewKiosk(url)
    first = [greedy.ask().status_code for _ in range(MAX_OPEN_CODES_PER_PLACE + 1)]
    many = [
        NewKiosk(url, f"127.0.1.{host % 250}").ask().status_code for host in range(MAX_OPEN_CODES)
    ]

    assert first == [200] * MAX_OPEN_CODES_PER_PLACE + [429]
    assert many.count(200) == MAX_OPEN_CODES - MAX_OPEN_CODES_PER_PLACE
    assert greedy.ask().headers["Retry-After"] == "601"
    clock.passes(seconds=CODE_LIFETIME.total_seconds())
    assert greedy.ask().status_code == 200


def test_what_is_no_question_for_a_code_is_refused(kiosk: NewKiosk) -> None:
    for body in ({"held": {"site": "lab", "letter": "I", "count": 1}}, {"held": 3}):
        assert kiosk.ask(**body).status_code == 422


def test_a_code_of_another_site_in_the_same_store_is_unknown_here(
    kiosk: NewKiosk, maya: DeskClient, data: Path, clock: FakeClock
) -> None:
    annexe = open_home(ANNEXE, data, clock)
    opened = annexe.pairings.open("127.0.0.9")
    annexe.close()

    assert not hasattr(opened, "retry_after_s")
    assert approve(maya, getattr(opened, "code", "")) == (404, "unknown_code")


def test_neither_code_nor_claim_nor_token_lies_in_the_store(
    kiosk: NewKiosk, maya: DeskClient, data: Path
) -> None:
    code = kiosk.shows()
    approve(maya, code)
    secrets = [code.replace("-", ""), kiosk.claim, kiosk.token()]

    stored = b"".join(path.read_bytes() for path in data.glob("server.db*"))

    assert [secret for secret in secrets if secret.encode() in stored] == []


def test_a_lead_sees_every_device(
    kiosk: NewKiosk, maya: DeskClient, station: StationSide, clock: FakeClock
) -> None:
    station.state()
    approve(maya, kiosk.shows(), "D", seats=[9])

    fleet = maya.get("/stations").json()

    rows = {row["letter"]: row for row in fleet["stations"]}
    assert {letter: row["standing"] for letter, row in rows.items()} == {
        "B": "paired",
        "C": "paired",
        "D": "free",
    }
    assert (rows["B"]["seen_from"], rows["C"]["seen_at"]) == ("127.0.0.1", None)
    assert rows["B"]["seats"] == [1, 2, 3]
    assert fleet["free"][:3] == ["A", "E", "F"]
    assert [tablet["member"] for tablet in fleet["tablets"]] == ["Maya Lund", "Ben Okoro"]


def test_each_tablet_says_when_it_was_seen_and_which_one_asks(
    maya: DeskClient, ben: DeskClient, clock: FakeClock
) -> None:
    clock.passes(minutes=2)
    ben.get("/state")

    tablets = {row["member"]: row for row in maya.get("/stations").json()["tablets"]}

    assert {who: row["here"] for who, row in tablets.items()} == {
        "Maya Lund": True,
        "Ben Okoro": False,
    }
    assert datetime.fromisoformat(tablets["Ben Okoro"]["seen_at"]) == clock.now()


def test_an_unpaired_tablet_is_signed_out_and_no_tablet_any_more(
    maya: DeskClient, ben: DeskClient, home: Home
) -> None:
    tablets = maya.get("/stations").json()["tablets"]
    bens = next(tablet["id"] for tablet in tablets if tablet["member"] == "Ben Okoro")

    answer = maya.call("POST", f"/tablets/{bens}/unpair")

    assert answer.status_code == 204
    assert ben.get("/state").status_code == 401
    assert ben.get("/session").json()["paired"] is False
    assert maya.call("POST", f"/tablets/{bens}/unpair").status_code == 404
    assert home.devices.pairing_code(timedelta(minutes=1))
    (entry,) = home.audit.entries(MONDAY)
    assert (entry.who, entry.act, entry.about) == ("Maya Lund", "revoke", f"tablet {bens}")


def test_a_letter_promised_to_one_kiosk_is_not_promised_to_another(
    url: str, kiosk: NewKiosk, maya: DeskClient
) -> None:
    """Between the approval and the token, the letter is taken already."""
    other = NewKiosk(url, "127.0.0.8")
    approve(maya, kiosk.shows(), "D")
    code = other.shows()

    assert approve(maya, code, "D") == (409, "letter_in_use")
    assert approve(maya, code, "D", replace=True) == (204, "")
    assert kiosk.poll().status_code == 410, "the promise went to the other"
    assert other.token().startswith("wk1.lab.D.")
    other.session.close()


def test_a_kiosk_revoked_before_it_used_its_token_gets_no_second_one(
    kiosk: NewKiosk, maya: DeskClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.STATION_REVOKED)
    approve(maya, kiosk.shows(), "D")
    kiosk.token()

    assert maya.call("POST", "/stations/D/revoke").status_code == 204
    assert kiosk.poll().status_code == 410


def test_a_letter_revoked_before_its_kiosk_collects_the_token_is_not_given(
    kiosk: NewKiosk, maya: DeskClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.STATION_REVOKED)
    approve(maya, kiosk.shows(), "D")

    assert maya.call("POST", "/stations/D/revoke").status_code == 204
    assert kiosk.poll().status_code == 410


def test_a_kiosk_replaced_before_it_used_its_token_gets_no_second_one(
    url: str, kiosk: NewKiosk, maya: DeskClient, clock: FakeClock
) -> None:
    approve(maya, kiosk.shows(), "D")
    kiosk.token()
    other = NewKiosk(url, "127.0.0.8")
    approve(maya, other.shows(), "D", replace=True)
    token = other.token()

    assert kiosk.poll().status_code == 410
    assert StationSide(url, token, clock, "D").get_state().status_code == 200
    other.session.close()


def test_a_tablet_unpaired_while_its_member_types_the_pin_is_not_signed_in(
    maya: DeskClient, home: Home, prepared: Prepared
) -> None:
    tablets = maya.get("/stations").json()["tablets"]
    bens = next(tablet["id"] for tablet in tablets if tablet["member"] == "Ben Okoro")
    maya.call("POST", f"/tablets/{bens}/unpair")

    answer = home.members.sign_in(prepared.ben.member.id, prepared.ben.pin, bens)

    assert isinstance(answer, WrongPin)


def test_codes_that_pair_tablets_do_not_pile_up(home: Home, clock: FakeClock) -> None:
    def kept() -> int:
        codes = select(func.count()).where(devices.c.kind == "pairing")
        with home.store.read() as connection:
            return connection.scalar(codes) or 0

    before = kept()
    for _ in range(3):
        home.devices.pairing_code(timedelta(minutes=10))
        clock.passes(minutes=20)

    assert (before, kept()) == (before, 1)


def test_what_a_lead_takes_back_is_on_record(
    maya: DeskClient,
    ben: DeskClient,
    kiosk: NewKiosk,
    home: Home,
    clock: FakeClock,
    expect_log: ExpectLog,
) -> None:
    expect_log(LogEvent.STATION_REVOKED)
    tablets = maya.get("/stations").json()["tablets"]
    bens = next(tablet["id"] for tablet in tablets if tablet["member"] == "Ben Okoro")

    approve(maya, kiosk.shows(), "B", replace=True)
    maya.call("POST", "/stations/C/revoke")
    maya.call("POST", "/stations/C/revoke")
    maya.call("POST", f"/tablets/{bens}/unpair")

    told = [(each.who, each.act, each.about, each.detail) for each in home.audit.entries(MONDAY)]
    assert told == [
        ("Maya Lund", "revoke", "station B", "replaced"),
        ("Maya Lund", "revoke", "station C", ""),
        ("Maya Lund", "revoke", f"tablet {bens}", ""),
    ]


def test_twenty_kiosks_of_one_building_are_paired_behind_one_address(
    url: str, maya: DeskClient
) -> None:
    codes = {NewKiosk(url).shows() for _ in range(20)}

    assert len(codes) == 20
    assert approve(maya, codes.pop()) == (204, "")
