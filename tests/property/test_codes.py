"""Any code of the table is found in any way it is written, and no ordinary number is one."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from kiosk.resources import ASSETS
from kiosk.vision.codes.families import KnownCode
from kiosk.vision.codes.known import CodeTable, read_table
from kiosk.vision.codes.spellings import Form, Spelling, hex_value, spellings

SIGN_IN = "Sign in"
"""What a page is about on which the prefix of a code may be missing."""
UNITS = ("GB", "MB", "%", "€", "ms", "files", "Mbit/s", "pages", "°C", "Uhr", "kr", "minutes")
BEFORE = ("Version", "Room", "Page", "$", "Build", "Seite", "line", "port", "Firmware")
LETTERS = "abcdefghijklmnopqrstuvwxyz "


@cache
def _table() -> CodeTable:
    return read_table(ASSETS / "codes")


@cache
def _written() -> list[tuple[KnownCode, Spelling]]:
    """Each code in each way; not what a family asks too little for to be told by."""
    return [
        (known, spelling)
        for known in _table().codes
        for way in known.ways
        for spelling in spellings(way)
        if (not spelling.unpadded or known.family.anywhere)
        and (not spelling.prefix or spelling.prefix == "AADSTS")
    ]


@cache
def _numbers() -> list[tuple[KnownCode, Spelling]]:
    """Those that might as well be amounts or counts."""
    return [(known, spelling) for known, spelling in _written() if spelling.is_number]


def _company(known: KnownCode) -> tuple[str, str]:
    """What its family wants on the page, and beside the code."""
    about = " ".join(known.family.anywhere.words) if known.family.anywhere else "Windows"
    near = known.family.near
    own = near.own.words[0] if near.own and not near.wants_error else ""
    return about, f"Error code {own}".strip()


def _names(found: str, known: KnownCode) -> bool:
    """Whether a code that was found is `known`, perhaps by its whole name or in another family."""
    same_number = hex_value(found) is not None and hex_value(found) == hex_value(known.code)
    return same_number or found.upper() in (known.code.upper(), f"AADSTS{known.code}")


@given(st.data(), st.booleans(), st.sampled_from(["", ".", ", then", " (again)"]))
def test_a_code_beside_its_company_is_found_in_any_way_it_is_written(
    data: st.DataObject, small: bool, rest: str
) -> None:
    known, spelling = data.draw(st.sampled_from(_written()))
    about, near = _company(known)
    text = spelling.written.lower() if small else spelling.written
    if spelling.form is Form.NAME and data.draw(st.booleans()):
        text = text.replace("_", " ")

    found = _table().find([f"{about} {SIGN_IN}", f"{near} {text}{rest}"])

    assert any(_names(code.code, known) for code in found if code.line == 1), (near, text)


@given(st.data(), st.sampled_from(UNITS))
def test_a_number_with_a_unit_is_no_code(data: st.DataObject, unit: str) -> None:
    known, spelling = data.draw(st.sampled_from(_numbers()))
    about, near = _company(known)

    found = _table().find([f"{about} {SIGN_IN}", f"{near} {spelling.written} {unit}"])

    assert [code.code for code in found if code.line == 1] == []


@given(st.data(), st.sampled_from(BEFORE))
def test_a_version_a_room_or_a_price_is_no_code(data: st.DataObject, before: str) -> None:
    known, spelling = data.draw(st.sampled_from(_numbers()))
    about, near = _company(known)

    found = _table().find([f"{about} {SIGN_IN}", f"{near} {before} {spelling.written}"])

    assert [code.code for code in found if code.line == 1] == []


@given(
    st.lists(st.text(LETTERS, max_size=12), max_size=4),
    st.integers(0, 99_999),
    st.integers(0, 99),
    st.sampled_from([":", ".", ",", "/", "-", "."]),
)
def test_a_time_a_date_or_part_of_a_longer_number_is_no_code(
    words: list[str], whole: int, part: int, between: str
) -> None:
    page = [
        "VPN device printer http installer",
        f"error {' '.join(words)} 1{between}{whole}{between}{part:02}x",
    ]

    assert [code.code for code in _table().find(page) if code.code.isdigit()] == []


@given(st.lists(st.text(max_size=60), max_size=20))
def test_any_page_can_be_looked_at(lines: list[str]) -> None:
    found = _table().find(lines)

    assert all(code.line < len(lines) for code in found)
