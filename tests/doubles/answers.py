"""Answers a server, a proxy or a broken line may give to a push."""

from __future__ import annotations

from kiosk import wire
from tests.doubles.unruly import OURS, Recipe, Talk


def acknowledging(*more: str) -> Recipe:
    """A good home, which also names ids nobody offered."""

    def answer(talk: Talk) -> None:
        push = wire.decode(talk.server.seen[-1].body, wire.Push)
        ids = [event.id for event in push.events]
        talk.answer(200, wire.encode(wire.Pushed("epoch-1", 3, [*more, *ids])), **headers())

    return answer


def headers(**more: str) -> dict[str, str]:
    return {name.replace("-", "_"): text for name, text in OURS.items()} | more


def good_push() -> bytes:
    """An answer that would acknowledge anything, were it believed."""
    return wire.encode(wire.Pushed("epoch-1", 3, []))


def said(status: int, body: bytes = b"{}", **more: str) -> Recipe:
    return lambda talk: talk.answer(status, body, **headers(**more))


def bare(status: int, body: bytes = b"", **more: str) -> Recipe:
    """An answer of somebody who does not speak our protocol."""
    return lambda talk: talk.answer(status, body, **more)


def cut_after(body: bytes, declared: int) -> Recipe:
    def answer(talk: Talk) -> None:
        talk.head(200, {**OURS, "Content-Length": str(declared)})
        talk.send(body)
        talk.cut()

    return answer


def cut_chunks(talk: Talk) -> None:
    talk.head(200, {**OURS, "Transfer-Encoding": "chunked"})
    talk.send(b"5\r\n[1,2,\r\n")
    talk.cut()


def garbage(talk: Talk) -> None:
    talk.send(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
    talk.cut()
