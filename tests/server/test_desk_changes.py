"""What a desk is told since its number: who follows sees what whoever asks for everything sees."""

from __future__ import annotations

import json
import random

import pytest

from kiosk.server.home import Home
from tests.server.conftest import Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.happenings import happens
from tests.server.station_side import Json, StationSide
from tests.server.streams import listening

LISTS = ("waiting", "held", "open")


class Follower:
    """A desk's page: it asks for what changed and brings what it has in step with that."""

    def __init__(self, desk: DeskClient) -> None:
        self._desk = desk
        self.state = desk.state()
        self.bytes = 0

    def reads(self) -> Json:
        """What came; the state is in step afterwards."""
        asked = {"after": self.state["seq"], "epoch": self.state["epoch"]}
        answer = self._desk.get("/state", params=asked)
        assert answer.status_code == 200, answer.text
        self.bytes += len(answer.content)
        return self.takes(answer.json())

    def takes(self, told: Json) -> Json:
        """What was told; the state is in step afterwards."""
        if "after" not in told:
            self.state = told
            return told
        gone = {*told["ended"], *(change["visit"]["id"] for change in told["changed"])}
        for name in LISTS:
            told[name] = [visit for visit in self.state[name] if visit["id"] not in gone]
        for change in told["changed"]:
            told[change["list"]].insert(change["place"], change["visit"])
        self.state = told
        return told


def without_ages(state: Json) -> list[list[Json]]:
    """The lists; a visit that did not change is not told its age again, the page counts on."""
    return [[{**visit, "waited_s": None} for visit in state[name]] for name in LISTS]


@pytest.mark.parametrize("seed", range(4))
def test_whoever_follows_sees_what_whoever_asks_for_all_sees(
    station: StationSide, maya: DeskClient, ben: DeskClient, clock: FakeClock, seed: int
) -> None:
    chance = random.Random(seed)
    followers = [Follower(maya), Follower(ben)]
    for _ in range(40):
        happens(chance, station, maya, ben)
        clock.passes(seconds=chance.randrange(40))
        follower = chance.choice(followers)
        follower.reads()
        whole = maya.state()
        follower.reads()
        assert without_ages(follower.state) == without_ages(whole)
    assert any("after" in follower.reads() for follower in followers)


@pytest.mark.parametrize("seed", range(2))
def test_whoever_is_told_by_the_stream_need_not_ask_and_may(
    station: StationSide, maya: DeskClient, ben: DeskClient, url: str, seed: int
) -> None:
    """What was asked for meanwhile is told again, and changes nothing."""
    chance = random.Random(seed)
    with listening(ben.session, f"{url}/api/v1/desk/live") as stream:
        stream.event()
        follower = Follower(ben)
        hinted = follower.state["seq"]
        for _ in range(30):
            happens(chance, station, maya, ben)
            if chance.random() < 0.2:
                follower.reads()
            whole = maya.state()
            while hinted < whole["seq"]:
                name, data = stream.event()
                if name == "hint":
                    hinted = int(data.partition(":")[2])
                elif json.loads(data)["seq"] >= follower.state["seq"]:
                    follower.takes(json.loads(data))
            assert without_ages(follower.state) == without_ages(whole)


def test_one_change_in_a_long_line_is_a_few_bytes(station: StationSide, maya: DeskClient) -> None:
    station.arrive(100)
    follower = Follower(maya)
    follower.reads()
    before = follower.bytes

    station.arrives("Ada")
    told = follower.reads()

    assert len(follower.state["waiting"]) == 101
    assert [change["place"] for change in told["changed"]] == [100]
    assert follower.bytes - before < 5_000


@pytest.mark.parametrize("asked", [{"after": "0"}, {"after": "1", "epoch": "another"}])
def test_whoever_has_read_nothing_or_another_store_gets_everything(
    station: StationSide, maya: DeskClient, asked: dict[str, str]
) -> None:
    station.arrives("Ada")

    answer = maya.get("/state", params=asked).json()

    assert "after" not in answer
    assert [visit["first_name"] for visit in answer["waiting"]] == ["Ada"]


def test_a_number_that_the_site_has_not_reached_gets_everything(
    station: StationSide, maya: DeskClient
) -> None:
    station.arrives("Ada")
    state = maya.state()

    asked = {"after": state["seq"] + 1_000, "epoch": state["epoch"]}

    assert "after" not in maya.get("/state", params=asked).json()


def test_words_that_are_forgotten_leave_a_desk_that_is_open(
    station: StationSide, maya: DeskClient, home: Home, clock: FakeClock, prepared: Prepared
) -> None:
    station.arrives("Ada")
    follower = Follower(maya)
    clock.passes(days=90, seconds=1)
    home.retention.run()
    maya.sign_in(prepared.maya.member.id, prepared.maya.pin)

    told = follower.reads()

    assert [change["visit"]["first_name"] for change in told["changed"]] == [""]
