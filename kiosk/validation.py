"""Parser of msgspec's validation messages: which field was refused, and why."""

from __future__ import annotations

import re
from typing import Final

_PATH: Final = " - at `$"
"""Begins the path, which msgspec puts last: "Expected `int`, got `str` - at `$.a.b`"."""
_NAMED_FIELD: Final = re.compile(r"field `([^`]+)`")
_BAD_CHOICE: Final = "Invalid enum value"


def field_and_reason(message: str) -> tuple[str, str]:
    """The field as a path like `a.b[0]`, "" when it is the whole; and the reason without the path.

    A field that is missing or unknown stands in the reason; it is a part of the path here.
    """
    reason, _, place = message.rpartition(_PATH) if _PATH in message else (message, "", "")
    field = place.removesuffix("`").lstrip(".")
    named = None if repeats_value(reason) else _NAMED_FIELD.search(reason)
    return (f"{field}.{named[1]}".lstrip(".") if named else field), reason


def repeats_value(reason: str) -> bool:
    """Whether the reason repeats the value that was sent, which may be about a person."""
    return reason.startswith(_BAD_CHOICE)
