"""GET /api/v1/metrics: for who shows the token of site.toml, and for members who may read it."""

from __future__ import annotations

import hmac
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
from kiosk.server.http.requests import bearer_token
from kiosk.server.reports.metrics import gauges, home_gauge
from kiosk.server.shared.site_state import SharedState
from kiosk.server.store.site_store import SiteStore

METRICS: Final = "/api/v1/metrics"
_TEXT: Final = "text/plain"


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
    state: SharedState

    def operations(self) -> list[Operation]:
        """The one operation."""
        return [
            Operation(
                "GET",
                METRICS,
                self.metrics,
                "Figures for monitoring: with the token of site.toml, or for a lead",
                gives_bytes=_TEXT,
                refuses=(401, 403),
            )
        ]

    async def metrics(self, request: Request) -> Response:
        """The gauges now."""
        if not _shows_token(request, self.store.site.metrics_token):
            await self.session.require(request, Permission.READ_METRICS)
        text = await run_in_threadpool(self._text)
        return Response(text, media_type=CONTENT_TYPE_PLAIN_0_0_4)

    def _text(self) -> bytes:
        with self.store.read() as connection:
            state = self.state.read_by(connection)
            read = gauges(connection, self.store.site, state)
        read.append(home_gauge(self.store.condition.by_code()))
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Gauges(read))
        return generate_latest(registry)


def _shows_token(request: Request, token: str) -> bool:
    """Where a request comes from proves nothing: a proxy on this machine brings everybody's."""
    shown = bearer_token(request)
    return bool(token) and hmac.compare_digest(shown.encode(), token.encode())
