"""Owns PINs: drawing one, and the slow hash that is all that is kept of it.

Never call it inside a transaction: a hash takes 40 ms and more, and nobody may write meanwhile.
"""

from __future__ import annotations

import secrets
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

PIN_DIGITS: Final = 6
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's argon2id profile of 19 MiB: 39 ms on the machine of the notes."""
_HASHING: Final = BoundedSemaphore(2)
"""At once: more would take memory and processor from everybody else."""


def new_pin() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"


def hash_pin(pin: str) -> str:
    """What may be kept of `pin`."""
    with _HASHING:
        return _HASHER.hash(pin)


def is_pin(pin_hash: str, pin: str) -> bool:
    """Whether `pin_hash` was made of `pin`."""
    with _HASHING:
        try:
            return _HASHER.verify(pin_hash, pin)
        except (VerificationError, InvalidHashError):
            return False
