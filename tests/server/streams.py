"""An open stream of a page, read event by event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from tests.server.station_side import LIMIT_S


class Stream:
    """An open stream, read event by event."""

    def __init__(self, answer: requests.Response) -> None:
        self.answer = answer
        self._lines = answer.iter_lines(chunk_size=1, decode_unicode=True)

    def event(self) -> tuple[str, str]:
        """The next event: name and data."""
        name = data = ""
        for line in self._lines:
            field, _, value = line.partition(":")
            if not line and name:
                return name, data
            name = value.strip() if field == "event" else name
            data = value.strip() if field == "data" else data
        pytest.fail("the stream ended")


@contextmanager
def listening(session: requests.Session, address: str) -> Iterator[Stream]:
    with session.get(address, stream=True, timeout=LIMIT_S) as answer:
        assert answer.status_code == 200, answer.text
        yield Stream(answer)
