"""API operations: routes and the OpenAPI document are made from the same description."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.server.http.answers import Handler
from kiosk.server.http.problems import PROBLEM_TYPE

_PLACEHOLDER: Final = re.compile(r"{(\w+)(?::(\w+))?}")
_BEARERS: Final = frozenset({"station", "doctor"})
_UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path. `takes` and `gives` are the JSON shapes; None: no JSON body. Of
    several in `gives` the answer has one.

    `query` and `headers` hold the schema of each parameter there; headers are required.
    """

    method: str
    path: str
    handler: Handler
    summary: str
    takes: type | None = None
    gives: type | tuple[type, ...] | None = None
    status: int = 200
    refuses: tuple[int, ...] = ()
    query: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    headers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    secured_by: str | None = None
    takes_bytes: str | None = None
    gives_bytes: str | None = None


def routes(operations: Sequence[Operation]) -> list[Route]:
    """One route a path, so that a method it has not is answered with all those it has."""
    by_path: dict[str, dict[str, Handler]] = {}
    for operation in operations:
        by_path.setdefault(operation.path, {})[operation.method] = operation.handler
    return [
        Route(path, _by_method(handlers), methods=list(handlers))
        for path, handlers in by_path.items()
    ]


def _by_method(handlers: Mapping[str, Handler]) -> Handler:
    async def handle(request: Request) -> Response:
        asked = request.method
        return await handlers["GET" if asked not in handlers and asked == "HEAD" else asked](
            request
        )

    return handle


def openapi(operations: Sequence[Operation], version: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of `operations`."""
    shapes = [shape for op in operations for shape in (op.takes, *_given(op)) if shape is not None]
    _, components = msgspec.json.schema_components(
        shapes, schema_hook=_anything, ref_template="#/components/schemas/{name}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        path = _PLACEHOLDER.sub(r"{\1}", operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Walk-up kiosk", "version": version},
        "paths": paths,
        "components": {
            "schemas": {**components, "Problem": _PROBLEM},
            "securitySchemes": {
                "station": {"type": "http", "scheme": "bearer"},
                "doctor": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "kiosk_session"},
                "tablet": {"type": "apiKey", "in": "cookie", "name": "kiosk_tablet"},
            },
        },
    }


def _given(operation: Operation) -> tuple[type, ...]:
    gives = operation.gives
    return gives if isinstance(gives, tuple) else (gives,) if gives is not None else ()


def _anything(_shape: type) -> dict[str, Any]:
    """The schema of facts, whose shape depends on the kind of event."""
    return {"description": "Any JSON; each kind of event is judged by itself."}


def _described(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "parameters": _parameters(operation),
        "responses": _responses(operation),
    }
    if operation.secured_by is not None:
        described["security"] = [{operation.secured_by: []}]
    if operation.takes is not None:
        described["requestBody"] = _body("application/json", _shape(operation.takes))
    if operation.takes_bytes is not None:
        described["requestBody"] = _body(operation.takes_bytes, _BYTES)
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    in_path = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", **({"format": "uuid"} if kind == "uuid" else {})},
        }
        for name, kind in _PLACEHOLDER.findall(operation.path)
    ]
    in_query = [
        {"name": name, "in": "query", "schema": dict(schema)}
        for name, schema in operation.query.items()
    ]
    in_headers = [
        {"name": name, "in": "header", "required": True, "schema": dict(schema)}
        for name, schema in operation.headers.items()
    ]
    return in_path + in_query + in_headers


def _responses(operation: Operation) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done."}
    if operation.gives is not None:
        given = [_shape(shape) for shape in _given(operation)]
        schema = given[0] if len(given) == 1 else {"anyOf": given}
        good["content"] = {"application/json": {"schema": schema}}
    if operation.gives_bytes is not None:
        good["content"] = {operation.gives_bytes: {"schema": _BYTES}}
    refusals = set(operation.refuses)
    if operation.takes is not None:
        refusals |= {400, 413, 415, 422}
    if operation.secured_by is not None:
        refusals.add(401)
    if operation.takes_bytes is not None:
        refusals |= {400, 413}
    if _PLACEHOLDER.search(operation.path):
        refusals.add(404)
    if operation.method in _UNSAFE and operation.secured_by not in _BEARERS:
        refusals.add(403)
    refusals.add(503)
    problem = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    refused = {
        str(status): {"description": "Refused; nothing was stored.", "content": problem}
        for status in sorted(refusals)
    }
    return {str(operation.status): good, **refused}


def _body(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {media_type: {"schema": schema}}}


def _shape(shape: type) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


_BYTES: Final[dict[str, Any]] = {"type": "string", "format": "binary"}
_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "field": {"type": "string"},
    },
}
