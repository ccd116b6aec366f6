"""The check-in flow: every trigger at every step, and nothing of a visitor that outlives them."""

from __future__ import annotations

import pytest

from kiosk.domain.checkin import (
    PROGRESS,
    QUIET_S,
    CheckInFlow,
    DayPart,
    Step,
    Trigger,
    day_part,
    is_night,
)

# Each row: the step, the trigger, the step after; written down a second time on purpose.
EXPECTED: dict[tuple[str, str], str] = {
    ("attract", "start"): "name",
    ("name", "named"): "show",
    ("name", "badged"): "show",
    ("name", "back"): "attract",
    ("show", "taken"): "check",
    ("show", "tell"): "topic",
    ("show", "no_camera"): "topic",
    ("show", "camera_lost"): "topic",
    ("show", "badged"): "show",
    ("show", "back"): "name",
    ("check", "badged"): "show",
    ("check", "take_again"): "show",
    ("check", "confirm"): "saving",
    ("check", "no_picture"): "topic",
    ("check", "chosen"): "saving",
    ("topic", "chosen"): "saving",
    ("topic", "show_instead"): "show",
    ("saving", "saved"): "number",
    ("saving", "not_saved"): "trouble",
    ("trouble", "confirm"): "saving",
    ("trouble", "done"): "attract",
    ("number", "done"): "attract",
    **{(str(step), "start_over"): "attract" for step in Step if step != "saving"},
}


def after(triggers: str, *, has_topics: bool = True) -> CheckInFlow:
    """A visitor who gave these triggers."""
    flow = CheckInFlow(has_topics=has_topics)
    for trigger in triggers.split():
        flow = flow.after(Trigger(trigger))
    return flow


ALL = [(step, trigger) for step in Step for trigger in Trigger]


def flow_at(step: Step) -> CheckInFlow:
    """A visitor at `step` of a site with topics who has said and shown everything that can be."""
    return CheckInFlow(step, first_name="Ana", has_picture=True, topic="network", has_topics=True)


@pytest.mark.parametrize(("step", "trigger"), ALL)
def test_each_answer_at_each_step_leads_where_the_table_says(step: Step, trigger: Trigger) -> None:
    after = flow_at(step).after(trigger)

    assert after.step == EXPECTED.get((step, trigger), step)


@pytest.mark.parametrize(("step", "trigger"), [pair for pair in ALL if pair not in EXPECTED])
def test_an_answer_that_does_not_fit_changes_nothing_at_all(step: Step, trigger: Trigger) -> None:
    flow = flow_at(step)

    assert flow.after(trigger) == flow


@pytest.mark.parametrize(
    ("step", "trigger"), [pair for pair, to in EXPECTED.items() if to == "attract"]
)
def test_whatever_leads_back_to_the_welcome_forgets_the_visitor(
    step: Step, trigger: Trigger
) -> None:
    assert flow_at(step).after(Trigger(trigger)) == CheckInFlow(has_topics=True)


# A second touch that would trigger the next step is kept apart by the buttons' own places.
@pytest.mark.parametrize("trigger", sorted(set(Trigger) - {Trigger.CONFIRM, Trigger.DONE}))
@pytest.mark.parametrize("step", Step)
def test_a_double_touch_is_one_touch(step: Step, trigger: Trigger) -> None:
    once = flow_at(step).after(trigger)

    assert once.after(trigger) in {once, CheckInFlow(has_topics=True)}


def test_a_visit_on_its_way_to_disk_cannot_be_forgotten() -> None:
    saving = flow_at(Step.SAVING)

    assert saving.after(Trigger.START_OVER) == saving


@pytest.mark.parametrize(
    ("triggers", "has_picture"),
    [
        ("start named taken", True),
        ("start named taken confirm", True),
        ("start named taken no_picture", False),
        ("start named taken take_again", False),
        ("start named taken take_again tell", False),
        ("start named tell", False),
        ("start named taken confirm not_saved confirm", True),
        ("start named taken confirm saved", True),
    ],
)
def test_a_picture_counts_from_being_taken_until_the_visitor_says_no(
    triggers: str, has_picture: bool
) -> None:
    assert after(triggers).has_picture == has_picture


def test_a_name_is_heard_only_where_it_is_asked_for() -> None:
    named = CheckInFlow(Step.NAME).named("Ana")

    assert named.first_name == "Ana"
    assert [flow_at(step).named("Ben").first_name for step in Step if step != Step.NAME] == [
        "Ana"
    ] * (len(Step) - 1)


