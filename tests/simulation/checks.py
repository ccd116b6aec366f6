"""What must hold in the world after each step, and once all is well again."""

from __future__ import annotations

from collections import Counter

from kiosk.domain.numbers import counter_of
from kiosk.domain.visit import Visit, VisitState
from kiosk.pictures.folder import photo_id
from kiosk.sync.up import STATUS_EVERY_S
from tests.simulation.stations import SimulatedStation
from tests.simulation.world import World

MOVES = "select about_id, type, id from events where type in ('VisitCalled', 'VisitCheckedIn')"


def hold(world: World) -> None:
    """AssertionError when something is not as it must be, at any time."""
    line = world.home.line()
    _history_has_no_gap(world)
    _each_visit_begins_once_and_none_is_made_up(world)
    _calls_are_what_members_asked_for(world, line)
    _line_is_by_when_people_came(world, line)
    for station in world.stations:
        _what_was_shown_is_on_disk(world, station)
        _what_was_acknowledged_is_at_home(world, station)
        _pictures_that_wait_are_whole(station)
        _nothing_was_set_aside(world, station)
    _no_number_is_shown_twice_a_day(world)


def come_to_rest(world: World) -> None:
    """The lines are good again: everything arrives, and everybody agrees."""
    world.air.faults = 0.0
    world.let_pass(STATUS_EVERY_S)
    for station in (*world.stations, *world.stations):
        station.send_all(world.let_pass)
        # Another store at the home is noticed here at the latest: all is offered to it. That the
        # store is an older copy, any of them may find out: the first ones come once more.
        station.down.step()
        station.send_all(world.let_pass)
    world.unaware = ("", frozenset())
    for station in world.stations:
        station.down.step()
    hold(world)
    for station in world.stations:
        assert not station.something_waits(), f"{station.letter} still has something to send"
        _station_agrees(world, station)
        _pictures_arrived(world, station)
    _late_words_arrived(world)
    for attempt in world.team.attempts:
        world.team.ask_again(attempt)
    hold(world)


def _history_has_no_gap(world: World) -> None:
    """Each number up to the head is an event's or a picture's arrival."""
    numbers = [seq for (seq,) in world.home.rows("select seq from events order by seq")]
    [(arrived,)] = world.home.rows("select count(*) from pictures where received_at is not null")
    assert len(numbers) + arrived == world.home.head(), "the history has a gap"
    assert not numbers or numbers[-1] <= world.home.head(), "the history is ahead of its counter"


def _each_visit_begins_once_and_none_is_made_up(world: World) -> None:
    begun = [visit for visit, kind, _ in world.home.rows(MOVES) if kind == "VisitCheckedIn"]
    own = {str(visit) for station in world.stations for (visit,) in _own(station)}
    assert [visit for visit, times in Counter(begun).items() if times > 1] == [], "begun twice"
    assert set(begun) <= own, "the home knows a visit no station has"


def _calls_are_what_members_asked_for(world: World, line: list[Visit]) -> None:
    """Each visit is called at most once, for one attempt, and stays called."""
    calls = {
        request: visit for visit, kind, request in world.home.rows(MOVES) if kind == "VisitCalled"
    }
    assert len(set(calls.values())) == len(calls), "a visitor was called twice"
    attempts = {attempt.request.id: attempt for attempt in world.team.attempts}
    assert set(calls) <= set(attempts) | world.team.before, "a call nobody asked for"
    for request, attempt in attempts.items():
        if attempt.answer is not None:
            told = attempt.answer.visit_id
            assert calls.get(request) == told, f"told {told}, called {calls.get(request)}"
    waiting = {visit.id for visit in line if visit.state is VisitState.WAITING}
    assert not waiting & set(calls.values()), "whoever was called waits again"


def _line_is_by_when_people_came(world: World, line: list[Visit]) -> None:
    """Whatever the stations' clocks say: one station's visitors of a day as its numbers have it.

    Not from day to day: a message that was a week on the way says only how old it was when sent.
    """
    joined = [visit.joined_at for visit in line]
    assert joined == sorted(joined), "the line is not by when people came"
    assert not joined or joined[-1] <= world.clock.now(), "somebody will come tomorrow"
    taken_for = dict(world.home.rows("select id, day from visits"))
    counters: dict[tuple[str, str, str], int] = {}
    for visit in line:
        if seen := world.shown.get(visit.id):
            same, counter = (visit.station, seen.day, taken_for[visit.id]), counter_of(visit.number)
            assert counter > counters.get(same, 0), f"{visit.number} is out of order"
            counters[same] = counter


