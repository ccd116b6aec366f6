"""The check-in flow as a state machine: which step follows which trigger.

Knows no screen, no camera and no disk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType


class Step(StrEnum):
    """One step of the check-in; TROUBLE is shown when the disk fails."""

    ATTRACT = "attract"
    NAME = "name"
    SHOW = "show"
    CHECK = "check"
    TOPIC = "topic"
    SAVING = "saving"
    NUMBER = "number"
    TROUBLE = "trouble"


class Trigger(StrEnum):
    """What moves the flow on: a visitor's choice, or something the camera or the disk reports."""

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


NEXT: MappingProxyType[tuple[Step, Trigger], Step] = MappingProxyType(
    {
        (Step.ATTRACT, Trigger.START): Step.NAME,
        (Step.NAME, Trigger.NAMED): Step.SHOW,
        (Step.NAME, Trigger.BADGED): Step.SHOW,
        (Step.NAME, Trigger.BACK): Step.ATTRACT,
        (Step.SHOW, Trigger.TAKEN): Step.CHECK,
        (Step.SHOW, Trigger.TELL): Step.TOPIC,
        (Step.SHOW, Trigger.NO_CAMERA): Step.TOPIC,
        (Step.SHOW, Trigger.CAMERA_LOST): Step.TOPIC,
        (Step.SHOW, Trigger.BADGED): Step.SHOW,
        (Step.SHOW, Trigger.BACK): Step.NAME,
        (Step.CHECK, Trigger.BADGED): Step.SHOW,
        (Step.CHECK, Trigger.TAKE_AGAIN): Step.SHOW,
        (Step.CHECK, Trigger.CONFIRM): Step.SAVING,
        (Step.CHECK, Trigger.NO_PICTURE): Step.TOPIC,
        (Step.CHECK, Trigger.CHOSEN): Step.SAVING,
        (Step.TOPIC, Trigger.CHOSEN): Step.SAVING,
        (Step.TOPIC, Trigger.SHOW_INSTEAD): Step.SHOW,
        (Step.SAVING, Trigger.SAVED): Step.NUMBER,
        (Step.SAVING, Trigger.NOT_SAVED): Step.TROUBLE,
        (Step.TROUBLE, Trigger.CONFIRM): Step.SAVING,
        (Step.TROUBLE, Trigger.DONE): Step.ATTRACT,
        (Step.NUMBER, Trigger.DONE): Step.ATTRACT,
    }
)
"""The whole flow at a site with topics.

Start over leads to ATTRACT from every step but SAVING, where the visit is already on its way to
disk. A site without topics skips TOPIC (`CheckInFlow.after`).
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
"""Which of the three progress dots is lit; none on the welcome screen."""

NUMBER_SHOWN_S = 25
"""How long the number stays when nobody touches the screen."""

QUIET_S: MappingProxyType[Step, int] = MappingProxyType(
    {Step.NAME: 60, Step.SHOW: 45, Step.CHECK: 45, Step.TOPIC: 45, Step.TROUBLE: 45}
)
"""Seconds without a touch until the visitor is asked whether they are still there.

Steps left out never ask: ATTRACT shows nothing personal, SAVING is over in a moment, and NUMBER has
a time of its own.
"""

STILL_THERE_S = 25
"""How long that question stays until everything the visitor entered is deleted."""

UNFINISHED_SHOWN_S = 10
"""How long the welcome says that whoever began and left is not checked in."""

HELD_COUNTS_S = 10
"""A touch that lasts longer is stuck: from then on it does not count as somebody there."""

GLASS_CLEAR_S = 1
"""After more points than hands have, the glass must be free of any for so long before one counts.

