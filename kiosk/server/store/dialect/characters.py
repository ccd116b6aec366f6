"""Text without the character of the number 0, which SQLite keeps and PostgreSQL does not know."""

from __future__ import annotations

from typing import Final

NUL: Final = "\0"
_NO_CHARACTER: Final = "\ufffd"


def without_nul(value: object) -> object:
    """`value` with the mark for a character that cannot be shown in its place, however deep."""
    if isinstance(value, str):
        return value.replace(NUL, _NO_CHARACTER)
    if isinstance(value, dict):
        return {without_nul(key): without_nul(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_nul(inner) for inner in value]
    return value
