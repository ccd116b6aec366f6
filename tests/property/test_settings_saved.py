"""Settings, token and authorities after whatever editors, shells and disks do to a file.

Either the file says what it said, or one line names file and remedy, and the line where there is
one. Never anything but a SettingsFault.
"""

from __future__ import annotations

import os
import re
import ssl
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.faults import SettingsFault
from kiosk.settings import read_site, read_station
from kiosk.station.identity import TokenFile
from kiosk.sync.authorities import read_authorities
from tests.doubles.authority import Authority

SITE = """id = "hq"            # never changes
name = "Müllers Hilfe"
time_zone = "Europe/London"
picture_days = 30

[hours]
monday = "08:30-17:00"

[[topics]]
id = "network"
name = "Network and VPN"

[[stations]]
letter = "B"
seats = [1, 2, 3]
"""
STATION = """data_dir = "station"

[server]
url = "https://help.example.org"

[camera]
source = "auto"

[screen]
theme = "dark"
"""
NOBODY = 65_534
TOKEN = "wk1.hq.B.vO3n-Zq_8gL2"

Read = Callable[[Path], object]
FILES: dict[str, tuple[str, Read]] = {
    "site": (SITE, read_site),
    "station": (STATION, read_station),
    "token": (f"{TOKEN}\n", lambda path: TokenFile(path).read()),
}
HARMLESS: list[Callable[[str], bytes]] = [
    lambda text: text.encode(),
    lambda text: text.encode("utf-8-sig"),
    lambda text: text.encode("utf-16"),
    lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: text.replace("\n", "\r\r\n").encode(),
    lambda text: text.replace("\n", "\r").encode(),
    lambda text: text.rstrip("\n").encode(),
    lambda text: (text + "\n\n   \n\t\n").encode(),
    lambda text: text.replace("\n", "  \n").encode(),
]
TOML_DAMAGE: list[Callable[[str], bytes]] = [
    lambda text: text.replace('"', "“", 1).encode(),
    lambda text: text.replace('"', "”").encode(),
    lambda text: text.replace(" = ", "\xa0=\xa0", 1).encode(),
    lambda text: text.replace("a", "a\0", 1).encode(),
    lambda text: (text + text).encode(),
    lambda text: b"\0" * len(text),
    lambda text: b"\0" + text.encode(),
    lambda text: text.replace("[", "{", 1).encode(),
    lambda text: text.replace(" = ", ": ", 1).encode(),
    lambda text: text.encode("cp1252") + "# é".encode("cp1252"),
    lambda text: text.encode("utf-16-le"),
    lambda text: text.encode() + b"PK\x03\x04",
]


@pytest.fixture(scope="module")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples."""
    return tmp_path_factory.mktemp("settings")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An authority's certificate, in PEM form."""
    return Authority(tmp_path_factory.mktemp("ours"), "ours").pem.read_bytes()


def saved(folder: Path, content: bytes) -> Path:
    path = folder / "a file"
    path.write_bytes(content)
    return path


def complaint_of(read: Read, path: Path) -> str:
    """The complaint, "" when the file could be used."""
    try:
        read(path)
    except SettingsFault as fault:
        complaint = str(fault)
    else:
        return ""
    assert complaint.startswith(f"{path}: ")
    assert len(complaint.splitlines()) == 1
    assert re.search(r"expected|is required|is not a known key", complaint), complaint
    return complaint


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("form", range(len(HARMLESS)))
def test_a_file_saved_in_another_form_says_the_same(
    kind: str, form: int, shared_folder: Path
) -> None:
    text, read = FILES[kind]
    before = read(saved(shared_folder, text.encode()))

    assert read(saved(shared_folder, HARMLESS[form](text))) == before


