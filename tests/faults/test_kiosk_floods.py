"""A kiosk brings far too much. It has to wait and loses nothing; the others notice nothing.

A kiosk that was out of touch for a week brings what it kept without being made to wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
import requests

from kiosk.domain.site import Quotas
from kiosk.journal import LogEvent
from kiosk.server.sync.quotas import LONGEST_AWAY_S, Bucket, buckets
from tests.conftest import ExpectLog
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.pairing_side import NewKiosk, held
from tests.server.station_side import Json, StationSide, jpeg

BATCH = 200


def crowd(sender: StationSide, count: int) -> list[Json]:
    return [sender.checked_in() for _ in range(count)]


def offer(sender: StationSide, events: Sequence[Json]) -> tuple[list[Json], requests.Response]:
    """Offers all, batch after batch, until one is refused; what is left, and the last answer."""
    left = list(events)
    while True:
        answer = sender.push(*left[:BATCH])
        if answer.status_code != 200:
            return left, answer
        named = set(answer.json()["acknowledged"])
        assert answer.json()["set_aside"] == []
        left = [event for event in left if event["id"] not in named]
        if not left:
            return left, answer


def test_a_flood_is_taken_at_its_quota_and_the_rest_kept_for_later(
    sender: StationSide, other_station: StationSide, maya: DeskClient, clock: FakeClock
) -> None:
    events = crowd(sender, 300)

    left, answer = offer(sender, events)
    other_station.arrives("Leila")

    assert (len(left), answer.status_code, answer.json()["code"]) == (180, 429, "quota")
    assert answer.headers["Retry-After"] == "2"
    assert len(maya.state()["waiting"]) == 121
    clock.passes(minutes=1)
    left, _ = offer(sender, left)
    assert len(left) == 120


def test_what_was_taken_before_is_acknowledged_though_the_quota_is_used_up(
    sender: StationSide,
) -> None:
    events = crowd(sender, 150)
    offer(sender, events)

    answer = sender.push(*events[:50])

    assert answer.json()["acknowledged"] == [event["id"] for event in events[:50]]


def test_an_hour_out_of_touch_drains_at_once(sender: StationSide, clock: FakeClock) -> None:
    sender.arrives()
    events = crowd(sender, 500)
    clock.passes(hours=1)

    left, answer = offer(sender, events)

    assert (left, answer.status_code) == ([], 200)


def test_the_absence_counts_though_the_state_is_asked_for_first(
    sender: StationSide, clock: FakeClock
) -> None:
    sender.state()
    clock.passes(days=1)
    sender.state()
    clock.passes(seconds=30)

    left, _ = offer(sender, crowd(sender, 500))

    assert left == []


def test_a_kiosk_paired_again_brings_what_the_lead_was_told_of(
    url: str, maya: DeskClient, sender: StationSide, clock: FakeClock, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.STATION_REVOKED)
    offer(sender, crowd(sender, 130))
    maya.call("POST", "/stations/B/revoke")
    events = crowd(sender, 300)
    new = NewKiosk(url)
    maya.post("/stations", {"code": new.shows(**held("B", 300)), "letter": "B"})
    sender.session.headers["Authorization"] = f"Bearer {new.token()}"

    left, _ = offer(sender, events)

    assert left == []


def test_a_quota_used_up_while_the_homes_clock_was_ahead_fills_when_it_is_right_again(
    sender: StationSide, clock: FakeClock
) -> None:
    clock.jump(timedelta(days=1))
    left, _ = offer(sender, crowd(sender, 300))
    clock.jump(timedelta(days=-1))

    left, _ = offer(sender, left)

    assert len(left) == 60


def test_pictures_have_a_quota_of_their_own(
    sender: StationSide, other_station: StationSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = [jpeg(colour=colour) for colour in ("teal", "navy", "gold")]
    monkeypatch.setattr("kiosk.server.sync.quotas._MB", sum(map(len, pictures[:2])) / 1_000)
    visit, others = sender.arrives("Dan"), other_station.arrives("Leila")
    for picture in pictures:
        sender.push(sender.attached(visit, picture))
    other_station.push(other_station.attached(others, pictures[0]))

    answers = [sender.send_picture(visit, picture) for picture in pictures]

    assert [answer.status_code for answer in answers] == [204, 204, 429]
    assert int(answers[2].headers["Retry-After"]) > 1_000
    assert other_station.send_picture(others, pictures[0]).status_code == 204
    assert sender.arrives("Sam"), "visits go on"


def test_a_bucket_fills_to_its_size_and_beyond_it_only_over_an_absence() -> None:
    bucket = Bucket(a_second=1.0, full=120)

    assert bucket.after(100, 5, 0) == 105
    assert bucket.after(100, 500, 0) == 120
    assert bucket.after(0, 500, 500) == 500
    assert bucket.after(400, 5, 0) == 400
    assert bucket.after(0, 10**9, 10**9) == LONGEST_AWAY_S
    assert bucket.wait_s(0.5, 1) == 1


def test_by_default_a_week_out_of_touch_is_worth_ten_thousand_visits_and_a_day_two() -> None:
    week_s, day_s = 7 * 86_400.0, 86_400.0
    minute, day, pictures = buckets(Quotas())

    assert min(each.after(0, week_s, week_s) for each in (minute, day)) >= 10_000
    assert pictures.after(0, week_s, week_s) >= 10_000 * 500_000
    assert day.after(0, day_s, 0) == 2_000
    assert round(minute.a_second * 60) == 60
