"""Settings that cannot be used are named in one line: file, key, what was expected."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.hours import Span, Spans
from kiosk.domain.site import Topic
from kiosk.faults import SettingsFault
from kiosk.settings import read_site, read_station

STATION = '[server]\nurl = "https://help.example.org"\n'
SEVEN_TOPICS = ", ".join(f"{{id = 't{number}', name = 'x'}}" for number in range(7))
SITE = 'id = "hq"\nname = "The Help Bar"\n'

# What is written, the key that must be named, what else must be said.
BAD_STATIONS = [
    ("", "server", "is required"),
    ("[server]", "server.url", "is required"),
    ("server = 5", "server", "expected a table"),
    ('[server]\nurl = "help.example.org"', "server.url", "an address like https://"),
    ('[server]\nurl = "ftp://help.example.org"', "server.url", "an address like https://"),
    ('[server]\nurl = "https://help.example.org/desk"', "server.url", "an address like https://"),
    ('[server]\nurl = "https://help.example.org\\n"', "server.url", "an address like https://"),
    ("[server]\nurl = 5", "server.url", "expected text in quotes, got a whole number"),
    (f"{STATION}token_file = ''", "server.token_file", "the path of a file"),
    (f"{STATION}tokenfile = 'x'", "server.tokenfile", "is not a known key"),
    (f"data_dir = ''\n{STATION}", "data_dir", "the path of a file"),
    (f"date_dir = 'x'\n{STATION}", "date_dir", "is not a known key"),
    (f"{STATION}[camera]\nsource = true", "camera.source", "expected"),
    (f"{STATION}[camera]\nsource = 1.5", "camera.source", "expected"),
    (f"{STATION}[camera]\ndevice = 0", "camera.device", "is not a known key"),
    (f"{STATION}[camera]\nrotate = 45", "camera.rotate", "expected 0 or 90 or 180 or 270"),
    (f"{STATION}[camera]\nrotate = '90'", "camera.rotate", "expected a whole number"),
    (f"{STATION}[camera]\nmirror = 'yes'", "camera.mirror", "expected true or false"),
    (f"{STATION}[screen]\nfull_screen = 'yes'", "screen.full_screen", "expected true or false"),
    (f"{STATION}[screen]\nfull_screen = 1", "screen.full_screen", "expected true or false"),
    (f'{STATION}[screen]\ntheme = "blue"', "screen.theme", 'expected "light" or "dark" or "auto"'),
    (f"{STATION}[screen]\nwidth = 479", "screen.width", ">= 480"),
    (f"{STATION}[screen]\nheight = 7681", "screen.height", "<= 7680"),
    (f"{STATION}[screen]\nheight = 1080.0", "screen.height", "expected a whole number"),
    (f"{STATION}[screen]\nheight = {'9' * 4_000}", "screen.height", "expected"),
    (f"{STATION}[screen]\nheight = {'9' * 5_000}", "syntax", "digits"),
    (f"{STATION}[sound]\nlevel = 101", "sound.level", "<= 100"),
    (f"{STATION}[sound]\nlevel = -1", "sound.level", ">= 0"),
    (f'{STATION}[sound]\nquiet_hours = "late"', "sound.quiet_hours", "expected like 18:00-08:00"),
    (f"{STATION}[people]\nlist = ''", "people.list", "the path of a file"),
    (f"{STATION}[printer]\nname = 'x'", "printer", "is not a known key"),
    (f'{STATION}["two\\nlines"]', "two", "is not a known key"),
    ("[server", "syntax", "at the end of a table declaration"),
    ("server = {url = 'https://a'}\n[server]\nurl = 'x'", "syntax", "line 2"),
    ("x = " + "[" * 5_000 + "]" * 5_000, "syntax", "nested"),
]
BAD_SITES = [
    ("", "id", "is required"),
    ('id = "hq"', "name", "is required"),
    ('id = "Head Quarter"\nname = "x"', "id", "small letters, digits and dashes"),
    ('id = "hq\\n"\nname = "x"', "id", "small letters, digits and dashes"),
    ('id = "hq"\nname = ""', "name", "length >= 1"),
    (f'id = "hq"\nname = "{"x" * 61}"', "name", "length <= 60"),
    (f'{SITE}time_zone = "Mars/Base"', "time_zone", "a zone like Europe/London"),
    (f'{SITE}time_zone = ""', "time_zone", "a zone like Europe/London"),
    (f'{SITE}time_zone = "../../etc/passwd"', "time_zone", "a zone like Europe/London"),
    (f'{SITE}time_zone = "Europe"', "time_zone", "a zone like Europe/London"),
    (f"{SITE}time_zone = 1", "time_zone", "expected text in quotes"),
    (f"{SITE}picture_days = 0", "picture_days", ">= 1"),
    (f"{SITE}picture_days = 366", "picture_days", "<= 365"),
    (f"{SITE}picture_days = true", "picture_days", "expected a whole number"),
    (f'{SITE}public_url = "help.example.org"', "public_url", "an address like https://"),
    *(
        (f'{SITE}public_url = "https://help.example.org{more}"', "public_url", "without a path")
        for more in ("/help", "/help/", "//", "/?a=b", "?a=b", "#desk", "\\\\help")
    ),
    (f"{SITE}absent_grace_min = 0", "absent_grace_min", ">= 1"),
    (f"{SITE}closing_grace_min = 241", "closing_grace_min", "<= 240"),
    (f"{SITE}late_after_min = 241", "late_after_min", "<= 240"),
    (f'{SITE}hours = "always"', "hours", "expected a table"),
    (f'{SITE}[hours]\nfunday = "09:00-17:00"', "hours.funday", "one of monday, tuesday"),
    (f"{SITE}[hours]\nmonday = 9", "hours", "expected text in quotes"),
    *(
        (f'{SITE}[hours]\nmonday = "{span}"', "hours.monday", "like 08:30-17:00")
        for span in (
            "",
            "09:00",
            "nine to five",
            "09:00–17:00",
            "09:00-25:00",
            "24:00-09:00",
            "09:00-17:00-18:00",
            "09:00-17:00+01:00",
            "09:00+01:00-17:00",
            "09:00-17:00Z",
            "9-17",
        )
    ),
    (f'{SITE}[hours]\nmonday = "09:00-09:00"', "hours.monday", "00:00-24:00 for day and night"),
    (
        f'{SITE}[hours]\nmonday = "17:00-09:00"\ntuesday = "08:30-17:00"',
        "hours.monday",
        "to close before tuesday opens, at 08:30",
    ),
    (
        f'{SITE}[hours]\nmonday = "08:30-12:00, 11:00-17:00"',
        "hours.monday",
        "expected 11:00-17:00 to begin after the one before ends",
    ),
    (
        f'{SITE}[hours]\nmonday = "22:00-02:00, 23:00-24:00"',
        "hours.monday",
        "expected 23:00-24:00 to begin after the one before ends",
    ),
    (f'{SITE}[hours]\nmonday = "08:30-12:00,"', "hours.monday", "like 08:30-17:00, got ''"),
    (f'{SITE}[hours]\nmonday = "closed"', "hours.monday", "like 08:30-17:00, got 'closed'"),
    *(
        (f'{SITE}[hours]\nmonday = "08:00-09:00"\n[days]\n{day} = "closed"', key, "2027-01-01")
        for day, key in (("christmas", "days.christmas"), ("2027-13-01", "days.2027-13-01"))
    ),
    (
        f'{SITE}[hours]\nmonday = "08:00-09:00"\n[days]\n20270101 = "closed"',
        "days.20270101",
        "expected a day like 2027-01-01",
    ),
    (
        f'{SITE}[hours]\nmonday = "08:00-09:00"\n[days]\n2027-01-01 = "shut"',
        "days.2027-01-01",
        "like 08:30-17:00, got 'shut'",
    ),
    (f'{SITE}[days]\n2027-01-01 = "closed"', "days", "expected [hours] too"),
    (
        f'{SITE}[hours]\nsunday = "17:00-09:00"\nmonday = "08:30-17:00"',
        "hours.sunday",
        "to close before monday opens, at 08:30",
    ),
    (f'{SITE}[[stations]]\nletter = "O"', "stations[0].letter", "one letter of"),
    (f'{SITE}[[stations]]\nletter = "AB"', "stations[0].letter", "one letter of"),
    (f'{SITE}[[stations]]\nletter = ""', "stations[0].letter", "one letter of"),
    (f"{SITE}[[stations]]\nseats = [1]", "stations[0].letter", "is required"),
    (f'{SITE}[[stations]]\nletter = "B"\nseats = [0]', "stations[0].seats[0]", ">= 1"),
    (
        f'{SITE}[[stations]]\nletter = "B"\nseats = ["a"]',
        "stations[0].seats[0]",
        "expected a whole number",
    ),
    (
        f'{SITE}[[stations]]\nletter = "B"\n[[stations]]\nletter = "B"',
        "stations.letter",
        "expected each at most once",
    ),
    (
        f'{SITE}stations = [{{letter = "B", seats = [1, 2]}}, {{letter = "C", seats = [2]}}]',
        "stations.seats",
        "expected each at most once",
    ),
    (f'{SITE}[[topics]]\nid = "vpn"', "topics[0].name", "is required"),
    (f'{SITE}[[topics]]\nid = "My VPN"\nname = "x"', "topics[0].id", "small letters, digits"),
    (f'{SITE}[[topics]]\nid = "x"\nname = "x"\nicon = "../x"', "topics[0].icon", "small letters"),
    (f"{SITE}topics = [{SEVEN_TOPICS}]", "topics", "length <= 6"),
    (
        f"{SITE}topics = [{{id = 'x', name = 'x'}}, {{id = 'x', name = 'y'}}]",
        "topics.id",
        "expected each at most once",
    ),
]


def written(folder: Path, text: str, name: str = "settings.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_byte_order_mark_as_some_editors_write_it_is_read_past(tmp_path: Path) -> None:
    station = written(tmp_path, f"\ufeff{STATION}", "station.toml")
    site = written(tmp_path, f"\ufeff{SITE}", "site.toml")

    assert read_station(station).server.url == "https://help.example.org"
    assert read_site(site).site.name == "The Help Bar"


def names(complaint: str, path: Path, key: str) -> bool:
    """Whether it begins with the file, its line where there is one, and the key."""
    return bool(re.match(rf"{re.escape(str(path))}: (line [0-9]+: )?{re.escape(key)}", complaint))


def complaint_of_station(path: Path) -> str:
    with pytest.raises(SettingsFault) as caught:
        read_station(path)
    return str(caught.value)


def complaint_of_site(path: Path) -> str:
    with pytest.raises(SettingsFault) as caught:
        read_site(path)
    return str(caught.value)


@pytest.mark.parametrize(("text", "key", "expected"), BAD_STATIONS)
def test_a_station_file_that_cannot_be_used_says_where_and_why_in_one_line(
    tmp_path: Path, text: str, key: str, expected: str
) -> None:
    complaint = complaint_of_station(written(tmp_path, text))

    assert names(complaint, tmp_path / "settings.toml", key)
    assert expected in complaint
    assert len(complaint.splitlines()) == 1


@pytest.mark.parametrize(("text", "key", "expected"), BAD_SITES)
def test_a_site_file_that_cannot_be_used_says_where_and_why_in_one_line(
    tmp_path: Path, text: str, key: str, expected: str
) -> None:
    complaint = complaint_of_site(written(tmp_path, text))

    assert names(complaint, tmp_path / "settings.toml", key)
    assert expected in complaint
    assert len(complaint.splitlines()) == 1


@pytest.mark.parametrize("reason", ["missing", "a folder", "not text"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, reason: str) -> None:
    path = tmp_path / "settings.toml"
    if reason == "a folder":
        path.mkdir()
    if reason == "not text":
        path.write_bytes(b"\xff")

    assert names(complaint_of_station(path), path, "file: ")
    assert "expected" in complaint_of_station(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.text(max_size=60) | st.text("[]=\"'.#\n ax0-:", max_size=60))
def test_no_text_whatever_gets_anything_but_one_line(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text.encode("utf-8", "replace").decode())

    assert len(complaint_of_site(path).splitlines()) == 1
    assert len(complaint_of_station(path).splitlines()) == 1


def test_the_smallest_station_file_has_every_default(tmp_path: Path) -> None:
    station = read_station(written(tmp_path, STATION))

    assert station.data_dir == str(tmp_path / "station")
    assert station.server.token_file == str(tmp_path / "token")
    assert (station.camera.source, station.screen.full_screen) == ("auto", True)


def test_absolute_paths_of_a_station_stay_where_they_are(tmp_path: Path) -> None:
    text = f'data_dir = "/srv/kiosk"\n{STATION}token_file = "/etc/kiosk/token"'

    station = read_station(written(tmp_path, text))

    assert (station.data_dir, station.server.token_file) == ("/srv/kiosk", "/etc/kiosk/token")


def test_a_whole_site_file_becomes_the_domains_site(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        f"""{SITE}
        time_zone = "Europe/London"
        picture_days = 7
        public_url = "https://help.example.org/"
        absent_grace_min = 5
        hours = {{ monday = " 08:30 - 17:00 ", friday = "09:00-00:00" }}
        stations = [{{ letter = "B", seats = [1, 2] }}, {{ letter = "C" }}]
        topics = [{{ id = "vpn", name = "Network", icon = "wifi" }}, {{ id = "x", name = "X" }}]
        """,
    )

    site = read_site(path).site

    assert (site.site_id, site.name, site.time_zone) == ("hq", "The Help Bar", "Europe/London")
    assert (site.picture_days, site.absent_grace_s) == (7, 300)
    assert site.public_url == "https://help.example.org"
    assert site.hours == {
        "monday": (Span(time(8, 30), time(17)),),
        "friday": (Span(time(9), time(0)),),
    }
    assert site.seats == {"B": (1, 2), "C": ()}
    assert site.topics == (Topic("vpn", "Network", "wifi"), Topic("x", "X", "chat"))


@pytest.mark.parametrize(
    ("written_span", "span"),
    [
        ("18:00-02:00", (Span(time(18), time(2)),)),
        ("00:00-24:00", (Span(time(0), time(0)),)),
        ("00:00-00:00", (Span(time(0), time(0)),)),
        ("09:00-24:00", (Span(time(9), time(0)),)),
        (
            "08:30 - 12:00, 13:00-17:00",
            (Span(time(8, 30), time(12)), Span(time(13), time(17))),
        ),
        (
            "09:00-12:00,18:00-02:00",
            (Span(time(9), time(12)), Span(time(18), time(2))),
        ),
    ],
)
def test_hours_over_midnight_and_day_and_night_are_written_as_people_do(
    tmp_path: Path, written_span: str, span: Spans
) -> None:
    path = written(tmp_path, f'{SITE}[hours]\nfriday = "{written_span}"')

    assert read_site(path).site.hours == {"friday": span}


def test_lists_of_people_and_devices_lie_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_text(
        f"{STATION}[people]\nlist = 'people.csv'\n[reading]\nassets = 'assets.csv'\n",
        encoding="utf-8",
    )
    settings = read_station(path)

    assert settings.people.list == str(tmp_path / "people.csv")
    assert settings.reading.assets == str(tmp_path / "assets.csv")
