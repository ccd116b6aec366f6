"""Pairing codes: eight characters that are hard to misread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's Base32: without I, L, O and U."""
CODE_LENGTH: Final = 8
_READ_AS: Final = str.maketrans("IiLlOo", "111100")


def new_code(choose: Callable[[Sequence[str]], str]) -> str:
    """A random code; `choose` picks one of a sequence."""
    return "".join(choose(ALPHABET) for _ in range(CODE_LENGTH))


def shown(code: str) -> str:
    """The code as people read it: XXXX-XXXX."""
    return f"{code[:4]}-{code[4:]}"


def typed(text: str) -> str | None:
    """The code in a typed text, ignoring case, dashes and spaces; None when it cannot be one."""
    code = "".join(text.replace("-", "").split()).translate(_READ_AS).upper()
    fits = len(code) == CODE_LENGTH and all(character in ALPHABET for character in code)
    return code if fits else None


@dataclass(frozen=True, slots=True)
class PairingState:
    """What a kiosk without a token shows.

    `code` and `expires_s` are None while there is none, `url` is where a lead approves it.
    `reachable`: the server answered last time. `paired`: the token is on disk.
    `crowded`: the server gives no more codes for the moment.
    """

    code: str | None = None
    url: str | None = None
    expires_s: float | None = None
    reachable: bool = True
    paired: bool = False
    crowded: bool = False
