"""HTTP client that acts as a kiosk without a token, from a loopback address of its own."""

from __future__ import annotations

from typing import Any

import requests

from tests.doubles.from_address import FromAddress
from tests.server.station_side import LIMIT_S, Json


def session_from(address: str) -> requests.Session:
    """A session whose requests come from `address`."""
    session = requests.Session()
    session.mount("http://", FromAddress(address))
    return session


class NewKiosk:
    """A kiosk that shows a code."""

    def __init__(self, url: str, address: str = "127.0.0.7") -> None:
        self._url = f"{url}/api/v1/pair"
        self.session = session_from(address)
        self.claim = ""

    def ask(self, **body: Any) -> requests.Response:
        """Asks for a code; the answer."""
        return self.session.post(self._url, json=body, timeout=LIMIT_S)

    def shows(self, **body: Any) -> str:
        """The code on its screen."""
        answer = self.ask(**body)
        assert answer.status_code == 200, answer.text
        self.claim = answer.json()["claim"]
        return str(answer.json()["code"])

    def poll(self, claim: str | None = None) -> requests.Response:
        """Asks for the token; the answer."""
        body = {"claim": claim or self.claim}
        return self.session.post(f"{self._url}/token", json=body, timeout=LIMIT_S)

    def token(self) -> str:
        """The token of an approved pairing."""
        answer = self.poll()
        assert answer.status_code == 200, answer.text
        assert answer.json()["token"], "not approved yet"
        return str(answer.json()["token"])


def held(letter: str = "B", count: int = 5, site: str = "lab") -> Json:
    """The body of a kiosk with unsent events from an earlier pairing."""
    return {"held": {"site": site, "letter": letter, "count": count}}