Water comes and goes many times a second.
"""

LOOK_FIRST_S = 2.5
"""The picture takes itself no sooner than this after its screen came: it must be read first."""


@dataclass(frozen=True, slots=True)
class CheckInFlow:
    """One visitor's step and what they entered so far.

    Nothing of it outlives `START_OVER` or `DONE`.
    """

    step: Step = Step.ATTRACT
    first_name: str = ""
    badge: str = ""
    """The badge that the name came from; "" for a typed one. Never leaves the flow."""
    greeted_late: bool = False
    """Whether the badge came after the name step: the greeting is then "Hello" at any hour."""
    has_picture: bool = False
    topic: str | None = None
    """The topic's id; None until chosen, and for "Something else"."""
    picture_declined: bool = False
    """Whether the visitor saw a picture, said no to it, and took none since."""
    without_camera: Trigger | None = None
    """NO_CAMERA or CAMERA_LOST when that led to TOPIC; None when the visitor chose it."""
    has_topics: bool = False
    """Whether the site has topics; kept when a visitor's entries are dropped."""

    def after(self, trigger: Trigger) -> CheckInFlow:
        """The flow after `trigger`; unchanged if that does not fit the step, as a double touch."""
        step = self._step_after(trigger)
        if step is None:
            return self
        if step is Step.ATTRACT:
            return CheckInFlow(has_topics=self.has_topics)
        return replace(
            self,
            step=step,
            has_picture=_picture_after(self, trigger),
            picture_declined=_declined_after(self, trigger),
            without_camera=_camera_after(self, trigger),
        )

    def _step_after(self, trigger: Trigger) -> Step | None:
        if trigger is Trigger.START_OVER:
            return None if self.step is Step.SAVING else Step.ATTRACT
        step = NEXT.get((self.step, trigger))
        if step is Step.TOPIC and not self.has_topics:
            # Who chose to tell checks in at once; a lost camera is explained on the same screen.
            return None if trigger in _CAMERA_GONE else Step.SAVING
        return step

    def badged(self, badge: str, first_name: str) -> CheckInFlow:
        """The flow after somebody shows `badge`, which stands for `first_name`.

        It names the visitor if no name was given; another person's badge starts over with theirs.
        """
        greeted_late = self.step is not Step.NAME
        if (self.step, Trigger.BADGED) not in NEXT or (greeted_late and badge == self.badge):
            return self
        if greeted_late and not self.is_someone_elses(badge, first_name):
            return replace(
                self, first_name=first_name, badge=badge, greeted_late=not self.first_name
            )
        fresh = CheckInFlow(self.step, first_name, badge, greeted_late, has_topics=self.has_topics)
        return fresh.after(Trigger.BADGED)

    def is_someone_elses(self, badge: str, first_name: str) -> bool:
        """Whether `badge` belongs to somebody else than the visitor who began."""
        return badge != self.badge if self.badge else self.first_name not in {"", first_name}

    def at_site(self, *, has_topics: bool) -> CheckInFlow:
        """The flow at a site with or without topics."""
        return replace(self, has_topics=has_topics)

    def about(self, topic: str | None) -> CheckInFlow:
        """The flow with its topic; only at a step that asks for it."""
        return replace(self, topic=topic) if self.step in {Step.TOPIC, Step.CHECK} else self

    def named(self, first_name: str) -> CheckInFlow:
        """The flow with the first name as it now reads in the field."""
        if self.step is not Step.NAME:
            return self
        return replace(self, first_name=first_name, badge="", greeted_late=False)


_CAMERA_GONE = frozenset({Trigger.NO_CAMERA, Trigger.CAMERA_LOST})


def _picture_after(flow: CheckInFlow, trigger: Trigger) -> bool:
    match trigger:
        case Trigger.TAKEN:
            return True
        case Trigger.TAKE_AGAIN | Trigger.NO_PICTURE | Trigger.TELL | Trigger.BADGED:
            return False
        case _:
            return flow.has_picture


def _declined_after(flow: CheckInFlow, trigger: Trigger) -> bool:
    if trigger is Trigger.NO_PICTURE:
        return True
    return flow.picture_declined and trigger is not Trigger.TAKEN


def _camera_after(flow: CheckInFlow, trigger: Trigger) -> Trigger | None:
    match trigger:
        case Trigger.NO_CAMERA | Trigger.CAMERA_LOST:
            return trigger
        case Trigger.TELL | Trigger.SHOW_INSTEAD | Trigger.BADGED | Trigger.NO_PICTURE:
            return None
        case _:
            return flow.without_camera


_NOON, _EVENING = 12, 18
_DAWN, _DUSK = 7, 20


class DayPart(StrEnum):
    """Which greeting fits the time of day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


def day_part(hour: int) -> DayPart:
    """Before 12 morning, before 18 afternoon, else evening; `hour` is local, 0 to 23."""
    if hour < _NOON:
        return DayPart.MORNING
    return DayPart.AFTERNOON if hour < _EVENING else DayPart.EVENING


def is_night(hour: int) -> bool:
    """Whether screens that follow the time of day are dark; `hour` is local, 0 to 23."""
    return not _DAWN <= hour < _DUSK