def test_going_back_to_the_name_keeps_it() -> None:
    assert (
        CheckInFlow(Step.NAME).named("Ana").after(Trigger.NAMED).after(Trigger.BACK).first_name
        == "Ana"
    )


def test_a_site_without_topics_asks_for_none() -> None:
    assert after("start named tell", has_topics=False).step is Step.SAVING


@pytest.mark.parametrize("trigger", [Trigger.NO_CAMERA, Trigger.CAMERA_LOST])
def test_without_topics_a_camera_that_is_gone_decides_nothing_for_the_visitor(
    trigger: Trigger,
) -> None:
    flow = after("start named", has_topics=False)

    assert flow.after(trigger) == flow


def test_a_topic_is_heard_only_where_it_is_asked_for_and_survives_trouble() -> None:
    asked = after("start named tell").about("network")

    assert asked.after(Trigger.CHOSEN).after(Trigger.NOT_SAVED).topic == "network"
    heard = [step for step in Step if flow_at(step).about("room").topic == "room"]
    assert heard == [Step.CHECK, Step.TOPIC]


@pytest.mark.parametrize(
    ("triggers", "why"),
    [
        ("start named tell", None),
        ("start named no_camera", "no_camera"),
        ("start named camera_lost", "camera_lost"),
        ("start named camera_lost show_instead", None),
        ("start named camera_lost show_instead tell", None),
        ("start named no_camera start_over", None),
    ],
)
def test_the_flow_knows_why_there_is_no_picture(triggers: str, why: str | None) -> None:
    assert after(triggers).without_camera == why


def test_whether_there_are_topics_outlives_the_visitor() -> None:
    assert CheckInFlow().at_site(has_topics=True).after(Trigger.START_OVER).has_topics


def test_who_may_have_left_is_asked_at_every_step_that_shows_something_of_theirs() -> None:
    assert QUIET_S == {"name": 60, "show": 45, "check": 45, "topic": 45, "trouble": 45}


def test_every_step_can_be_reached_and_led_home() -> None:
    reached = {Step(to) for to in EXPECTED.values()}
    home = {Step.ATTRACT}
    for _ in Step:
        home |= {Step(step) for (step, _answer), to in EXPECTED.items() if to in home}

    assert (reached, home) == (set(Step), set(Step))


def test_the_dots_only_ever_go_on() -> None:
    ways = [
        [Step.NAME, Step.SHOW, Step.CHECK, Step.SAVING, Step.NUMBER],
        [Step.NAME, Step.SHOW, Step.TOPIC, Step.SAVING, Step.NUMBER],
    ]

    assert [[PROGRESS[step] for step in way] for way in ways] == [[1, 1, 2, 2, 3]] * 2
    assert Step.ATTRACT not in PROGRESS


@pytest.mark.parametrize(
    ("hour", "part"),
    [(0, "morning"), (11, "morning"), (12, "afternoon"), (17, "afternoon"), (18, "evening")],
)
def test_the_greeting_fits_the_hour(hour: int, part: str) -> None:
    assert day_part(hour) == DayPart(part)


@pytest.mark.parametrize(("hour", "dark"), [(0, True), (6, True), (7, False), (19, False)])
def test_screens_that_follow_the_day_are_dark_at_night(hour: int, dark: bool) -> None:
    assert (is_night(hour), is_night(20)) == (dark, True)


@pytest.mark.parametrize(
    ("triggers", "declined"),
    [
        ("start named taken no_picture", True),
        ("start named taken no_picture show_instead tell chosen", True),
        ("start named taken no_picture show_instead taken", False),
        ("start named taken take_again", False),
        ("start named tell", False),
        ("start named taken no_picture start_over", False),
    ],
)
def test_the_flow_knows_who_said_no_to_a_picture(triggers: str, declined: bool) -> None:
    flow = CheckInFlow().at_site(has_topics=True)
    for trigger in triggers.split():
        flow = flow.after(Trigger(trigger))

    assert flow.picture_declined is declined


def test_without_topics_no_picture_checks_in_without_one() -> None:
    flow = CheckInFlow()
    for trigger in ("start", "named", "taken", "no_picture"):
        flow = flow.after(Trigger(trigger))

    assert (flow.step, flow.has_picture, flow.picture_declined) == (Step.SAVING, False, True)
