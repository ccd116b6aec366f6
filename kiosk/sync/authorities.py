"""Check of the file with the authorities that a kiosk trusts beside, or instead of, public ones."""

from __future__ import annotations

import binascii
import re
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kiosk.faults import SettingsFault
from kiosk.machine.small_file import one_line, read_small_file

KEY: Final = "server.ca_file"
MOST_BYTES: Final = 5_000_000
_BLOCK: Final = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----", re.DOTALL)
_CERTIFICATES: Final = {"CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"}
_BEGIN: Final = "-----BEGIN "
_DER: Final = b"\x30\x82"
_WITH: Final = "convert it with openssl x509 -inform der"


@dataclass(frozen=True, slots=True)
class Authorities:
    """What the file holds: how many certificates, when the last of them ends, a private key."""

    count: int
    expires_at: datetime | None
    holds_key: bool


def read_authorities(path: Path) -> Authorities:
    """What the file holds; SettingsFault when the kiosk could trust nobody by it.

    An expired certificate is no fault here: the kiosk's clock may be wrong.
    """
    content = read_small_file(path, MOST_BYTES, key=KEY)
    if content.startswith(_DER):
        raise _fault(path, f"expected certificates in PEM form, got DER: {_WITH}")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise _fault(path, "expected certificates in PEM form, in plain text") from fault
    kinds = _kinds(path, text)
    if not kinds & _CERTIFICATES:
        got = ", got a private key" if any("KEY" in kind for kind in kinds) else ""
        raise _fault(path, f"expected certificates in PEM form{got}")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cafile=path)
        expires_at = _last_end(context)
    except (OSError, ValueError) as fault:
        raise _fault(path, "expected certificates in PEM form, each on lines of its own") from fault
    return Authorities(
        context.cert_store_stats()["x509"], expires_at, any("KEY" in kind for kind in kinds)
    )


def _last_end(context: ssl.SSLContext) -> datetime | None:
    """When the last of the authorities' certificates ends; ValueError when one has a bad date."""
    ends = [str(it["notAfter"]) for it in context.get_ca_certs() if "notAfter" in it]
    last = max(map(ssl.cert_time_to_seconds, ends), default=None)
    return None if last is None else datetime.fromtimestamp(last, UTC)


def _kinds(path: Path, text: str) -> set[str]:
    """What the blocks of a PEM text are; SettingsFault names the line of a damaged one."""
    if text.startswith("\ufeff"):
        raise _fault(path, "expected no byte-order mark: save the file as plain text")
    if "\0" in text:
        raise _fault(path, "expected certificates in PEM form, got NUL bytes: the file is damaged")
    kinds: set[str] = set()
    alone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for found in re.finditer(re.escape(_BEGIN), text):
        line = text.count("\n", 0, found.start()) + 1
        if text[: found.start()].rsplit("\n", 1)[-1].strip():
            raise _fault(path, f"expected a line break before {_BEGIN}", line)
        block = _BLOCK.match(text, found.start())
        if block is None or _BEGIN in block[2]:
            raise _fault(path, "expected a whole certificate, up to its line -----END", line)
        if block[1] in _CERTIFICATES:
            try:
                alone.load_verify_locations(cadata=binascii.a2b_base64(block[2]))
            except (ssl.SSLError, ValueError) as fault:
                raise _fault(path, "expected a certificate, got a damaged one", line) from fault
        kinds.add(block[1])
    return kinds


def _fault(path: Path, words: str, line: int | None = None) -> SettingsFault:
    where = f"line {line}: " if line else ""
    return SettingsFault(f"{one_line(path)}: {where}{KEY}: {words}")
