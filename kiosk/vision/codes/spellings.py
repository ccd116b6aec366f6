"""The ways a screen writes a code, and the folding that makes look-alike letters one.

The reader takes 0 for O or 5 for S, and programs write one number as 0x80070005, 80070005 or
-2147024891: the table names a code once, this module names the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

LONG: Final = 8
"""Characters from which a code is unmistakable by its form."""

_LOOK_ALIKES: Final = str.maketrans("OIL|SBZ×–—−\u2010\u2011", "01115" + "82X-----")
_RUNS: Final = re.compile(r"(.)\1+")
_HEX: Final = re.compile(r"0X([0-9A-F]{1,8})")
_PLAIN_HEX: Final = re.compile(r"(?=.*\d)[0-9A-F]{8}")
_BARE: Final = re.compile(r"-?\d{1,7}")
_DOTTED: Final = re.compile(r"[0-9A-F]+(?:[.-][0-9A-FX]+)+")
_PREFIXED: Final = re.compile(r"([A-Z]{3,})-?(\d{4,})")
_SIGNED_FROM: Final = 0x80000000
_WORD_SIZE: Final = 1 << 32
_LONG_NAME: Final = 12
"""Letters from which a name is still one without its first or last."""
_LETTERS_OF_A_NAME: Final = 3


class Form(Enum):
    """How easily a spelling is taken for something else."""

    BARE = auto()
    """Digits alone, and a sign: 809, -36."""
    DOTTED = auto()
    """Numbers with dots or hyphens: 13.02.00, 30015-11."""
    SHORT = auto()
    """A few letters and digits: E05, 0x7B."""
    LONG = auto()
    """Unmistakable: 0x80070005, AADSTS50076, PXE-E61."""
    NAME = auto()
    """Words: CRITICAL_PROCESS_DIED."""


class Spelling(NamedTuple):
    """One way to write a code.

    `alone`: its family's own words are enough; else a word such as "error" must be beside it.
    `prefix` was left out; the page must be about what it stands for.
    """

    written: str
    form: Form
    alone: bool = True
    prefix: str = ""
    small: bool = False
    """A hexadecimal number with zeros in front: many things are numbered so."""
    unpadded: bool = False
    """A short number that the table writes with leading zeros, or might."""

    @property
    def is_number(self) -> bool:
        """Whether it might as well be an amount or a count: what is right beside it decides."""
        if self.form in (Form.BARE, Form.DOTTED, Form.SHORT) or self.prefix:
            return True
        return not self.alone and self.written.isdigit()


def spellings(written: str) -> Iterator[Spelling]:
    """All ways to write what the table writes as `written`."""
    plain = plain_code(written)
    value = _value(plain)
    if value is None:
        form = _form(written)
        yield Spelling(written, form, alone=not plain.isdigit() or form is not Form.LONG)
        prefixed = _PREFIXED.fullmatch(plain)
        if prefixed:
            yield Spelling(prefixed[2], Form.LONG, alone=False, prefix=prefixed[1])
        if "-" in written and form is Form.LONG:
            yield Spelling(written.replace("-", ""), Form.LONG)
        return
    small = value < _WORD_SIZE >> 4
    yield Spelling(f"0x{value:08X}", Form.LONG, small=small)
    if small:
        yield Spelling(f"0x{value:X}", Form.SHORT, alone=False, unpadded=True)
        return
    named_so = not plain.startswith("0X") and not plain.isdigit()
    yield Spelling(f"{value:08X}", Form.LONG, alone=named_so)
    if value >= _SIGNED_FROM:
        yield Spelling(str(value - _WORD_SIZE), Form.LONG)
        yield Spelling(str(value), Form.LONG, alone=False)


def plain_code(text: str) -> str:
    """`text` in capitals without spaces and underscores."""
    return "".join(text.upper().replace("_", " ").split())


def folded(text: str) -> str:
    """`text` as codes are compared: look-alikes unified, spaces and underscores dropped."""
    return plain_code(text).translate(_LOOK_ALIKES)


def key_of(read: str) -> str:
    """What a folded text is looked up by: zeros in front of a hexadecimal number say nothing."""
    if read.startswith("&H"):
        read = "0X" + read[2:]
    if not read.startswith("0X"):
        return read
    digits = read[2:]
    if len(digits) == 2 * LONG and digits.startswith("F" * LONG):
        digits = digits[LONG:]  # A signed number of 32 bits in 64.
    return "0X" + (digits.lstrip("0") or "0")


def squeezed(read: str) -> str:
    """A folded text with characters that repeat once only: readers miscount them."""
    return _RUNS.sub(r"\1", read)


def clipped(spelling: Spelling) -> Iterator[str]:
    """Folded spellings with an end cut off, as a text box too narrow shows them."""
    key = folded(spelling.written)
    if spelling.form is Form.NAME and len(key) > _LONG_NAME:
        yield from (key[1:], key[2:], key[:-1])
    elif (
        spelling.alone and len(key) > LONG and key[1:].isalnum() and count_digits(spelling.written)
    ):
        yield key[1:]


def differences(written: str, read: str) -> int:
    """Number of characters that differ; of texts of unequal length, the longer length."""
    one, other = comparable(written), comparable(read)
    if len(one) != len(other):
        return max(len(one), len(other))
    return sum(left != right for left, right in zip(one, other, strict=True))


def comparable(text: str) -> str:
    """`text` as it differs from others letter by letter: zeros in front of a number say nothing."""
    plain = plain_code(text)
    if plain.translate(_LOOK_ALIKES).startswith("0X"):
        return "0X" + plain[2:].lstrip("0O")
    return plain


def count_digits(text: str) -> int:
    """How many characters of `text` are digits."""
    return sum(character.isdigit() for character in text)


def hex_value(text: str) -> int | None:
    """The number that `text` writes in the way of 0x80070005; None when it does not."""
    number = _HEX.fullmatch(plain_code(text))
    return int(number[1], 16) if number else None


def _value(plain: str) -> int | None:
    number = _HEX.fullmatch(plain)
    if number:
        return int(number[1], 16)
    return int(plain, 16) if _PLAIN_HEX.fullmatch(plain) else None


def _form(written: str) -> Form:
    plain = plain_code(written)
    if "_" in written:
        return Form.NAME
    if _BARE.fullmatch(plain):
        return Form.BARE
    if _DOTTED.fullmatch(plain):
        return Form.DOTTED
    letters = sum(character.isalpha() for character in plain)
    return Form.LONG if len(plain) >= LONG or letters >= _LETTERS_OF_A_NAME else Form.SHORT
