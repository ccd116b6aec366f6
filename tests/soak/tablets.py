"""Four tablets that call at once, and ask again under the same id until they are answered."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

import requests

from tests.server.child import Child
from tests.server.desk_side import DeskClient
from tests.server.station_side import Json, fresh_id

AGAIN_S = 0.1
SERVER_FAULT = 500


class CallingTablet:
    """One tablet, signed in when made; `calls` is what it was answered, by request id."""

    def __init__(self, child: Child, stopped: Event) -> None:
        self._tablet = DeskClient(child.url)
        self._tablet.post("/pair", {"code": child.code})
        assert self._tablet.sign_in(child.member_id, child.pin).ok
        self._stopped = stopped
        self.asked: set[str] = set()
        self.calls: dict[str, str] = {}
        self.repeats = 0
        self._thread = Thread(target=self._call_for_ever, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        self._thread.join(timeout=120)
        self._tablet.session.close()

    def _call_for_ever(self) -> None:
        while not self._stopped.is_set():
            request_id = fresh_id()
            self.asked.add(request_id)
            answer = self._until_answered("/call-next", {"request_id": request_id})
            visit = answer.get("visit") if answer else None
            if visit is None:
                self._stopped.wait(AGAIN_S)
                continue
            self.calls[request_id] = visit["id"]
            finish = {"request_id": fresh_id(), "outcome": "fixed"}
            self._until_answered(f"/visits/{visit['id']}/finish", finish)

    def _until_answered(self, path: str, body: Json) -> Json | None:
        """The answer to the same request, however often it takes; None when it is over."""
        while not self._stopped.is_set():
            if answer := self._answer(lambda: self._tablet.post(path, body)):
                return answer
            self.repeats += 1
            self._stopped.wait(AGAIN_S)
        return None

    @staticmethod
    def _answer(ask: Callable[[], requests.Response]) -> Json | None:
        try:
            answer = ask()
            body: Json = answer.json()
        except requests.RequestException:
            return None
        return body if answer.status_code < SERVER_FAULT else None
