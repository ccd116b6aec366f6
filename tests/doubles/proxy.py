"""A proxy between a station and a real home: it passes on, but for what a test has it refuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import requests

from tests.doubles.from_address import FromAddress
from tests.doubles.unruly import Recipe, SeenRequest, Talk, UnrulyServer

LIMIT_S: Final = 120
_OF_THE_HOP: Final = frozenset({"host", "connection", "content-length", "transfer-encoding"})


def passes_to(
    home: str, server: UnrulyServer, refuses: Callable[[SeenRequest], Recipe | None]
) -> None:
    """From now on `server` hands on to `home`, but for what `refuses` answers itself."""

    def answer(talk: Talk) -> None:
        seen = talk.server.seen[-1]
        recipe = refuses(seen)
        if recipe is not None:
            recipe(talk)
            return
        got = requests.request(
            seen.method,
            home + seen.path,
            headers={k: v for k, v in seen.headers.items() if k.lower() not in _OF_THE_HOP},
            data=seen.body,
            timeout=LIMIT_S,
            allow_redirects=False,
        )
        kept = {k: v for k, v in got.headers.items() if k.lower() not in _OF_THE_HOP}
        talk.head(got.status_code, {**kept, "Content-Length": str(len(got.content))})
        talk.send(got.content)

    server.answers_by(answer)


@dataclass(frozen=True, slots=True)
class Manners:
    """What a proxy does with what it passes on; by default all that a good one does.

    `most_bytes`: the largest body it takes. `cuts_held`: it waits for no answer. `address`: its
    own, towards the home.
    """

    host: bool = True
    forwarded_for: bool = True
    forwarded_proto: str | None = "http"
    authorization: bool = True
    most_bytes: int = 2_000_000
    holds_back: bool = False
    cuts_held: bool = False
    address: str = "127.0.0.1"


def stands_before(home: str, server: UnrulyServer, manners: Manners) -> None:
    """From now on `server` is a proxy of `home`; a stream passes up to its first piece."""

    def answer(talk: Talk) -> None:
        seen = talk.server.seen[-1]
        if len(seen.body) > manners.most_bytes:
            talk.answer(413)
        elif manners.cuts_held and "wait=" in seen.path:
            talk.answer(504)
        elif manners.holds_back and seen.path.endswith("/live"):
            server.ending.wait(LIMIT_S)  # a stream never ends, and before its end nothing is sent
        else:
            _pass_on(home, talk, manners)

    server.answers_by(answer)


def _as_passed_on(seen: SeenRequest, manners: Manners) -> dict[str, str]:
    passed = {k: v for k, v in seen.headers.items() if k.lower() not in _OF_THE_HOP}
    if manners.host:
        passed["Host"] = seen.headers["Host"]
    if manners.forwarded_for:
        passed["X-Forwarded-For"] = "192.0.2.7"
    if manners.forwarded_proto:
        passed["X-Forwarded-Proto"] = manners.forwarded_proto
    if not manners.authorization:
        passed.pop("Authorization", None)
    return passed


def _pass_on(home: str, talk: Talk, manners: Manners) -> None:
    seen = talk.server.seen[-1]
    session = requests.Session()
    session.mount("http://", FromAddress(manners.address))
    request = requests.Request(
        seen.method, home + seen.path, headers=_as_passed_on(seen, manners), data=seen.body
    )
    with session, session.send(request.prepare(), timeout=LIMIT_S, stream=True) as got:
        kept = {k: v for k, v in got.headers.items() if k.lower() not in _OF_THE_HOP}
        talk.head(got.status_code, kept)
        while chunk := got.raw.read1(65_536):
            if not talk.send(chunk) or seen.path.endswith("/live"):
                return
