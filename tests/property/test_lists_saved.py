"""A list of people or devices after whatever editors, spreadsheets and disks do to a file.

Saved in another form it says the same. Damaged, each entry is the right one or its row is named,
in one line with file, line and what was expected; never with what stands there.
"""

from __future__ import annotations

import csv
import io
import re
import string
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.directory.assets import Asset, read_assets
from kiosk.directory.csv_list import ReadList
from kiosk.directory.people import Person, read_people
from kiosk.faults import SettingsFault

LETTERS = string.ascii_letters + "éüßøñç"
NAMES = st.text(LETTERS, min_size=3, max_size=8).map(str.title).filter(str.isalpha)
BADGES = st.from_regex(r"[A-Z]{2}[0-9]{3,6}", fullmatch=True)
DAYS = st.dates(date(2020, 1, 1), date(2099, 12, 31))
PEOPLE = st.lists(
    st.builds(Person, BADGES, NAMES, DAYS), min_size=1, max_size=4, unique_by=lambda it: it.badge
)
DEVICES = st.dictionaries(BADGES, st.builds(Asset, NAMES, NAMES), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples."""
    return tmp_path_factory.mktemp("lists")


ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r", "\r\r\n"])
SEPARATORS = st.sampled_from([",", ";", "\t", "|"])
HEADINGS: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [str, str.upper, str.title, lambda it: it.replace("_", " "), lambda it: f" {it} "]
)
DAY_FORMS: st.SearchStrategy[Callable[[date], str]] = st.sampled_from(
    [
        date.isoformat,
        lambda day: day.strftime("%d.%m.%Y"),
        lambda day: day.strftime("%Y/%m/%d"),
        lambda day: str((day - date(1899, 12, 30)).days),
        lambda day: f"{day} 00:00:00",
    ]
)
NOTHING = st.sampled_from(["", ",,", " , ,\t", '"","",""', "\xa0,,"])


@st.composite
def saved(draw: st.DrawFn, headings: list[str], rows: list[list[str]]) -> bytes:
    """The list in a form that some editor or spreadsheet saves."""
    separator, heading = draw(SEPARATORS), draw(HEADINGS)
    quoted = draw(st.booleans())
    lines = [
        _line(cells, separator, quoted=quoted)
        for cells in ([heading(it) for it in headings], *rows)
    ]
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(1, len(lines)))
        empty = draw(NOTHING).replace(",", separator)
        lines.insert(at, draw(st.sampled_from([lines[at - 1] if at > 1 else empty, empty])))
    if draw(st.booleans()):
        lines.insert(0, draw(st.sampled_from([f"sep={separator}", "#TYPE System.Object"])))
    if draw(st.booleans()):
        lines.append("")
    return draw(LINE_ENDS).join(lines).encode(draw(ENCODINGS))


def _line(cells: list[str], separator: str, *, quoted: bool) -> str:
    written = io.StringIO()
    form = csv.writer(
        written,
        delimiter=separator,
        quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
        lineterminator="",
    )
    form.writerow(cells)
    return written.getvalue()


@st.composite
def saved_people(draw: st.DrawFn) -> tuple[list[Person], bytes]:
    people, form = draw(PEOPLE), draw(DAY_FORMS)
    rows = [[it.badge, it.first_name, form(it.until or date.max)] for it in people]
    return people, draw(saved(["badge", "first_name", "until"], rows))


def _read(
    content: bytes, folder: Path, read: Callable[[Path], ReadList[Any]] = read_people
) -> ReadList[Any]:
    path = folder / "list.csv"
    path.write_bytes(content)
    return read(path)


@given(saved_people())
def test_people_saved_in_any_form_are_the_same_people(
    shared_folder: Path, case: tuple[list[Person], bytes]
) -> None:
    people, content = case
    found = _read(content, shared_folder)

    assert dict(found.content.by_badge) == {it.badge: it for it in people}
    assert (found.left_out, found.note) == ((), "")


@given(
    DEVICES.flatmap(
        lambda it: st.tuples(
            st.just(it),
            saved(
                ["tag", "device", "owner"],
                [[tag, asset.device, asset.owner] for tag, asset in it.items()],
            ),
        )
    )
)
def test_devices_saved_in_any_form_are_the_same_devices(
    shared_folder: Path, case: tuple[dict[str, Asset], bytes]
) -> None:
    devices, content = case
    found = _read(content, shared_folder, read_assets)

    assert dict(found.content.by_tag) == devices
    assert (found.left_out, found.note) == ((), "")


@given(PEOPLE, st.data())
def test_a_damaged_list_holds_right_entries_and_names_the_others(
    shared_folder: Path, people: list[Person], data: st.DataObject
) -> None:
    """Cut off anywhere, or with bytes of no text anywhere.

    A file cut right behind a comma looks like one whose last day is left empty; nobody can tell.
    """
    rows = [f"{it.badge},{it.first_name},{it.until}" for it in people]
    content = "\n".join(["badge,first_name,until", *rows, ""]).encode()
    at = data.draw(st.integers(0, len(content)).filter(lambda it: content[it - 1 : it] != b","))
    damage = data.draw(st.sampled_from([b"", b"\0", b"\0" * 64, b"\xff", b"\xc3"]))
    damaged = content[:at] if not damage else content[:at] + damage + content[at:]

    try:
        found = _read(damaged, shared_folder)
    except SettingsFault as fault:
        _names_file_and_remedy(str(fault), people)
        return

    whole = {it.badge: it for it in people}
    assert found.content.by_badge.items() <= whole.items()
    if damage:
        assert len(found.content.by_badge) + len(found.left_out) >= len(people)
    for complaint in found.left_out:
        assert re.search(r": line [0-9]+: ", complaint)
        _names_file_and_remedy(complaint, people)


@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_read_or_answered_in_words(
    shared_folder: Path, content: bytes
) -> None:
    for read in (read_people, read_assets):
        for heading in (b"", b"badge,first_name,until\n", b"tag;device;owner\r\n"):
            try:
                complaints = _read(heading + content, shared_folder, read).left_out
            except SettingsFault as fault:
                complaints = (str(fault),)
            for complaint in complaints:
                _names_file_and_remedy(complaint, [])


def _names_file_and_remedy(complaint: str, people: list[Person]) -> None:
    assert "list.csv: " in complaint
    assert "expected " in complaint
    assert len(complaint.splitlines()) == 1
    assert not any(it.badge in complaint or it.first_name in complaint for it in people)
