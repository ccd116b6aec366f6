"""Reading requests: bodies within limits, typed JSON, query numbers, tokens, and who calls."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

import msgspec
from starlette.requests import ClientDisconnect, HTTPConnection, Request

from kiosk.server.http.problems import Problem
from kiosk.validation import field_and_reason, repeats_value

_T = TypeVar("_T")


async def read_json(request: Request, shape: type[_T], limit: int) -> _T:
    """The body as `shape`, at most `limit` bytes; Problem names the field that does not fit."""
    return await decode_json(request, lambda body: msgspec.json.decode(body, type=shape), limit)


async def decode_json(request: Request, decode: Callable[[bytes], _T], limit: int) -> _T:
    """As `read_json`, by `decode`, which raises what msgspec would."""
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type != "application/json":
        raise Problem(415, "unsupported_type", "Send application/json.")
    body = await read_body(request, limit)
    try:
        return decode(body)
    except msgspec.ValidationError as fault:
        reason, field = _reason_and_field(str(fault))
        raise Problem(422, "malformed", reason, field=field) from fault
    except (msgspec.DecodeError, RecursionError) as fault:
        raise Problem(400, "unreadable", "The body is not JSON.", field="body") from fault


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body; Problem 413 as soon as it passes `limit` bytes, whatever the headers say."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise Problem(413, "too_large", f"At most {limit} bytes.", field="body")
    except ClientDisconnect as gone:
        raise Problem(400, "cut_off", "The body ended early.", field="body") from gone
    return bytes(body)


async def read_partial(request: Request, media_type: str, limit: int) -> tuple[bytes, bool]:
    """As much of the body as came, and whether it is whole.

    Problem 413 past `limit` bytes, 415 when it is of another media type.
    """
    if request.headers.get("content-type", "") != media_type:
        raise Problem(415, "unsupported_type", f"Send {media_type}.")
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise Problem(413, "too_large", f"At most {limit} bytes.", field="body")
    except ClientDisconnect:
        return bytes(body), False
    return bytes(body), True


def read_number(request: Request, name: str, *, largest: int) -> int:
    """A whole number of the query, 0 when absent; Problem names it otherwise."""
    text = request.query_params.get(name, "0")
    if not re.fullmatch("[0-9]{1,15}", text) or int(text) > largest:
        raise Problem(422, "malformed", f"Expected a whole number up to {largest}.", field=name)
    return int(text)


def bearer_token(request: HTTPConnection) -> str:
    """The token of the Authorization header, empty without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def check_origin(request: Request) -> None:
    """Unsafe calls with a cookie must come from our own pages (Fetch metadata, else Origin).

    The site's public address is ours, too: a proxy may pass on another Host.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = f"{request.scope['scheme']}://{request.headers.get('host', '')}"
    ours = {None, own, request.scope.get("kiosk.own_origin") or own}
    allowed = site in {"same-origin", "none"} if site else origin in ours
    if not allowed:
        raise Problem(403, "other_origin", "This call must come from the desk's own page.")


def caller_address(request: Request) -> str:
    """Where the call comes from, as the proxy before us says if we trust it."""
    return request.client.host if request.client else ""


def _reason_and_field(message: str) -> tuple[str, str]:
    field, reason = field_and_reason(message)
    if repeats_value(reason):
        reason = "Expected one of the values it may have"
    return reason, field or "body"
