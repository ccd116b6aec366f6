"""GET /api/v1/metrics: open to programs on this machine, elsewhere to members who may read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk.server.auth.api import SessionApi
from kiosk.server.auth.permissions import Permission
from kiosk.server.http.openapi import Operation
from kiosk.server.reports.metrics import gauges, home_gauge
from kiosk.server.store.site_store import SiteStore

METRICS: Final = "/api/v1/metrics"
_TEXT: Final = "text/plain"
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_PROXY_HEADERS: Final = frozenset({"forwarded", "via", "x-forwarded-for", "x-real-ip"})
"""With one of these the request came through a proxy on this machine, from somebody elsewhere."""


class _Gauges(Collector):
    """Gauges read already, for a registry that lives as long as one answer."""

    def __init__(self, read: list[GaugeMetricFamily]) -> None:
        self._read = read

    def collect(self) -> Iterable[GaugeMetricFamily]:
        return self._read


@dataclass(frozen=True, slots=True)
class MetricsApi:
    """Handler of /api/v1/metrics, in the text format of Prometheus."""

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
        """The gauges now."""
        if not _is_local(request):
            await self.session.require(request, Permission.READ_METRICS)
        text = await run_in_threadpool(self._text)
        return Response(text, media_type=CONTENT_TYPE_PLAIN_0_0_4)

    def _text(self) -> bytes:
        with self.store.read() as connection:
            read = gauges(connection, self.store.site, self.store.now())
        read.append(home_gauge(self.store.condition.by_code()))
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Gauges(read))
        return generate_latest(registry)


def _is_local(request: Request) -> bool:
    local = request.client is not None and request.client.host in _LOOPBACK
    return local and not _PROXY_HEADERS & set(request.headers)
