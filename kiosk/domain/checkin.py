"""The check-in flow as data: which step follows which answer.

Knows no screen, no camera and no disk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType


class Step(StrEnum):
    """One thing the visitor is asked or told (ux.md 3.

    K1, K6, K2, K3, K4 and the words when the disk fails).
    """

    ATTRACT = "attract"
    NAME = "name"
    SHOW = "show"
    CHECK = "check"
    SAVING = "saving"
    NUMBER = "number"
    TROUBLE = "trouble"


class Answer(StrEnum):
    """What a visitor can do at a step."""

    START = "start"
    NAMED = "named"
    TAKEN = "taken"
    TELL = "tell"
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
        (Step.NAME, Answer.BACK): Step.ATTRACT,
        (Step.SHOW, Answer.TAKEN): Step.CHECK,
        (Step.SHOW, Answer.TELL): Step.SAVING,
        (Step.SHOW, Answer.BACK): Step.NAME,
        (Step.CHECK, Answer.TAKE_AGAIN): Step.SHOW,
        (Step.CHECK, Answer.CONFIRM): Step.SAVING,
        (Step.CHECK, Answer.NO_PICTURE): Step.SAVING,
        (Step.SAVING, Answer.SAVED): Step.NUMBER,
        (Step.SAVING, Answer.NOT_SAVED): Step.TROUBLE,
        (Step.TROUBLE, Answer.CONFIRM): Step.SAVING,
        (Step.TROUBLE, Answer.DONE): Step.ATTRACT,
        (Step.NUMBER, Answer.DONE): Step.ATTRACT,
    }
)
"""The whole flow.

Start over leads to ATTRACT from every step but SAVING, where the visit is already on its way to
disk.
"""

PROGRESS: MappingProxyType[Step, int] = MappingProxyType(
    {Step.NAME: 1, Step.SHOW: 1, Step.CHECK: 2, Step.SAVING: 2, Step.NUMBER: 3}
)
"""Which of the three dots is lit (ux.md 3); none on the welcome screen."""

NUMBER_SHOWN_S = 25
"""How long the number stays when nobody touches the screen (ux.md 3.3)."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Where one visitor stands and what has been answered.

    Nothing of it outlives `START_OVER` or `DONE`.
    """

    step: Step = Step.ATTRACT
    first_name: str = ""
    has_picture: bool = False

    def after(self, answer: Answer) -> Flow:
        """The flow after `answer`.

        Unchanged when the answer does not fit the step (a late or double touch).
        """
        if answer is Answer.START_OVER:
            return self if self.step is Step.SAVING else Flow()
        step = NEXT.get((self.step, answer))
        if step is None:
            return self
        if step is Step.ATTRACT:
            return Flow()
        return replace(self, step=step, has_picture=_picture_after(self, answer))

    def named(self, first_name: str) -> Flow:
        """The flow with the first name as it now reads in the field."""
        return replace(self, first_name=first_name) if self.step is Step.NAME else self


def _picture_after(flow: Flow, answer: Answer) -> bool:
    match answer:
        case Answer.TAKEN:
            return True
        case Answer.TAKE_AGAIN | Answer.NO_PICTURE | Answer.TELL:
            return False
        case _:
            return flow.has_picture


_NOON, _EVENING = 12, 18


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
