"""The air between stations and home: real requests of the real client, carried by the weather."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import requests
from requests.adapters import BaseAdapter

from tests.doubles.fuse import Died
from tests.doubles.in_process import Answer, as_response
from tests.simulation.home import MortalHome
from tests.simulation.weather import FAULTS, INSTEAD, Weather

MOST_BOUNDARIES = 6
"""Two transactions of a home: some deaths come after all is done."""


class Air:
    """Draws a weather for every call; what was sent may arrive again at any later time."""

    def __init__(self, home: MortalHome, chance: random.Random, faults: float) -> None:
        self.home = home
        self.faults = faults
        self.sent: list[requests.PreparedRequest] = []
        self.drawn: list[Weather] = []
        self.meanwhile: Callable[[], None] = lambda: None
        self._chance = chance

    def draw(self) -> Weather:
        """The weather of the next call."""
        bad = self._chance.random() < self.faults
        self.drawn.append(self._chance.choice(FAULTS) if bad else Weather.FINE)
        return self.drawn[-1]

    def carry(self, request: requests.PreparedRequest) -> Answer:
        """What the caller hears; ConnectionError when that is nothing."""
        weather = self.draw()
        if request.method != "GET":
            self.sent.append(request)
        if weather in INSTEAD:
            return self._chance.choice(INSTEAD[weather])
        if weather is Weather.NEVER_ARRIVES:
            raise requests.ConnectionError(weather)
        return self._deliver(request, weather)

    def arrive_again(self, request: requests.PreparedRequest) -> None:
        """A message of any age comes once more; nobody waits for its answer."""
        self.home.ask(request)

    def _deliver(self, request: requests.PreparedRequest, weather: Weather) -> Answer:
        if weather is Weather.HOME_DIES:
            return self._ask_the_dying(request)
        if weather is Weather.CUT_ON_THE_WAY:
            self.home.ask(_cut(request))
            raise requests.ConnectionError(weather)
        if weather is Weather.ARRIVES_TWICE:
            self.home.ask(request)
        answer = self.home.ask(request)
        if weather is Weather.SLOW:
            self.meanwhile()
        return _spoiled(answer, weather)

    def _ask_the_dying(self, request: requests.PreparedRequest) -> Answer:
        try:
            with self.home_dying():
                return self.home.ask(request)
        except Died as died:
            raise requests.ConnectionError("the home died") from died

    @contextmanager
    def home_dying(self) -> Iterator[None]:
        """Somewhere in this block the home dies (`Died`), or at its end; then it comes back."""
        self.home.fuse.light(self._chance.randint(1, MOST_BOUNDARIES))
        try:
            yield
        finally:
            self.home.start_again()


class InTheAir(BaseAdapter):
    """What `requests` sends by instead of a socket."""

    def __init__(self, air: Air) -> None:
        super().__init__()
        self._air = air

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        # Nobody is there who could change anything meanwhile: a long poll would only stand still.
        request.url = str(request.url).replace("wait=20", "wait=0")
        return as_response(request, self._air.carry(request))

    def close(self) -> None:
        """Nothing is held open."""


def _cut(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """The first half of it."""
    half = request.copy()
    assert half.body is None or isinstance(half.body, bytes)
    half.body = (half.body or b"")[: len(half.body or b"") // 2]
    return half


def _spoiled(answer: Answer, weather: Weather) -> Answer:
    match weather:
        case Weather.ANSWER_LOST:
            raise requests.ConnectionError(weather)
        case Weather.ANSWER_CUT:
            whole = {**answer.headers, "Content-Length": str(len(answer.body))}
            return replace(answer, headers=whole, body=answer.body[: len(answer.body) // 2])
        case Weather.ANSWER_SHORT:
            half = answer.body[: len(answer.body) // 2]
            short = {**answer.headers, "Content-Length": str(len(half))}
            return replace(answer, headers=short, body=half)
        case Weather.STUMBLES_AFTER:
            return replace(answer, status=500)
        case _:
            return answer
