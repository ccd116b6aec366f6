"""A proxy between a station and a real home: it passes on, but for what a test has it refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import requests

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
