"""What of an authenticated fact can be: a value that cannot be is dropped, its visit is kept.

A visitor stands there whatever the kiosk says of them. One bad value voids itself, never the event
around it or its neighbours.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from kiosk.domain.names import clean_name
from kiosk.server.sync.event_time import LONGEST_AGE_S
from kiosk.wire.events import is_topic

SHORTEST_TOKEN: Final = 22
"""Characters of a phone token: 128 random bits. A shorter one could be guessed."""
LONGEST_TOKEN: Final = 200


def age_s(told: float | None, up_s: float | None) -> float | None:
    """The age of a fact, never longer than a year or than the sender's boot; None: unknown."""
    if told is None:
        return None
    return min(told, LONGEST_AGE_S, LONGEST_AGE_S if up_s is None else up_s)


def facts(told: Mapping[str, object], seats: Collection[int]) -> dict[str, object]:
    """The facts without a seat that is not the letter's, or a topic that is none.

    A topic that the site has no more stays: what the visit was about is no lie.
    """
    kept = dict(told)
    seat, topic = kept.get("seat"), kept.get("topic")
    if "seat" in kept and (type(seat) is not int or seat not in seats):
        kept["seat"] = None
    if "topic" in kept and not (isinstance(topic, str) and is_topic(topic)):
        kept["topic"] = None
    return kept


def words(told: Mapping[str, str]) -> Mapping[str, str]:
    """What a visitor may have typed, clean and bounded. The note is the member's to write."""
    kept = {key: text for key, text in told.items() if key != "note"}
    if "first_name" in kept:
        kept["first_name"] = clean_name(kept["first_name"])
    token = kept.get("phone_token", "")
    if not SHORTEST_TOKEN <= len(token) <= LONGEST_TOKEN:
        kept.pop("phone_token", None)
    return kept
