"""HTTP client that acts as a member's tablet: the cookies and headers of a browser, plain JSON."""

from __future__ import annotations

from typing import Any

import requests

from tests.server.station_side import LIMIT_S, Json, fresh_id


class DeskClient:
    """A browser at a desk; paired and signed in if created with the cookies."""

    def __init__(self, url: str, *, paired: str = "", signed_in: str = "") -> None:
        self.url = url
        self.session = requests.Session()
        self.session.headers.update({"Origin": url, "Sec-Fetch-Site": "same-origin"})
        for name, token in (("kiosk_tablet", paired), ("kiosk_session", signed_in)):
            if token:
                self.session.cookies.set(name, token)

    def get(self, path: str, **request: Any) -> requests.Response:
        """GET below /api/v1/desk."""
        return self.call("GET", path, **request)

    def post(self, path: str, body: Json, **request: Any) -> requests.Response:
        """POST below /api/v1/desk."""
        return self.call("POST", path, json=body, **request)

    def call(self, method: str, path: str, **request: Any) -> requests.Response:
        """Any method below /api/v1/desk."""
        address = f"{self.url}/api/v1/desk{path}"
        return self.session.request(method, address, timeout=LIMIT_S, **request)

    def sign_in(self, member_id: str, pin: str) -> requests.Response:
        """Signs in with a PIN; the answer."""
        return self.post("/session", {"member_id": member_id, "pin": pin})

    def state(self) -> Json:
        """Everything the desk shows."""
        answer = self.get("/state")
        assert answer.status_code == 200, answer.text
        body: Json = answer.json()
        return body

    def call_next(self, request_id: str | None = None) -> Json | None:
        """The visit called, None when nobody waited."""
        answer = self.post("/call-next", {"request_id": request_id or fresh_id()})
        assert answer.status_code == 200, answer.text
        visit: Json | None = answer.json()["visit"]
        return visit

    def act(
        self, verb: str, visit_id: str, request_id: str | None = None, **more: Any
    ) -> requests.Response:
        """`act("arrived", visit)` and so on."""
        return self.post(
            f"/visits/{visit_id}/{verb}", {"request_id": request_id or fresh_id(), **more}
        )

    def does(self, verb: str, visit_id: str, **more: Any) -> Json:
        """`act` that must succeed; the visit afterwards."""
        answer = self.act(verb, visit_id, **more)
        assert answer.status_code == 200, answer.text
        visit: Json = answer.json()["visit"]
        return visit

    def finishes(self, visit_id: str, note: str = "") -> Json:
        """Ends the visit well."""
        return self.does("finish", visit_id, outcome="fixed", note=note)
