"""Camera source: the parsed setting `camera.source`. Nothing is opened or looked up here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from kiosk.settings import CameraPart

STREAM_SCHEMES = ("http", "https", "rtsp")
FILM_SUFFIXES = (".avi", ".m4v", ".mjpeg", ".mjpg", ".mkv", ".mov", ".mp4", ".webm")

AUTO = "auto"
OFF = "off"

_MAX_INDEX = 99
_USB = re.compile(r"usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(.+))?", re.IGNORECASE)


class SourceKind(StrEnum):
    """A device has its own pace, a film is paced and looped, a stream times out.

    A looked-up one is a device that is found by its identity at each opening.
    """

    LOOKED_UP = "looked_up"
    DEVICE = "device"
    FILM = "film"
    STREAM = "stream"
    NONE = "none"
    """Nothing is opened, and OpenCV is not loaded."""


_KEYWORDS = {AUTO: SourceKind.LOOKED_UP, OFF: SourceKind.NONE}


@dataclass(frozen=True, slots=True)
class UsbIdentity:
    """Vendor and product id of a USB device, four lower-case hex digits each, and its serial."""

    vendor: str
    product: str
    serial: str = ""

    def covers(self, other: UsbIdentity) -> bool:
        """Whether this identity fits `other`.

        Without a serial it fits every device of the model.
        """
        model = (self.vendor, self.product) == (other.vendor, other.product)
        return model and self.serial in {"", other.serial}


@dataclass(frozen=True, slots=True)
class Mounting:
    """How the camera is mounted: its pictures are turned clockwise by `rotate` degrees, one of 0,
    90, 180 and 270; then `mirror` swaps left and right.
    """

    rotate: int = 0
    mirror: bool = False


@dataclass(frozen=True, slots=True)
class CameraSource:
    """Where pictures come from. Its `repr` omits the address, which may hold a password.

    `place` is a UsbIdentity or None (any) where looked up. A number is for use by hand: it may be
    another camera's once devices are plugged in again.
    """

    kind: SourceKind
    place: int | str | UsbIdentity | None
    mounting: Mounting = Mounting()

    def __repr__(self) -> str:
        return f"CameraSource({self.kind})"

    @classmethod
    def of(cls, settings: CameraPart) -> CameraSource:
        """The source of [camera] in station.toml, mounted as it says; ValueError as `parse`."""
        mounting = Mounting(settings.rotate, settings.mirror)
        return replace(cls.parse(settings.source), mounting=mounting)

    @classmethod
    def parse(cls, setting: str | int, *, beside: Path | None = None) -> CameraSource:
        """The source of a setting; ValueError says what is possible.

        A film's path is relative to `beside`.
        """
        text = str(setting).strip()
        if isinstance(setting, bool) or not text.isprintable():
            raise _unknown(text)
        if text.lower() in _KEYWORDS:
            return cls(_KEYWORDS[text.lower()], None)
        if usb := _USB.fullmatch(text):
            vendor, product, serial = usb.groups(default="")
            return cls(SourceKind.LOOKED_UP, UsbIdentity(vendor.lower(), product.lower(), serial))
        if text.isascii() and text.isdigit() and int(text) <= _MAX_INDEX:
            return cls(SourceKind.DEVICE, int(text))
        if "://" in text:
            return cls(SourceKind.STREAM, _stream(text))
        if text.startswith("/dev/"):
            return cls(SourceKind.DEVICE, text)
        if Path(text).suffix.lower() in FILM_SUFFIXES:
            # Absolute, because FFmpeg would take "concat:a.mp4" for a protocol.
            return cls(SourceKind.FILM, str((beside or Path.cwd()).absolute() / text))
        raise _unknown(text)


def _stream(text: str) -> str:
    scheme = text.partition("://")[0].lower()
    if scheme not in STREAM_SCHEMES:
        expected = ", ".join(STREAM_SCHEMES)
        msg = f"camera.source: a stream starts with one of {expected}; got {scheme!r}"
        raise ValueError(msg)
    try:
        address = urlsplit(text)
        reachable = bool(address.hostname) and address.port != 0
    except ValueError:
        reachable = False
    if not reachable:
        msg = f"camera.source: expected {scheme}://host[:port]/path"
        raise ValueError(msg)
    return text


def _unknown(text: str) -> ValueError:
    return ValueError(
        "camera.source: expected auto, off, usb:vendor:product[:serial] (as lsusb tells them), "
        "a device number (0), a device path (/dev/v4l/by-id/...), "
        f"a film ({' '.join(FILM_SUFFIXES)}) or a stream ({'://, '.join(STREAM_SCHEMES)}://); "
        f"got {text!r}"
    )
