"""PINs of members: made at random, hashed with Argon2id, verified.

Do not hash inside a transaction: it takes 40 ms and more, and all other writers wait meanwhile.
"""

from __future__ import annotations

import secrets
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

PIN_DIGITS: Final = 6
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's argon2id profile of 19 MiB: some 40 ms on a small computer."""
_HASHING: Final = BoundedSemaphore(2)
"""Hashes at once: more would take memory and processor time from the calls of other members."""


def new_pin() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"


def hash_pin(pin: str) -> str:
    """The salted hash of `pin`, for the store."""
    with _HASHING:
        return _HASHER.hash(pin)


def verify_pin(pin_hash: str, pin: str) -> bool:
    """Whether `pin_hash` is a hash of `pin`; False too when it is no hash at all."""
    with _HASHING:
        try:
            return _HASHER.verify(pin_hash, pin)
        except (VerificationError, InvalidHashError):
            return False
