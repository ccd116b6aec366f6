"""Ports for servers that run as processes of their own."""

from __future__ import annotations

import socket

_held: list[socket.socket] = []


def reserve_port() -> int:
    """A port of this machine that nobody but a server may take until this process ends.

    It is bound here but not listened on: Linux then gives it to nobody by chance, and still lets a
    server listen on it that sets SO_REUSEADDR, as servers do. A port that was only found free could
    be another's before its server starts, or while it is down.
    """
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind(("127.0.0.1", 0))
    _held.append(holder)
    return int(holder.getsockname()[1])
