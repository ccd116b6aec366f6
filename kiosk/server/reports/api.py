"""Owns who reads the figures: whoever is on this machine, or a lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk.server.auth.api import SessionApi
from kiosk.server.http.openapi import Operation
from kiosk.server.reports.metrics import exposition, gauges
from kiosk.server.store.site_store import SiteStore

METRICS: Final = "/api/v1/metrics"
_TEXT: Final = "text/plain"
_HERE: Final = frozenset({"127.0.0.1", "::1"})
_PASSED_ON: Final = frozenset({"forwarded", "via", "x-forwarded-for", "x-real-ip"})
"""What a proxy adds: then the call comes from elsewhere, though by this machine's address."""


@dataclass(frozen=True, slots=True)
class MetricsApi:
    """The handler of the figures."""

    store: SiteStore
    session: SessionApi

    def operations(self) -> list[Operation]:
        """The one operation."""
        return [
            Operation(
                "GET",
                METRICS,
                self.metrics,
                "Figures for monitoring: on this machine to all, elsewhere to a lead",
                gives_bytes=_TEXT,
                refuses=(401, 403),
            )
        ]

    async def metrics(self, request: Request) -> Response:
        """The figures now."""
        if not _is_local(request):
            await self.session.lead(request)
        text = await run_in_threadpool(self._text)
        return Response(text, media_type=f"{_TEXT}; version=0.0.4; charset=utf-8")

    def _text(self) -> str:
        with self.store.read() as connection:
            return exposition(gauges(connection, self.store.site, self.store.now()))


def _is_local(request: Request) -> bool:
    here = request.client is not None and request.client.host in _HERE
    return here and not _PASSED_ON & set(request.headers)
