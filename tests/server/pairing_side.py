"""A kiosk without a token as the server sees it, from an address of its own on loopback."""

from __future__ import annotations

from typing import Any

import requests
from requests.adapters import HTTPAdapter

from tests.server.station_side import LIMIT_S, Json


class FromAddress(HTTPAdapter):
    """Calls from this loopback address: 127.0.0.0/8 is all ours."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, source_address=(self._address, 0), **kwargs)


def session_from(address: str) -> requests.Session:
    """A client that calls from `address`."""
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
        """The answer to asking for a code."""
        return self.session.post(self._url, json=body, timeout=LIMIT_S)

    def shows(self, **body: Any) -> str:
        """The code on its screen."""
        answer = self.ask(**body)
        assert answer.status_code == 200, answer.text
        self.claim = answer.json()["claim"]
        return str(answer.json()["code"])

    def poll(self, claim: str | None = None) -> requests.Response:
        """The answer to asking for the token."""
        body = {"claim": claim or self.claim}
        return self.session.post(f"{self._url}/token", json=body, timeout=LIMIT_S)

    def token(self) -> str:
        """The token, which must be there."""
        answer = self.poll()
        assert answer.status_code == 200, answer.text
        assert answer.json()["token"], "not approved yet"
        return str(answer.json()["token"])


def held(letter: str = "B", count: int = 5, site: str = "lab") -> Json:
    """What a kiosk with unsent facts says of them."""
    return {"held": {"site": site, "letter": letter, "count": count}}
