"""Two members call at the same moment. One gets the visitor; the other is told who has them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread

import requests

from tests.faults.home_side import PATIENCE_S
from tests.server.desk_side import DeskClient
from tests.server.station_side import Json, StationSide

ROUNDS = 10


def at_once(*acts: Callable[[], requests.Response | Json | None]) -> list[object]:
    """Does all at the same moment, over lines of their own; what came of each."""
    start = Barrier(len(acts))
    came: dict[int, object] = {}

    def run(number: int, act: Callable[[], object]) -> None:
        start.wait(PATIENCE_S)
        came[number] = act()

    threads = [Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    return [came[number] for number in range(len(acts))]


def test_calling_the_next_at_once_gives_each_another_visitor(
    sender: StationSide, maya: DeskClient, ben: DeskClient
) -> None:
    for _ in range(ROUNDS):
        first, second = sender.arrives("Dan"), sender.arrives("Leila")

        calls = at_once(maya.call_next, ben.call_next)

        called = [call["id"] for call in calls if isinstance(call, dict)]
        assert sorted(called) == sorted([first, second])
        for visit in called:
            maya.finishes(visit)


def test_calling_the_same_visitor_at_once_one_wins_and_the_other_hears_who(
    sender: StationSide, maya: DeskClient, ben: DeskClient
) -> None:
    for _ in range(ROUNDS):
        visit = sender.arrives("Dan")

        answers = at_once(partial(maya.act, "call", visit), partial(ben.act, "call", visit))

        by_status = {
            answer.status_code: answer.json()["visit"]["member"]["name"]
            for answer in answers
            if isinstance(answer, requests.Response)
        }
        assert set(by_status) == {200, 409}
        assert by_status[200] == by_status[409], "the loser is told who has the visitor"
        maya.finishes(visit)


def test_one_visitor_and_two_members_who_call_next(
    sender: StationSide, maya: DeskClient, ben: DeskClient
) -> None:
    for _ in range(ROUNDS):
        visit = sender.arrives("Dan")

        calls = at_once(maya.call_next, ben.call_next)

        assert [call["id"] for call in calls if isinstance(call, dict)] == [visit]
        maya.finishes(visit)
