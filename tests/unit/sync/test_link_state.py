"""The link state, by the last exchanges on each way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.domain.snapshot import Link
from kiosk.sync.link_state import LinkState, Way

Step = Callable[[LinkState], None]


def succeeded(way: Way) -> Step:
    return lambda exchanges: exchanges.succeeded(way)


def silent(way: Way) -> Step:
    return lambda exchanges: exchanges.failed(way, answered=False)


def busy(way: Way) -> Step:
    return lambda exchanges: exchanges.failed(way, answered=True)


UP, DOWN = Way.EVENTS, Way.STATE
PICTURES, HINTS = Way.PICTURES, Way.HINTS


@pytest.mark.parametrize(
    ("steps", "link"),
    [
        ([], Link.OFFLINE),
        ([succeeded(DOWN)], Link.ONLINE),
        ([succeeded(UP), succeeded(DOWN)], Link.ONLINE),
        ([silent(UP)], Link.OFFLINE),
        ([succeeded(UP), succeeded(DOWN), silent(UP)], Link.OFFLINE),
        ([succeeded(UP), silent(DOWN), succeeded(UP)], Link.DEGRADED),
        ([succeeded(UP), silent(DOWN), succeeded(UP), silent(DOWN)], Link.DEGRADED),
        ([succeeded(UP), silent(DOWN), succeeded(UP), silent(UP)], Link.OFFLINE),
        ([silent(UP), silent(DOWN), succeeded(DOWN)], Link.DEGRADED),
        ([silent(UP), silent(DOWN), succeeded(DOWN), succeeded(UP)], Link.ONLINE),
        ([succeeded(DOWN), busy(UP)], Link.DEGRADED),
        ([busy(UP)], Link.DEGRADED),
        ([busy(UP), busy(DOWN)], Link.DEGRADED),
        ([busy(UP), silent(UP)], Link.OFFLINE),
        ([silent(UP), busy(UP), succeeded(DOWN)], Link.DEGRADED),
        ([succeeded(UP), succeeded(DOWN), silent(PICTURES)], Link.ONLINE),
        ([succeeded(UP), succeeded(DOWN), busy(HINTS)], Link.ONLINE),
        ([silent(PICTURES)], Link.OFFLINE),
    ],
)
def test_the_link_is_as_the_last_exchanges_say(steps: list[Step], link: Link) -> None:
    exchanges = LinkState()

    for step in steps:
        step(exchanges)

    assert exchanges.link() is link
