"""The scenes of the touchscreen: how a visitor reaches every screen and its states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.checkin import LOOK_FIRST_S
from kiosk.domain.snapshot import Link, PictureFate
from kiosk.vision.hint import HOLD_S, Hint
from kiosk.vision.reading import Reading, Tag
from tests.touch.drawing import drawn_screen, read_as, seen_whole
from tests.touch.fakes import OFFICE_HOURS, PEOPLE, RECEIPT, TOPICS
from tests.touch.rest_scenes import REST_SCENES, unstaffed
from tests.touch.visitor import Visitor, until, wait

WHOLE = (1280, 720)
STRAIGHT = (960, 612)


def attract(_visitor: Visitor) -> None:
    """The welcome screen."""


def leaning(_visitor: Visitor) -> None:
    """The two figures lean in."""
    wait(1200)


def apart(visitor: Visitor) -> None:
    """The server is away; what happened is saved here."""
    go_apart(visitor)
    visitor.see("start")


def counter(visitor: Visitor) -> None:
    """The server has refused this kiosk for a day."""
    refused = replace(visitor.station.now, link=Link.REFUSED, refused_s=90_000)
    visitor.station.publish(refused)
    until(lambda: visitor.shown == "counter")


def closed(visitor: Visitor) -> None:
    """Nobody is here now."""
    visitor.clock.at = visitor.clock.at.replace(hour=21)
    visitor.station.publish(
        replace(visitor.station.now, site=replace(visitor.station.now.site, hours=OFFICE_HOURS))
    )
    until(lambda: visitor.shown == "closed")


def name(visitor: Visitor) -> None:
    """The first name is typed."""
    visitor.touch("start")
    visitor.type("priya")


def accents(visitor: Visitor) -> None:
    """The keyboard shows accented letters; no name yet."""
    visitor.touch("start")
    visitor.touch_key("key-page")


def name_by_badge(visitor: Visitor) -> None:
    """Badges greet here: the camera looks already."""
    visitor.screens.use_people(PEOPLE)
    visitor.touch("start")
    visitor.see("badgeFinder")


def badge_unknown(visitor: Visitor) -> None:
    """Nobody listed the badge that is held up."""
    name_by_badge(visitor)
    visitor.hold_up("E-9999")
    until(lambda: bool(visitor.screens.badge.property("problem")))


def badge_ended(visitor: Visitor) -> None:
    """A guest's pass from last week; the name is typed."""
    name_by_badge(visitor)
    visitor.hold_up("G-0007")
    visitor.type("noor")


def badge_without_camera(visitor: Visitor) -> None:
    """Badges greet here, and the camera is away."""
    visitor.camera.broken = True
    visitor.screens.use_people(PEOPLE)
    name(visitor)


def tagged(visitor: Visitor) -> None:
    """A sticker was held up whose device the site knows."""
    show(visitor)
    visitor.hold_up(Tag("PC-0042", known=True, device="Laptop 14", owner="Priya"))
    visitor.see("tag")


def tagged_unknown(visitor: Visitor) -> None:
    """A code nobody listed is its own text."""
    show(visitor)
    visitor.hold_up("https://vendor.example/serial/8H2K-77")
    visitor.see("tag")


def show(visitor: Visitor) -> None:
    """The camera looks."""
    name(visitor)
    visitor.touch("confirmName")


def holding(visitor: Visitor) -> None:
    """The count runs."""
    show(visitor)
    visitor.touch("take")
    until(lambda: bool(visitor.screens.camera.property("count") == 2))


def too_dark(visitor: Visitor) -> None:
    """The screen held up is too dark."""
    _guided(visitor, Hint.TOO_DARK)


def glare(visitor: Visitor) -> None:
    """A lamp shines back from it."""
    _guided(visitor, Hint.GLARE)


def too_close(visitor: Visitor) -> None:
    """It does not fit into the view."""
    _guided(visitor, Hint.TOO_CLOSE)


def too_far(visitor: Visitor) -> None:
    """Its letters are too small."""
    _guided(visitor, Hint.TOO_FAR)


def moving(visitor: Visitor) -> None:
    """The hand moves."""
    _guided(visitor, Hint.MOVING)


def steady(visitor: Visitor) -> None:
    """Half of the hold has passed."""
    _guided(visitor, Hint.STEADY, HOLD_S * 0.6)


def got(visitor: Visitor) -> None:
    """The picture is taken."""
    visitor.camera.slow = True
    _guided(visitor, Hint.STEADY, HOLD_S)


def _guided(visitor: Visitor, hint: Hint, steady_s: float = 0.0) -> None:
    show(visitor)
    visitor.see("take")
    visitor.clock.pass_s(LOOK_FIRST_S)
    visitor.camera.guide(hint, steady_s)


def resting(visitor: Visitor) -> None:
    """There is no camera."""
    visitor.camera.broken = True
    show(visitor)


def broke_off(visitor: Visitor) -> None:
    """The camera went away."""
    show(visitor)
    visitor.camera.lose()


