"""A station as the server sees it: plain JSON over HTTP, written by hand.

Never uses the product's own encoder or client: a change of the wire must turn these tests red.
"""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import requests
from PIL import Image

from tests.server.fake_clock import FakeClock

LIMIT_S = 120
Json = dict[str, Any]


def fresh_id() -> str:
    """An id nobody has used."""
    return str(uuid.uuid4())


def jpeg(width: int = 64, height: int = 48, colour: str = "teal") -> bytes:
    """A picture as a camera might give it."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def sha256(content: bytes) -> str:
    """How a picture is called."""
    return hashlib.sha256(content).hexdigest()


class StationSide:
    """One station with its token and its own counter."""

    def __init__(self, url: str, token: str, clock: FakeClock, letter: str = "B") -> None:
        self.letter = letter
        self.site = "lab"
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"
        self._sync = f"{url}/api/v1/sync"
        self._clock = clock
        self._last = 0

    def event(
        self,
        kind: str,
        visit_id: str,
        facts: Json | None = None,
        private: Json | None = None,
        **other: object,
    ) -> Json:
        """An event of this station, ready to be offered; `other` replaces any of its fields."""
        return {
            "id": fresh_id(),
            "site_id": self.site,
            "about": {"kind": "visit", "id": visit_id},
            "actor": "visitor",
            "origin": f"station:{self.letter}",
            "at": self._clock.now().isoformat(),
            "type": kind,
            "facts": facts or {},
            "private": private or {},
            "age_s": 0.0,
            **other,
        }

    def checked_in(
        self, first_name: str = "", *, private: Json | None = None, **other: object
    ) -> Json:
        """A check-in under this station's next number."""
        self._last += 1
        facts = {"number": f"{self.letter}{self._last}", "station": self.letter}
        words = {"first_name": first_name, **(private or {})}
        return {**self.event("VisitCheckedIn", fresh_id(), facts, words), **other}

    def attached(self, visit_id: str, content: bytes, **facts: object) -> Json:
        """The announcement of a picture."""
        told = {"photo": sha256(content), "size": len(content), "width": 64, "height": 48}
        return self.event("PhotoAttached", visit_id, {**told, **facts})

    def envelope(self, *events: Json, **other: object) -> Json:
        """The body of a push."""
        now = self._clock.now().isoformat()
        return {"site": self.site, "sent_at": now, "events": list(events), **other}

    def push(self, *events: Json, **other: object) -> requests.Response:
        """Offers `events`."""
        return self.post_push(json=self.envelope(*events, **other))

    def post_push(self, **request: Any) -> requests.Response:
        """A push with a body of your own."""
        return self.session.post(f"{self._sync}/push", timeout=LIMIT_S, **request)

    def arrives(self, first_name: str = "", **other: Any) -> str:
        """Somebody checks in; the id of their visit."""
        event = self.checked_in(first_name, **other)
        answer = self.push(event).json()
        assert answer["acknowledged"] == [event["id"]], answer
        return str(event["about"]["id"])

    def arrive(self, count: int) -> Sequence[str]:
        """That many people, a second apart, first come first."""
        events = []
        for _ in range(count):
            events.append(self.checked_in())
            self._clock.passes(seconds=1)
        for start in range(0, count, 200):
            batch = events[start : start + 200]
            later = [{**event, "age_s": self._age_s(event)} for event in batch]
            assert len(self.push(*later).json()["acknowledged"]) == len(batch)
        return [event["about"]["id"] for event in events]

    def state(self, **query: object) -> Json:
        """The state of the site as this station gets it."""
        answer = self.get_state(**query)
        assert answer.status_code == 200, answer.text
        body: Json = answer.json()
        return body

    def get_state(self, **query: object) -> requests.Response:
        """The answer to a pull, whatever it is."""
        params = {name: str(value) for name, value in query.items()}
        return self.session.get(f"{self._sync}/state", params=params, timeout=LIMIT_S)

    def send_picture(
        self, visit_id: str, content: bytes, *, photo: str | None = None
    ) -> requests.Response:
        """Sends the bytes of a picture, all at once."""
        return self.send_piece(visit_id, photo or sha256(content), content, len(content))

    def send_piece(
        self, visit_id: str, photo: str, piece: bytes, length: int, **headers: str
    ) -> requests.Response:
        """Sends a piece of a picture, the first unless `headers` say otherwise."""
        said = {
            "Content-Type": "application/octet-stream",
            "Upload-Offset": "0",
            "Upload-Length": str(length),
            **{name.replace("_", "-"): text for name, text in headers.items()},
        }
        return self.session.patch(
            self.picture_url(visit_id, photo), data=piece, headers=said, timeout=LIMIT_S
        )

    def ask_progress(self, visit_id: str, photo: str) -> requests.Response:
        """How much of a picture the home has."""
        return self.session.head(self.picture_url(visit_id, photo), timeout=LIMIT_S)

    def picture_url(self, visit_id: str, photo: str) -> str:
        """Where a picture goes."""
        return f"{self._sync}/visits/{visit_id}/pictures/{photo}"

    def shows(self, visit_id: str, content: bytes) -> str:
        """The visitor shows something: announced and sent; the picture's id."""
        assert self.push(self.attached(visit_id, content)).json()["set_aside"] == []
        answer = self.send_picture(visit_id, content)
        assert answer.status_code == 204, answer.text
        return sha256(content)

    def _age_s(self, event: Json) -> float:
        at = datetime.fromisoformat(event["at"])
        return (self._clock.now() - at).total_seconds()
