"""A private authority and the certificates it gives, made by openssl in a moment."""

from __future__ import annotations

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
LOOPBACK = "IP:127.0.0.1"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate and its key, as files."""

    pem: Path
    key: Path

    def server(self) -> ssl.SSLContext:
        """What a server with this certificate speaks."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.pem, self.key)
        return context


class Authority:
    """Signs certificates; whoever believes in `pem` believes them."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        own = self.self_signed(name)
        self.pem, self._key = own.pem, own.key

    def self_signed(self, name: str, holder: str = LOOPBACK) -> Certificate:
        """A certificate nobody but itself vouches for."""
        made = self._files(name)
        subject = ("-subj", f"/CN={name}", "-addext", f"subjectAltName={holder}")
        _openssl("req", "-x509", *_KEY, "-keyout", made.key, "-out", made.pem, *subject)
        return made

    def signs(self, name: str, holder: str = LOOPBACK, days: int = 2) -> Certificate:
        """A certificate for `holder`; a negative number of `days` is one that has expired."""
        made = self._files(name)
        request, more = made.pem.with_suffix(".csr"), made.pem.with_suffix(".ext")
        more.write_text(f"subjectAltName={holder}\n", encoding="ascii")
        _openssl("req", *_KEY, "-keyout", made.key, "-out", request, "-subj", f"/CN={name}")
        signer = ("-CA", self.pem, "-CAkey", self._key, "-CAcreateserial")
        term = ("-days", str(days), "-extfile", more)
        _openssl("x509", "-req", "-in", request, *signer, *term, "-out", made.pem)
        return made

    def _files(self, name: str) -> Certificate:
        stem = self._folder / f"{self._name}-{name}"
        return Certificate(stem.with_suffix(".pem"), stem.with_suffix(".key"))


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, timeout=240)