def covered(visitor: Visitor) -> None:
    """The camera sees nothing."""
    show(visitor)
    visitor.camera.cover()
    visitor.see("tellInstead")


def smudged(visitor: Visitor) -> None:
    """Something on the glass is no finger."""
    visitor.screens.presence.set_smudged(True)
    check(visitor)


def topic(visitor: Visitor) -> None:
    """What it is about."""
    with_topics(visitor)
    show(visitor)
    visitor.touch("tell")
    visitor.see("topic-else")


def topic_without_camera(visitor: Visitor) -> None:
    """There is no camera: the topics come at once."""
    with_topics(visitor)
    visitor.camera.broken = True
    show(visitor)
    visitor.see("topic-else")


def still_there(visitor: Visitor) -> None:
    """Nobody touched anything for a while."""
    check(visitor)
    visitor.screens.presence._ask()  # the quiet is too long to wait for
    visitor.see("stay")


def check(visitor: Visitor) -> None:
    """The shot is shown."""
    show(visitor)
    visitor.touch("take")
    visitor.see("confirm")


def check_straightened(visitor: Visitor) -> None:
    """Only the screen is shown, straightened; all of it is one touch away."""
    visitor.camera.straight = drawn_screen(*STRAIGHT)
    visitor.reader.reading = read_as(seen_whole(*WHOLE), *WHOLE)
    check(visitor)


def check_whole(visitor: Visitor) -> None:
    """All of it is shown instead."""
    check_straightened(visitor)
    visitor.touch("switchView")
    visitor.rest()


def check_unread(visitor: Visitor) -> None:
    """Nothing could be read on it: what it may be about is one touch away."""
    visitor.camera.straight = drawn_screen(*STRAIGHT)
    with_topics(visitor)
    visitor.reader.reading = Reading()
    check(visitor)


def number(visitor: Visitor) -> None:
    """The number, a seat, the code for the phone."""
    number_at_first(visitor)
    while visitor.screens.number.property("clearsIn") > 20:
        visitor.screens.number._pass_second()


def number_at_first(visitor: Visitor) -> None:
    """The same, just come."""
    check(visitor)
    visitor.touch("confirm")
    visitor.see("done")


def number_without_picture(visitor: Visitor) -> None:
    """The disk had no room for the picture."""
    visitor.station.receipt = replace(RECEIPT, picture=PictureFate.NO_ROOM)
    number_at_first(visitor)


def number_apart(visitor: Visitor) -> None:
    """The server is away: no code for the phone."""
    go_apart(visitor)
    visitor.station.receipt = replace(RECEIPT, phone_url=None, people_ahead=None, on_duty=())
    number_at_first(visitor)


def number_unstaffed(visitor: Visitor) -> None:
    """Nobody is on duty: nobody is promised."""
    unstaffed(visitor)
    visitor.station.receipt = replace(RECEIPT, on_duty=())
    number_at_first(visitor)


def saving(visitor: Visitor) -> None:
    """The disk is slow."""
    visitor.station.slow = True
    show(visitor)
    visitor.touch("tell")


def no_seat(visitor: Visitor) -> None:
    """Every seat is taken, nobody is ahead, no page for phones."""
    taken = tuple(replace(mark, taken=True) for mark in RECEIPT.seats)
    visitor.station.receipt = replace(
        RECEIPT, seat=None, seats=taken, people_ahead=0, on_duty=(), phone_url=None
    )
    show(visitor)
    visitor.touch("tell")


def trouble(visitor: Visitor) -> None:
    """The disk refused."""
    visitor.station.full = True
    show(visitor)
    visitor.touch("tell")


def with_topics(visitor: Visitor) -> None:
    """The site has topics to choose from."""
    site = replace(visitor.station.now.site, topics=TOPICS)
    visitor.station.publish(replace(visitor.station.now, site=site))
    until(lambda: bool(visitor.screens.site.property("topics")))


def go_apart(visitor: Visitor) -> None:
    """Two visits were made since the server went away, at 10:02."""
    now = visitor.station.now
    site = replace(now.site, public_url="https://help.example")
    away = replace(
        now,
        site=site,
        link=Link.OFFLINE,
        board=None,
        waiting_events=5,
        waiting_visits=2,
        oldest_s=2_400,
    )
    visitor.station.publish(away)
    wait(0)
    visitor.clock.pass_s(60)
    until(lambda: bool(visitor.screens.link.property("offline")))


SCENES: tuple[Callable[[Visitor], None], ...] = (
    attract,
    leaning,
    apart,
    *REST_SCENES,
    counter,
    closed,
    name,
    accents,
    name_by_badge,
    badge_unknown,
    badge_ended,
    badge_without_camera,
    show,
    tagged,
    tagged_unknown,
    too_dark,
    glare,
    too_close,
    too_far,
    moving,
    steady,
    got,
    holding,
    resting,
    broke_off,
    covered,
    smudged,
    check,
    check_straightened,
    check_whole,
    check_unread,
    topic,
    topic_without_camera,
    still_there,
    saving,
    number,
    number_apart,
    number_unstaffed,
    number_without_picture,
    no_seat,
    trouble,
)
