"""Readers of a line as pages and kiosks are: an open stream of hints, and a pull when one is new.

Bare sockets on one loop: what is measured is the server, on the same two cores.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

_SEQ = re.compile(rb'"seq":(\d+)')
_EPOCH = re.compile(rb'"epoch":"([^"]+)"')


@dataclass(slots=True)
class Traffic:
    """What the readers received, and when the last of it came (perf_counter)."""

    bytes: int = 0
    requests: int = 0
    at_s: float = 0.0

    def came(self, size: int) -> None:
        """So many bytes."""
        self.bytes += size
        self.at_s = time.perf_counter()


@dataclass(slots=True)
class HttpLine:
    """One kept connection: a request after the other."""

    port: int
    headers: Mapping[str, str]
    traffic: Traffic
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """The body of a good answer."""
        if self._writer is None:
            await self.open()
        assert self._writer is not None
        self._writer.write(self._head(method, path, body) + body)
        status, headers = await self._answer_head()
        size = int(headers.get(b"content-length", b"0"))
        assert self._reader is not None
        answer = await self._reader.readexactly(size)
        self.traffic.came(size)
        self.traffic.requests += 1
        assert status < 300, answer
        return answer

    async def stream(self, path: str) -> asyncio.StreamReader:
        """The lines of a stream that stays open, in chunks as they come."""
        await self.open()
        assert self._writer is not None
        assert self._reader is not None
        self._writer.write(self._head("GET", path, b""))
        status, _ = await self._answer_head()
        assert status == 200, status
        return self._reader

    async def open(self) -> None:
        """Connects."""
        self._reader, self._writer = await asyncio.open_connection(
            "127.0.0.1", self.port, limit=2**22
        )

    def close(self) -> None:
        """Hangs up."""
        if self._writer is not None:
            self._writer.close()

    def _head(self, method: str, path: str, body: bytes) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if method != "GET":
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode()

    async def _answer_head(self) -> tuple[int, dict[bytes, bytes]]:
        assert self._reader is not None
        raw = await self._reader.readuntil(b"\r\n\r\n")
        self.traffic.came(len(raw))
        first, *lines = raw.split(b"\r\n")
        pairs = (line.partition(b":") for line in lines if line)
        return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in pairs}


@dataclass(slots=True)
class Page:
    """A desk or a phone: pulls at the start, then when a hint is newer than what it has.

    A phone takes the visit from the stream when it stands there.
    """

    port: int
    root: str
    headers: Mapping[str, str]
    traffic: Traffic
    state: str = "/state"
    seq: int = -1
    shown_s: float = 0.0
    over: bool = False
    _epoch: str = ""
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _wanted: asyncio.Event = field(default_factory=asyncio.Event)
    _lines: list[HttpLine] = field(default_factory=list)

    async def open(self) -> None:
        """Listening, and in step."""
        stream_line, pulls = (HttpLine(self.port, self.headers, self.traffic) for _ in range(2))
        self._lines = [stream_line, pulls]
        stream = await stream_line.stream(f"{self.root}/live")
        await self._pull(pulls)
        self._tasks = [
            asyncio.create_task(self._listen(stream)),
            asyncio.create_task(self._follow(pulls)),
        ]

    async def close(self) -> None:
        """Hangs up."""
        for task in self._tasks:
            task.cancel()
        for line in self._lines:
            line.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _listen(self, stream: asyncio.StreamReader) -> None:
        with suppress(asyncio.IncompleteReadError):
            while True:
                line = await stream.readuntil(b"\n")
                self.traffic.came(len(line))
                if line.startswith(b"data: {"):
                    self._shows(line)
                elif line.startswith(b"data: ") and int(line.rpartition(b":")[2]) > self.seq:
                    self._wanted.set()

    async def _follow(self, pulls: HttpLine) -> None:
        while not self.over:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self._pull(pulls)
            except AssertionError:
                self.over = True  # the visit has ended

    async def _pull(self, pulls: HttpLine) -> None:
        after = f"?after={self.seq}&epoch={self._epoch}" if self._epoch else ""
        self._shows(await pulls.ask("GET", f"{self.root}{self.state}{after}"))

    def _shows(self, body: bytes) -> None:
        found = _SEQ.search(body)
        assert found is not None, body[:200]
        epoch = _EPOCH.search(body[:200])
        self._epoch = epoch[1].decode() if epoch else ""
        self.seq, self.shown_s = int(found[1]), time.perf_counter()


@dataclass(slots=True)
class Kiosk:
    """A station at rest: a long poll after the other."""

    port: int
    headers: Mapping[str, str]
    traffic: Traffic
    seq: int = 0
    _epoch: str = ""
    _task: asyncio.Task[None] | None = None
    _line: HttpLine | None = None

    async def open(self) -> None:
        """In step, and waiting."""
        self._line = HttpLine(self.port, self.headers, self.traffic)
        await self._pull(self._line)
        self._task = asyncio.create_task(self._follow(self._line))

    async def close(self) -> None:
        """Hangs up."""
        if self._task is not None and self._line is not None:
            self._task.cancel()
            self._line.close()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _follow(self, line: HttpLine) -> None:
        while True:
            await self._pull(line)

    async def _pull(self, line: HttpLine) -> None:
        path = f"/api/v1/sync/state?after={self.seq}&wait=25&epoch={self._epoch}"
        body = await line.ask("GET", path)
        seq, epoch = _SEQ.search(body), _EPOCH.search(body)
        assert seq is not None
        assert epoch is not None
        self.seq, self._epoch = int(seq[1]), epoch[1].decode()
