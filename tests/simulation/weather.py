"""What happens to one call between a station and its home, and what strangers answer instead."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from tests.doubles.answers import headers
from tests.doubles.in_process import Answer


class Weather(StrEnum):
    """The fate of one call."""

    FINE = "fine"
    NEVER_ARRIVES = "never arrives"
    ANSWER_LOST = "answer lost"
    ARRIVES_TWICE = "arrives twice"
    SLOW = "slow"
    CUT_ON_THE_WAY = "cut on the way"
    ANSWER_CUT = "answer cut"
    ANSWER_SHORT = "answer short, and says so"
    STUMBLES = "home stumbles"
    STUMBLES_AFTER = "home stumbles after it kept it"
    BUSY = "home busy"
    NOT_LET_IN = "home does not know the token now"
    PORTAL = "a portal answers"
    PROXY = "a proxy refuses"
    HOME_DIES = "home dies"


FAULTS = tuple(weather for weather in Weather if weather is not Weather.FINE)

_PAGE = b"<!doctype html><title>StationSnapshot to our network</title>"
_HTML: Mapping[str, str] = MappingProxyType({"Content-Type": "text/html"})
_JSON: Mapping[str, str] = MappingProxyType({"Content-Type": "application/json"})
_OURS = headers()
_LATER = {**_OURS, "Retry-After": "10"}

INSTEAD: Mapping[Weather, tuple[Answer, ...]] = MappingProxyType(
    {
        Weather.STUMBLES: (Answer(500, _OURS, b"{}"),),
        Weather.BUSY: (Answer(503, _LATER, b"{}"), Answer(429, _LATER, b"{}")),
        Weather.NOT_LET_IN: (Answer(401, _OURS, b"{}"), Answer(403, _OURS, b"{}")),
        Weather.PORTAL: (
            Answer(200, _HTML, _PAGE),
            Answer(200, _JSON, b'{"ok": true}'),
            Answer(200, _JSON, b""),
            Answer(204, _HTML, b""),
            Answer(302, {**_HTML, "Location": "http://portal.example.org/"}, b""),
            Answer(511, _HTML, _PAGE),
        ),
        Weather.PROXY: tuple(
            Answer(status, _HTML, _PAGE) for status in (400, 403, 404, 407, 413, 422, 451, 502)
        ),
    }
)
"""What is answered without the home having heard of the call."""
