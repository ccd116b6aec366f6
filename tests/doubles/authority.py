"""A private authority and the certificates it gives, made by openssl in a moment."""

from __future__ import annotations

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
LOOPBACK = "IP:127.0.0.1"
_USAGE = "keyUsage=critical,digitalSignature,keyCertSign"
"""Python 3.13 believes no authority that does not say what its key is for (RFC 5280)."""
_LONG_AGO = ("-startdate", "20200101000000Z", "-enddate", "20200102000000Z")
_SIGNING = """
[ca]
default_ca = own
[own]
database = {folder}/{name}.index
new_certs_dir = {folder}
rand_serial = yes
unique_subject = no
default_md = sha256
policy = named
[named]
commonName = supplied
[given]
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = {holder}
"""


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
        said = ("-addext", f"subjectAltName={holder}", "-addext", _USAGE)
        subject = ("-subj", f"/CN={name}", *said)
        _openssl("req", "-x509", *_KEY, "-keyout", made.key, "-out", made.pem, *subject)
        return made

    def signs(self, name: str, holder: str = LOOPBACK, *, expired: bool = False) -> Certificate:
        """A certificate for `holder`."""
        made = self._files(name)
        request, settings = made.pem.with_suffix(".csr"), made.pem.with_suffix(".cnf")
        settings.write_text(_SIGNING.format(folder=self._folder, name=made.pem.stem, holder=holder))
        (self._folder / f"{made.pem.stem}.index").touch()
        _openssl("req", *_KEY, "-keyout", made.key, "-out", request, "-subj", f"/CN={name}")
        signer = ("-config", settings, "-cert", self.pem, "-keyfile", self._key)
        term = _LONG_AGO if expired else ("-days", "2")
        given = ("-extensions", "given", *term, "-in", request, "-out", made.pem)
        # "ca" rather than "x509": only it can date back in every version.
        _openssl("ca", "-batch", "-notext", *signer, *given)
        return made

    def _files(self, name: str) -> Certificate:
        stem = self._folder / f"{self._name}-{name}"
        return Certificate(stem.with_suffix(".pem"), stem.with_suffix(".key"))


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, timeout=240)