def _what_was_shown_is_on_disk(world: World, station: SimulatedStation) -> None:
    kept = {
        str(visit): str(number)
        for visit, number in station.box.rows("select id, number from visits")
    }
    for visit, seen in world.shown.items():
        if seen.number.startswith(station.letter):
            assert kept.get(visit) == seen.number, f"{seen.number} was shown and is not on disk"


def _what_was_acknowledged_is_at_home(world: World, station: SimulatedStation) -> None:
    """Unless the home was restored and this station has not met the new store yet."""
    if not _has_met(world, station):
        return
    sent = station.box.rows("select id from events where id not in (select event_id from outbox)")
    there = {event for (event,) in world.home.rows("select id from events")}
    assert {event for (event,) in sent} <= there, f"{station.letter}: acknowledged, not at home"
    pictures = station.box.rows("select photo, visit_id from photos where acknowledged_at not null")
    arrived = _arrived(world)
    for photo, visit in pictures:
        told = (str(photo), str(visit))
        assert told in arrived | world.written_off, "a picture was acknowledged, not at home"


def _pictures_that_wait_are_whole(station: SimulatedStation) -> None:
    pictures = station.box.disk.pictures
    for photo in station.box.store.photos.kept():
        assert photo_id(pictures.read(photo) or b"") == photo, "a picture that waits is not whole"


def _nothing_was_set_aside(world: World, station: SimulatedStation) -> None:
    """But a picture, by a restored home this station has not met: it had not the event yet."""
    aside = "select set_aside_code from {} where set_aside_code not null"
    assert station.box.rows(aside.format("outbox")) == [], f"{station.letter}: set aside"
    if _has_met(world, station):
        assert station.box.rows(aside.format("photos")) == [], f"{station.letter}: set aside"


def _no_number_is_shown_twice_a_day(world: World) -> None:
    shown = Counter((seen.day, seen.number) for seen in world.shown.values())
    twice = [f"{number} on {day}" for (day, number), times in shown.items() if times > 1]
    assert twice == [], f"shown twice: {', '.join(twice)}"


def _station_agrees(world: World, station: SimulatedStation) -> None:
    line = world.home.line()
    assert station.box.station.snapshot().people_waiting == len(line)
    known = station.box.rows("select id, number, state from visits")
    at_home = [world.home.visit(str(visit)) for visit, _, _ in known]
    told = [(visit.id, visit.number, visit.state.value) for visit in at_home if visit]
    assert told == known, f"{station.letter} and the home do not agree"


def _pictures_arrived(world: World, station: SimulatedStation) -> None:
    folder = world.home.folder / "pictures"
    arrived = _arrived(world)
    for photo, visit in station.box.rows("select photo, visit_id from photos"):
        told = (str(photo), str(visit))
        if told not in world.written_off:
            assert told in arrived, "a picture never arrived"
            assert (folder / told[0][:2] / f"{told[0]}.jpg").is_file(), "a picture's file is gone"
    with_picture = {visit for visit, seen in world.shown.items() if seen.with_picture}
    told_of = {visit for _, visit in arrived | world.written_off}
    own = {str(visit) for (visit,) in _own(station)}
    assert with_picture & own <= told_of, "a picture was never told of"


def _late_words_arrived(world: World) -> None:
    """What was read after a check-in is at the home, once, beside the picture it was read on."""
    told = world.home.rows(
        "select e.about_id, p.words from event_private p join events e on e.id = p.event_id"
        " where e.type = 'PhotoAttached'"
    )
    arrived = Counter(str(visit) for visit, _ in told)
    assert world.read <= set(arrived), "words that were read never arrived"
    assert [visit for visit, times in arrived.items() if times > 1] == [], "words arrived twice"
    for visit, words in told:
        assert f"Read on {world.shown[str(visit)].number}" in str(words), "another visit's words"


def _has_met(world: World, station: SimulatedStation) -> bool:
    """Whether the station knows which store the home has, and the home what it is itself."""
    epoch, unaware = world.unaware
    if world.home.epoch == epoch and station.letter in unaware:
        return False
    return station.box.rows("select epoch from server_store") in ([], [(world.home.epoch,)])


def _arrived(world: World) -> set[tuple[str, str]]:
    return set(
        world.home.rows("select photo, visit_id from pictures where received_at is not null")
    )


def _own(station: SimulatedStation) -> list[tuple[object, ...]]:
    return station.box.rows("select id from visits order by visit_order")
