"""A station without a screen: visitors check in, show something and leave, by the real API."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import requests
from PIL import Image, ImageDraw

from kiosk import wire
from kiosk.clock import SystemClock
from kiosk.wire.reading import WireRead, read_to_text

LETTER = "B"
_LIMIT_S = 120


@dataclass(frozen=True, slots=True)
class Joined:
    """A visit as its station knows it."""

    id: str
    number: str
    phone_path: str


class PlainStation:
    """Station B of the demonstration site."""

    def __init__(self, url: str, token: str, numbers: Iterator[int]) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {token}"
        self._clock = SystemClock()
        self._numbers = numbers
        self._joined: list[Joined] = []

    def joins(self, name: str = "", *, seat: int | None = None, topic: str | None = None) -> Joined:
        """Somebody checks in."""
        token = uuid.uuid4().hex
        visit = Joined(str(uuid.uuid4()), f"{LETTER}{next(self._numbers)}", f"/v/{token}")
        facts: dict[str, object] = {"number": visit.number, "station": LETTER}
        facts |= {"seat": seat, "topic": topic}
        self._push(visit.id, "VisitCheckedIn", facts, {"first_name": name, "phone_token": token})
        self._joined.append(visit)
        return visit

    def leaves(self, visit: Joined) -> None:
        """The visitor gives up at the kiosk."""
        self._push(visit.id, "VisitorLeft", {})

    def seats(self, visit: Joined, seat: int) -> None:
        """A seat came free for somebody who stands."""
        self._push(visit.id, "VisitSeated", {"seat": seat})

    def everybody_leaves(self) -> None:
        """Nobody who joined here waits any more; a fact that comes too late does no harm."""
        for visit in self._joined:
            self.leaves(visit)

    def shows(
        self,
        visit: Joined,
        *,
        announced_only: bool = False,
        colour: str = "teal",
        read: WireRead | None = None,
    ) -> None:
        """The visitor shows something; its bytes may still be on their way."""
        picture = _picture(colour)
        photo = hashlib.sha256(picture).hexdigest()
        facts = {"photo": photo, "size": len(picture), "width": 1600, "height": 1000}
        words = {"read_words": read_to_text(read)} if read else None
        self._push(visit.id, "PhotoAttached", facts, words)
        if not announced_only:
            answer = self._session.patch(
                f"{self._url}/api/v1/sync/visits/{visit.id}/pictures/{photo}",
                data=picture,
                headers={
                    "Content-Type": "application/octet-stream",
                    "Upload-Offset": "0",
                    "Upload-Length": str(len(picture)),
                },
                timeout=_LIMIT_S,
            )
            assert answer.status_code == 204, answer.text

    def fares(self, **given: object) -> None:
        """The kiosk sends its status: in order, but for what is given."""
        well = {"waiting": 0, "oldest_s": None, "set_aside": 0, "camera": "showing"}
        status = {**well, "store": "ok", "version": "1", **given}
        now = self._clock.now().isoformat()
        answer = self._session.post(
            f"{self._url}/api/v1/sync/push",
            json={"site": "demo", "sent_at": now, "events": [], "status": status},
            timeout=_LIMIT_S,
        )
        assert answer.ok, answer.text

    def _push(
        self,
        visit_id: str,
        kind: str,
        facts: dict[str, object],
        private: dict[str, str] | None = None,
    ) -> None:
        now = self._clock.now()
        event = wire.WireEvent(
            id=str(uuid.uuid4()),
            site_id="demo",
            about=wire.WireAbout("visit", visit_id),
            actor="visitor",
            origin=f"station:{LETTER}",
            at=now,
            type=kind,
            facts=facts,
            private=private or {},
            age_s=0.0,
        )
        answer = self._session.post(
            f"{self._url}/api/v1/sync/push",
            data=wire.encode(wire.Push("demo", now, [event])),
            headers={"Content-Type": "application/json"},
            timeout=_LIMIT_S,
        )
        assert wire.decode(answer.content, wire.Pushed).acknowledged == [event.id], answer.text


def _picture(colour: str) -> bytes:
    """A screen with a message on it, as a camera might give it."""
    image = Image.new("RGB", (1600, 1000), "#8a6b52")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1600, 560), fill="#c5cfca")
    draw.rounded_rectangle((380, 180, 1220, 760), 24, fill="#20262b")
    draw.rectangle((404, 204, 1196, 736), fill=colour)
    draw.rounded_rectangle((560, 340, 1040, 600), 16, fill="white")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()
