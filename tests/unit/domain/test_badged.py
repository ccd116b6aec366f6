"""A badge in the flow: it greets, it names who has no name, and another's begins anew."""

from __future__ import annotations

import pytest

from kiosk.domain.checkin import NEXT, CheckInFlow, Step, Trigger

PRIYA = ("E-1042", "Priya")
SAM = ("E-2001", "Sam")
SHOWN = CheckInFlow(Step.CHECK, "Priya", "E-1042", has_picture=True, topic="vpn", has_topics=True)


def test_a_badge_greets_and_leads_to_the_camera() -> None:
    greeted = CheckInFlow(Step.NAME, has_topics=True).badged(*PRIYA)

    assert greeted == CheckInFlow(Step.SHOW, "Priya", "E-1042", has_topics=True)


def test_a_badge_comes_before_what_was_typed() -> None:
    assert CheckInFlow(Step.NAME).named("Pri").badged(*PRIYA).first_name == "Priya"


def test_a_name_typed_after_all_is_no_badge() -> None:
    back = CheckInFlow(Step.NAME).badged(*PRIYA).after(Trigger.BACK)

    assert back.badged(*PRIYA).step is Step.SHOW
    assert back.named("Ben").badge == ""


def test_the_same_badge_again_changes_nothing() -> None:
    greeted = CheckInFlow(Step.NAME).badged(*PRIYA)

    assert greeted.badged(*PRIYA) == greeted
    assert SHOWN.badged(*PRIYA) == SHOWN


@pytest.mark.parametrize("step", [Step.SHOW, Step.CHECK])
def test_a_badge_names_who_has_given_no_name_and_keeps_the_rest(step: Step) -> None:
    begun = CheckInFlow(step, has_picture=True, has_topics=True)

    named = begun.badged(*SAM)

    assert named == CheckInFlow(
        step, "Sam", "E-2001", greeted_late=True, has_picture=True, has_topics=True
    )


def test_who_typed_the_name_of_their_badge_goes_on() -> None:
    typed = CheckInFlow(Step.SHOW, "Priya")

    assert typed.badged(*PRIYA) == CheckInFlow(Step.SHOW, "Priya", "E-1042")


@pytest.mark.parametrize(
    "begun",
    [
        SHOWN,
        CheckInFlow(Step.SHOW, "Priya", "E-1042", has_topics=True),
        CheckInFlow(Step.SHOW, "Pat"),
    ],
)
def test_another_persons_badge_begins_anew_with_theirs(begun: CheckInFlow) -> None:
    anew = CheckInFlow(Step.SHOW, "Sam", "E-2001", greeted_late=True, has_topics=begun.has_topics)

    assert begun.badged(*SAM) == anew


def test_two_people_of_one_name_are_two() -> None:
    anew = CheckInFlow(Step.SHOW, "Priya", "E-3000", greeted_late=True, has_topics=True)

    assert SHOWN.badged("E-3000", "Priya") == anew


@pytest.mark.parametrize("step", [step for step in Step if (step, Trigger.BADGED) not in NEXT])
def test_elsewhere_a_badge_says_nothing(step: Step) -> None:
    flow = CheckInFlow(step, "Priya", "E-1042", has_picture=True)

    assert flow.badged(*SAM) == flow


def test_nothing_of_a_badge_outlives_the_visitor() -> None:
    assert SHOWN.after(Trigger.START_OVER) == CheckInFlow(has_topics=True)