@pytest.mark.parametrize("kind", ["site", "station"])
@pytest.mark.parametrize("damage", range(len(TOML_DAMAGE)))
def test_a_damaged_settings_file_is_named_with_line_and_remedy(
    kind: str, damage: int, shared_folder: Path
) -> None:
    text, read = FILES[kind]
    path = saved(shared_folder, TOML_DAMAGE[damage](text))

    assert re.search(r": line [0-9]+: ", complaint_of(read, path))


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("wrong", ["empty", "missing", "folder", "huge", "pipe"])
def test_what_is_no_such_file_is_named(kind: str, wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "a file"
    if wrong == "folder":
        path.mkdir()
    elif wrong == "pipe":
        os.mkfifo(path)
    elif wrong != "missing":
        path.write_bytes(b"" if wrong == "empty" else b"#" * 2_000_000)

    assert complaint_of(FILES[kind][1], path)


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_this_account_may_not_read_is_named(kind: str, tmp_path: Path) -> None:
    path = saved(tmp_path, FILES[kind][0].encode())
    path.chmod(0)
    account = os.geteuid()
    if account == 0:  # who may read everything
        os.seteuid(NOBODY)
    try:
        complaint = complaint_of(FILES[kind][1], path)
    finally:
        os.seteuid(account)

    assert "may read (chown, chmod)" in complaint


@given(st.sampled_from(["site", "station"]), st.data())
def test_a_settings_file_cut_off_or_changed_anywhere_is_read_or_named(
    shared_folder: Path, kind: str, data: st.DataObject
) -> None:
    """What is read then is what the TOML in the file says."""
    text, read = FILES[kind]
    content = text.encode()
    at = data.draw(st.integers(0, len(content)))
    instead = data.draw(st.binary(max_size=4))
    gone = data.draw(st.integers(0, len(content)))
    damaged = content[:at] + instead + content[at + gone :]
    complaint = complaint_of(read, saved(shared_folder, damaged))

    if not complaint:
        tomllib.loads(damaged.decode("utf-8-sig").replace("\r", "\n"))


@pytest.mark.parametrize(
    "content",
    [
        f'"{TOKEN}"\n'.encode(),
        f"  {TOKEN}\t\r\n".encode(),
        f"{TOKEN}\n{TOKEN}\n".encode(),
        f"'{TOKEN}'".encode("utf-16"),
    ],
)
def test_a_token_is_read_as_a_shell_or_an_editor_saved_it(
    content: bytes, shared_folder: Path
) -> None:
    token, identity = TokenFile(saved(shared_folder, content)).read()

    assert (token, identity.letter) == (TOKEN, "B")


@given(st.binary(max_size=80) | st.binary(max_size=8).map(lambda it: TOKEN.encode() + it))
def test_any_bytes_are_a_token_or_named_without_what_they_say(
    shared_folder: Path, content: bytes
) -> None:
    path = saved(shared_folder, content)

    assert "vO3n" not in complaint_of(lambda it: TokenFile(it).read(), path)


def test_authorities_are_counted(shared_folder: Path, authority: bytes) -> None:
    found = read_authorities(saved(shared_folder, b"Our own authority\n" + authority))

    assert (found.count, found.holds_key) == (1, False)
    assert found.expires_at is not None


def test_a_key_beside_the_certificate_is_noticed(shared_folder: Path) -> None:
    own = Authority(shared_folder, "theirs").self_signed("own")
    certificate, key = own.pem.read_bytes(), own.key.read_bytes()

    assert read_authorities(saved(shared_folder, key + certificate)).holds_key
    assert "got a private key" in complaint_of(read_authorities, saved(shared_folder, key))


AUTHORITY_DAMAGE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "byte-order mark": (lambda pem: b"\xef\xbb\xbf" + pem, "byte-order mark"),
    "UTF-16": (lambda pem: pem.decode().encode("utf-16"), "plain text"),
    "DER": (lambda pem: ssl.PEM_cert_to_DER_cert(pem.decode()), "openssl x509 -inform der"),
    "NULs": (lambda pem: pem + b"\0\0\0", "NUL"),
    "cut off": (lambda pem: pem[:-40], "line 1: server.ca_file: expected a whole certificate"),
    "the second cut off": (lambda pem: pem + pem[:-40], "expected a whole certificate"),
    "without a line break between": (lambda pem: pem.rstrip() + pem, "expected a line break"),
    "a line lost": (lambda pem: b"\n".join(pem.split(b"\n")[:3] + pem.split(b"\n")[4:]), "damaged"),
    "no certificate": (lambda _: b"wk1.hq.B.secret", "expected certificates in PEM form"),
    "empty": (lambda _: b"", "expected certificates in PEM form"),
}


@pytest.mark.parametrize("damage", AUTHORITY_DAMAGE)
def test_authorities_that_cannot_be_used_are_named_with_the_remedy(
    damage: str, shared_folder: Path, authority: bytes
) -> None:
    change, said = AUTHORITY_DAMAGE[damage]
    complaint = complaint_of(read_authorities, saved(shared_folder, change(authority)))

    assert said in complaint


@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
def test_authorities_twice_or_with_other_line_ends_are_read(
    line_end: bytes, shared_folder: Path, authority: bytes
) -> None:
    content = (authority + authority).replace(b"\n", line_end)

    assert read_authorities(saved(shared_folder, content)).count == 1


@given(st.data())
def test_authorities_damaged_anywhere_are_read_or_named(
    shared_folder: Path, authority: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(authority)))
    damaged = authority[:at] + data.draw(st.binary(max_size=3)) + authority[at + 1 :]

    complaint_of(read_authorities, saved(shared_folder, damaged))
