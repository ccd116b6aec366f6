"""A tablet that listens as the desk page does: a stream of hints, and the state at each."""

from __future__ import annotations

import time
from contextlib import suppress
from threading import Condition, Thread

import requests

from tests.journeys.actors import HomeProcess

_LIMIT_S = 20.0
_MEMBER = "Ben"


class Desk:
    """Signed in and listening once made; daemon threads end with the program."""

    def __init__(self, home: HomeProcess) -> None:
        pin = home.add_member(_MEMBER)
        self._url = f"{home.url}/api/v1/desk"
        self._session = requests.Session()
        self._session.headers.update({"Origin": home.url, "Sec-Fetch-Site": "same-origin"})
        code = home.command("pair", "--tablet", "--url", home.url).partition("#pair=")[2]
        self._post("/pair", {"code": code})
        team = self._get("/session").json()["members"]
        member = next(one["id"] for one in team if one["name"] == _MEMBER)
        self._post("/session", {"member_id": member, "pin": pin})
        self._changed = Condition()
        self._seen: dict[str, float] = {}
        self._listening = False
        Thread(target=self._listen, name="desk", daemon=True).start()
        with self._changed:
            assert self._changed.wait_for(lambda: self._listening, _LIMIT_S)

    def seen_at(self, count: int) -> float:
        """When the desk held its visit number `count`; perf_counter seconds."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._seen) >= count, _LIMIT_S)
            return sorted(self._seen.values())[count - 1]

    def round_trip_ms(self) -> float:
        """A bare answer of the same server to the same session."""
        since = time.perf_counter()
        self._get("/session")
        return (time.perf_counter() - since) * 1_000

    def _listen(self) -> None:
        # The server ends before this does, and with it the stream.
        with suppress(requests.RequestException), requests.Session() as session:
            session.headers.update(self._session.headers)
            session.cookies.update(self._session.cookies)
            stream = session.get(f"{self._url}/live", stream=True, timeout=_LIMIT_S)
            for line in stream.iter_lines(chunk_size=1):
                if line.startswith((b"event: hint", b"event: beat")):
                    self._look(session)

    def _look(self, session: requests.Session) -> None:
        state = session.get(f"{self._url}/state", timeout=_LIMIT_S).json()
        now = time.perf_counter()
        with self._changed:
            self._listening = True
            for visit in state["waiting"]:
                self._seen.setdefault(visit["id"], now)
            self._changed.notify_all()

    def _get(self, path: str) -> requests.Response:
        answer = self._session.get(self._url + path, timeout=_LIMIT_S)
        assert answer.ok, answer.text
        return answer

    def _post(self, path: str, body: dict[str, str]) -> None:
        answer = self._session.post(self._url + path, json=body, timeout=_LIMIT_S)
        assert answer.ok, answer.text
