"""The check-in flow as data: which step follows which answer.

Knows no screen, no camera and no disk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType


class Step(StrEnum):
    """One thing the visitor is asked or told.

    K1, K6, K2, K3, K5, K4 of ux.md 3 and the words when the disk fails.
    """

    ATTRACT = "attract"
    NAME = "name"
    SHOW = "show"
    CHECK = "check"
    TOPIC = "topic"
    SAVING = "saving"
    NUMBER = "number"
    TROUBLE = "trouble"


class Answer(StrEnum):
    """What a visitor can do at a step, and what the camera and the disk can do to it."""

    START = "start"
    NAMED = "named"
    BADGED = "badged"
    TAKEN = "taken"
    TELL = "tell"
    NO_CAMERA = "no_camera"
    CAMERA_LOST = "camera_lost"
    SHOW_INSTEAD = "show_instead"
    CHOSEN = "chosen"
    TAKE_AGAIN = "take_again"
    CONFIRM = "confirm"
    NO_PICTURE = "no_picture"
    SAVED = "saved"
    NOT_SAVED = "not_saved"
    DONE = "done"
    START_OVER = "start_over"
    BACK = "back"


NEXT: MappingProxyType[tuple[Step, Answer], Step] = MappingProxyType(
    {
        (Step.ATTRACT, Answer.START): Step.NAME,
        (Step.NAME, Answer.NAMED): Step.SHOW,
        (Step.NAME, Answer.BADGED): Step.SHOW,
        (Step.NAME, Answer.BACK): Step.ATTRACT,
        (Step.SHOW, Answer.TAKEN): Step.CHECK,
        (Step.SHOW, Answer.TELL): Step.TOPIC,
        (Step.SHOW, Answer.NO_CAMERA): Step.TOPIC,
        (Step.SHOW, Answer.CAMERA_LOST): Step.TOPIC,
        (Step.SHOW, Answer.BADGED): Step.SHOW,
        (Step.SHOW, Answer.BACK): Step.NAME,
        (Step.CHECK, Answer.BADGED): Step.SHOW,
        (Step.CHECK, Answer.TAKE_AGAIN): Step.SHOW,
        (Step.CHECK, Answer.CONFIRM): Step.SAVING,
        (Step.CHECK, Answer.NO_PICTURE): Step.SAVING,
        (Step.CHECK, Answer.CHOSEN): Step.SAVING,
        (Step.TOPIC, Answer.CHOSEN): Step.SAVING,
        (Step.TOPIC, Answer.SHOW_INSTEAD): Step.SHOW,
        (Step.SAVING, Answer.SAVED): Step.NUMBER,
        (Step.SAVING, Answer.NOT_SAVED): Step.TROUBLE,
        (Step.TROUBLE, Answer.CONFIRM): Step.SAVING,
        (Step.TROUBLE, Answer.DONE): Step.ATTRACT,
        (Step.NUMBER, Answer.DONE): Step.ATTRACT,
    }
)
"""The whole flow at a site with topics.

Start over leads to ATTRACT from every step but SAVING, where the visit is already on its way to
disk. A site without topics skips TOPIC (`Flow.after`).
"""

PROGRESS: MappingProxyType[Step, int] = MappingProxyType(
    {
        Step.NAME: 1,
        Step.SHOW: 1,
        Step.CHECK: 2,
        Step.TOPIC: 2,
        Step.SAVING: 2,
        Step.NUMBER: 3,
    }
)
"""Which of the three dots is lit (ux.md 3); none on the welcome screen."""

NUMBER_SHOWN_S = 25
"""How long the number stays when nobody touches the screen (ux.md 3.3)."""

QUIET_S: MappingProxyType[Step, int] = MappingProxyType(
    {Step.NAME: 60, Step.SHOW: 45, Step.CHECK: 45, Step.TOPIC: 45, Step.TROUBLE: 45}
)
"""Seconds without a touch until the visitor is asked whether they are still there (ux.md 3.3).

