"""Random tokens: what is kept of one, and which site a station's token is for."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

SECRET_BYTES: Final = 32
_PREFIX: Final = "wk1."


def token_hash(token: str) -> bytes:
    """What is kept of a random token: SHA-256; a slow hash is pointless for 128 random bits."""
    return hashlib.sha256(token.encode()).digest()


def new_station_token(site_id: str, letter: str) -> str:
    """A token for one station of a site; it names both, so that a server finds the site by it."""
    return f"{_PREFIX}{site_id}.{letter}.{secrets.token_urlsafe(SECRET_BYTES)}"


def site_of_token(token: str) -> str | None:
    """The site that a station's token names, None when it is not of that form. Proves nothing."""
    if not token.startswith(_PREFIX):
        return None
    site_id, *letter_and_secret = token.removeprefix(_PREFIX).rsplit(".", 2)
    return site_id if len(letter_and_secret) == len(("letter", "secret")) else None
