"""An object store that speaks as much S3 as a client of pictures needs, over HTTP, in this process.

Put, get, list (in pages), delete many; a bucket that nobody made is not there. Signatures are not
checked: who may do what is the store's own affair.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from kiosk.clock import SystemClock

BUCKET: Final = "pictures-of-kiosks"
ACCOUNT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AWS_ACCESS_KEY_ID": "kiosk",
        "AWS_SECRET_ACCESS_KEY": "s3cret",
        "AWS_REGION": "eu-west-1",
    }
)
_PAGE: Final = 2
"""So few that every list has several pages."""


class ObjectStore:
    """Answers at `url` from the start on; `objects` by name."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self._lock = Lock()
        store = self

        class Handler(_Handler):
            """Of this store."""

            kept = store

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def names(self) -> list[str]:
        """All of them."""
        with self._lock:
            return sorted(self.objects)

    def put(self, name: str, content: bytes) -> None:
        """In the place of what was there."""
        with self._lock:
            self.objects[name] = content

    def get(self, name: str) -> bytes | None:
        """None when nothing has that name."""
        with self._lock:
            return self.objects.get(name)

    def delete(self, name: str) -> None:
        """That it is not there is fine."""
        with self._lock:
            self.objects.pop(name, None)

    def close(self) -> None:
        """Answers no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    kept: ObjectStore

    def do_PUT(self) -> None:
        content = self._body()
        if (name := self._name()) is not None:
            self.kept.put(name, content)
            self._answer(200, ETag=_tag(content))

    def do_GET(self) -> None:
        if (name := self._name()) is None:
            return
        if not name:
            self._list()
        elif (content := self.kept.get(name)) is None:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            self._answer(
                200, content, ETag=_tag(content), Last_Modified=f"{_now():%a, %d %b %Y %T GMT}"
            )

    def do_POST(self) -> None:
        asked = ElementTree.fromstring(self._body())
        if self._name() is None:
            return
        names = [key.text or "" for key in asked.iter() if key.tag.endswith("Key")]
        for name in names:
            self.kept.delete(name)
        gone = "".join(f"<Deleted><Key>{escape(name)}</Key></Deleted>" for name in names)
        self._answer(200, f"<DeleteResult>{gone}</DeleteResult>".encode())

    def _list(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        prefix, after = query.get("prefix", [""])[0], query.get("continuation-token", [""])[0]
        rest = [name for name in self.kept.names() if name.startswith(prefix) and name > after]
        page = rest[:_PAGE]
        contents = "".join(
            f"<Contents><Key>{escape(name)}</Key><LastModified>{_now():%Y-%m-%dT%H:%M:%S.000Z}"
            f"</LastModified><Size>{len(self.kept.get(name) or b'')}</Size></Contents>"
            for name in page
        )
        more = f"<NextContinuationToken>{page[-1]}</NextContinuationToken>" if rest[_PAGE:] else ""
        self._answer(200, f"<ListBucketResult>{contents}{more}</ListBucketResult>".encode())

    def _name(self) -> str | None:
        """The object of the request, "" the bucket; None after answering for another bucket."""
        bucket, _, name = unquote(urlsplit(self.path).path).lstrip("/").partition("/")
        if bucket == BUCKET:
            return name
        self._answer(404, b"<Error><Code>NoSuchBucket</Code></Error>")
        return None

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", "0")))

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


def _now() -> datetime:
    return SystemClock().now()


def _tag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'
