"""Cells of a list as spreadsheets write them: marks taken off, days read, damage told apart."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

_QUOTES: Final = '"“”„‟«»'
_FORMULA_TEXT: Final = re.compile(r'="(?P<text>[^"]*)"')
_TURNED_TO_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-][0-9]+|[0-9]+\.0")
_MONTHS: Final = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mrz|Mär|Mai|Okt|Dez"
_TURNED_TO_DAY: Final = re.compile(
    rf"[0-9]{{1,2}}[-. ]{{1,2}}(?:{_MONTHS})|(?:{_MONTHS})[-. ][0-9]{{2}}"
    "|[0-9]{1,2}([./])[0-9]{1,2}\\1[0-9]{4}"
)
"""As spreadsheets write a day: a tag like MAR-12 is in capital letters, and is none."""
_SHEET_FAULT: Final = re.compile(r"#[A-ZÄÖÜÉ0/]{2,}[!?]?|#{3,}")
_FIRST_DAY: Final = date(1899, 12, 30)
"""Day 0 of the numbers that spreadsheets keep days as."""
_DAY_NUMBER: Final = re.compile(r"[0-9]{5}")
_DAY_NUMBERS: Final = range(36_526, 73_051)
"""The days of 2000 to 2099 as such numbers."""
_YEARS: Final = range(2000, 2100)
_MIDNIGHT: Final = re.compile(r"[T ]00:00(?::00(?:[.,]0+)?)?$")
_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_COMPACT: Final = re.compile(r"(20\d{2})(\d{2})(\d{2})", re.ASCII)


def plain_cell(written: str) -> str:
    """The cell without blanks around it and without what spreadsheets put around a text.

    That is `="0815"`, and the curly quotes that an editor made of straight ones.
    """
    text = written.strip(" \t\r\n\xa0\ufeff\u200b")
    formula = _FORMULA_TEXT.fullmatch(text)
    if formula:
        return formula["text"].strip()
    if len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        return text[1:-1].strip()
    return text


def turned_by_spreadsheet(text: str) -> bool:
    """Whether a spreadsheet took a text for a number or a day, as 4.90E+12 or 12-Mar."""
    turned = (_TURNED_TO_NUMBER, _TURNED_TO_DAY, _SHEET_FAULT)
    return any(pattern.fullmatch(text) for pattern in turned)


def is_sheet_fault(text: str) -> bool:
    """Whether the text is what a spreadsheet shows of a formula that failed, like #N/A."""
    return bool(_SHEET_FAULT.fullmatch(text))


def day_of(text: str) -> date | None:
    """The day that `text` says in just one way; None when it says none, or could say two.

    Dots put the day first; with slashes or dashes a number over 12 tells the day from the month.
    """
    text = _MIDNIGHT.sub("", text)
    if _DAY_NUMBER.fullmatch(text) and int(text) in _DAY_NUMBERS:
        return _FIRST_DAY + timedelta(days=int(text))
    compact = _COMPACT.fullmatch(text)
    if compact:
        return _valid(*map(int, compact.groups()))
    year_first = _YEAR_FIRST.fullmatch(text)
    if year_first:
        return _valid(int(year_first[1]), int(year_first[3]), int(year_first[4]))
    year_last = _YEAR_LAST.fullmatch(text)
    if year_last is None:
        return None
    year, first, second = int(year_last[4]), int(year_last[1]), int(year_last[3])
    day_first, month_first = _valid(year, second, first), _valid(year, first, second)
    if year_last[2] == "." or month_first is None or day_first == month_first:
        return day_first
    return month_first if day_first is None else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None
