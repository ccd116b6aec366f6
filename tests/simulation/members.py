"""Members at their tablets: they ask, do not hear, ask again under the same id, and help."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain import events as e
from kiosk.domain.events import Outcome
from kiosk.server.auth.members import SESSION_LIFETIME
from kiosk.server.queue.acts import ActRequest, ActResult
from tests.doubles.fuse import Died
from tests.simulation.air import Air
from tests.simulation.weather import Weather

UNHEARD = frozenset(
    {
        Weather.ANSWER_LOST,
        Weather.ANSWER_CUT,
        Weather.ANSWER_SHORT,
        Weather.STUMBLES_AFTER,
    }
)
"""The home did what was asked, and nobody was told."""
HEARD = frozenset({Weather.FINE, Weather.SLOW, Weather.ARRIVES_TWICE})


@dataclass
class CallAttempt:
    """A member wants the next visitor, and asks until somebody answers."""

    request: ActRequest
    at: datetime
    answer: ActResult | None = None

    @property
    def told(self) -> str | None:
        """The visit the member was told of."""
        return self.answer.visit_id if self.answer else None


class Team:
    """The members of the site, and all they ever asked for."""

    def __init__(self, air: Air, new_id: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._air = air
        self._new_id = new_id
        self._now = now
        self.attempts: list[CallAttempt] = []
        self.before: set[str] = set()
        """What was asked for before the home was restored."""

    def call_next(self, member_id: str) -> CallAttempt:
        """A member presses call next."""
        attempt = CallAttempt(ActRequest(self._new_id(), member_id), self._now())
        self.attempts.append(attempt)
        self.ask(attempt)
        return attempt

    def ask_again(self, attempt: CallAttempt) -> None:
        """Nothing was heard, or the page was loaded anew: the same attempt once more."""
        attempt.request = ActRequest(self.retry_id(attempt), attempt.request.member_id)
        self.ask(attempt)

    def retry_id(self, attempt: CallAttempt) -> str:
        """A retry is the same request."""
        return attempt.request.id

    def ask(self, attempt: CallAttempt) -> None:
        """Sends it in the weather of the moment; a session that has ended is refused."""
        if self._ended(attempt):
            return
        weather = self._air.draw()
        if weather in HEARD:
            again = self._call(attempt) if weather is Weather.ARRIVES_TWICE else None
            self._hear(attempt, self._call(attempt))
            assert again is None or again == attempt.answer, "one request, two answers"
        elif weather in UNHEARD:
            self._call(attempt)
        elif weather is Weather.HOME_DIES:
            self._ask_the_dying(attempt)

    def arrive_again(self, attempt: CallAttempt) -> None:
        """A copy of the request arrives late."""
        if not self._ended(attempt):
            self._call(attempt)

    def called(self) -> list[str]:
        """Visits that members know they have called."""
        return [attempt.told for attempt in self.attempts if attempt.told]

    def act(self, visit_id: str, verb: str) -> None:
        """A member goes on with a visit; what cannot be is refused."""
        acts, request = self._air.home.acts, ActRequest(self._new_id(), "maya")
        match verb:
            case "arrived":
                acts.act(visit_id, e.VisitorArrived(), request)
            case "begin":
                acts.act(visit_id, e.ServiceBegan("maya"), request)
            case "absent":
                acts.absent(visit_id, request)
            case _:
                acts.act(visit_id, e.VisitFinished("maya", Outcome.FIXED), request)

    def leaves(self, visit_id: str) -> None:
        """The visitor goes, by phone."""
        self._air.home.acts.leave(visit_id, self._new_id())

    def home_was_restored(self) -> None:
        """What a member was answered counts for nothing any more."""
        self.before |= {attempt.request.id for attempt in self.attempts}
        self.attempts.clear()

    def _call(self, attempt: CallAttempt) -> ActResult:
        return self._air.home.acts.call_next(attempt.request)

    def _ended(self, attempt: CallAttempt) -> bool:
        """Whether the session it was made in has ended since, so that the home refuses it."""
        return self._now() - attempt.at >= SESSION_LIFETIME

    def _hear(self, attempt: CallAttempt, answer: ActResult) -> None:
        assert attempt.answer in {None, answer}, f"{attempt.answer} before, {answer} now"
        attempt.answer = answer

    def _ask_the_dying(self, attempt: CallAttempt) -> None:
        with suppress(Died), self._air.home_dying():
            self._call(attempt)