A step left out never asks: nothing personal is shown, or the visit is on its way to disk, or the
number counts for itself.
"""

STILL_THERE_S = 25
"""How long that question stays until everything is forgotten (ux.md 3.3)."""

HELD_COUNTS_S = 10
"""A touch held longer is a stuck one: from then on it says nothing about who is there."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Where one visitor stands and what has been answered.

    Nothing of it outlives `START_OVER` or `DONE`.
    """

    step: Step = Step.ATTRACT
    first_name: str = ""
    badge: str = ""
    """The badge that said the name; "" for a typed one. Never leaves the flow."""
    hailed: bool = False
    """Whether the badge came when the visitor had already begun: "Hello" fits any time of day."""
    has_picture: bool = False
    topic: str | None = None
    """The topic's id; None until chosen, and for "Something else"."""
    without_camera: Answer | None = None
    """NO_CAMERA or CAMERA_LOST when that is why TOPIC is asked; None when the visitor chose to."""
    has_topics: bool = False
    """Whether the site has topics; of the site, not of the visitor."""

    def after(self, answer: Answer) -> Flow:
        """The flow after `answer`.

        Unchanged when the answer does not fit the step (a late or double touch).
        """
        step = self._step_after(answer)
        if step is None:
            return self
        if step is Step.ATTRACT:
            return Flow(has_topics=self.has_topics)
        return replace(
            self,
            step=step,
            has_picture=_picture_after(self, answer),
            without_camera=_camera_after(self, answer),
        )

    def _step_after(self, answer: Answer) -> Step | None:
        if answer is Answer.START_OVER:
            return None if self.step is Step.SAVING else Step.ATTRACT
        step = NEXT.get((self.step, answer))
        if step is Step.TOPIC and not self.has_topics:
            # Who said so goes straight on; a camera that went is said where the visitor is.
            return Step.SAVING if answer is Answer.TELL else None
        return step

    def badged(self, badge: str, first_name: str) -> Flow:
        """The flow after somebody's `badge`, which stands for `first_name`.

        It greets, or names who has given no name; another person's begins anew with theirs.
        """
        hailed = self.step is not Step.NAME
        if (self.step, Answer.BADGED) not in NEXT or (hailed and badge == self.badge):
            return self
        if hailed and not self.is_anothers(badge, first_name):
            return replace(self, first_name=first_name, badge=badge, hailed=not self.first_name)
        begun = Flow(self.step, first_name, badge, hailed, has_topics=self.has_topics)
        return begun.after(Answer.BADGED)

    def is_anothers(self, badge: str, first_name: str) -> bool:
        """Whether `badge` is of somebody else than who has begun."""
        return badge != self.badge if self.badge else self.first_name not in {"", first_name}

    def at_site(self, *, has_topics: bool) -> Flow:
        """The flow at a site with or without topics, as last heard."""
        return replace(self, has_topics=has_topics)

    def about(self, topic: str | None) -> Flow:
        """The flow with its topic; only where it is asked for."""
        return replace(self, topic=topic) if self.step in {Step.TOPIC, Step.CHECK} else self

    def named(self, first_name: str) -> Flow:
        """The flow with the first name as it now reads in the field."""
        if self.step is not Step.NAME:
            return self
        return replace(self, first_name=first_name, badge="", hailed=False)


def _picture_after(flow: Flow, answer: Answer) -> bool:
    match answer:
        case Answer.TAKEN:
            return True
        case Answer.TAKE_AGAIN | Answer.NO_PICTURE | Answer.TELL | Answer.BADGED:
            return False
        case _:
            return flow.has_picture


def _camera_after(flow: Flow, answer: Answer) -> Answer | None:
    match answer:
        case Answer.NO_CAMERA | Answer.CAMERA_LOST:
            return answer
        case Answer.TELL | Answer.SHOW_INSTEAD | Answer.BADGED:
            return None
        case _:
            return flow.without_camera


_NOON, _EVENING = 12, 18
_DAWN, _DUSK = 7, 20


class DayPart(StrEnum):
    """Which greeting fits."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


def day_part(hour: int) -> DayPart:
    """Before 12 morning, before 18 afternoon, else evening (ux.md K2); `hour` is local, 0 to 23."""
    if hour < _NOON:
        return DayPart.MORNING
    return DayPart.AFTERNOON if hour < _EVENING else DayPart.EVENING


def is_night(hour: int) -> bool:
    """Whether screens that follow the day are dark; `hour` is local, 0 to 23."""
    return not _DAWN <= hour < _DUSK
