"""Finder of the camera to open among those plugged in, by identity.

The number of a device changes whenever it is plugged in, so it is not used. Only sysfs is read; no
device is opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.camera.source import UsbIdentity
from kiosk.faults import CameraFault

ROOT = Path("/")

_NODES = "sys/class/video4linux"
_BY_ID = "dev/v4l/by-id"
# Other video devices: virtual cameras, infrared and depth twins, codecs of a SoC.
# Windows Hello twins share all but the end of a name cut short: "Integrated Camera: Integrated I".
_NOT_A_CAMERA = re.compile(
    r"loopback|dummy|virtual|infrared|\bir\b|\bdepth\b|: integrated i$"
    r"|codec|\bisp\b|-isp\b|hevc|pisp|\bm2m\b|\bencoder\b|\bdecoder\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class VideoNode:
    """A device node that gives pictures. `port`: its USB socket; `usb`: None if not on USB."""

    path: str
    name: str
    usb: UsbIdentity | None
    port: str


def find_camera(wanted: UsbIdentity | None, root: Path = ROOT) -> str:
    """The path of the camera to open now: `wanted`, or without it the first by identity.

    CameraFault if it is not there. Of several cameras the same one is found after every start,
    whatever the order in which they were plugged in.
    """
    nodes = list_cameras(root)
    for node in nodes:
        if wanted is None or (node.usb is not None and wanted.covers(node.usb)):
            return _persistent_path(node, root)
    msg = f"none of {len(nodes)} cameras is the one wanted" if nodes else "no camera is plugged in"
    raise CameraFault(msg)


def list_cameras(root: Path = ROOT) -> list[VideoNode]:
    """The cameras plugged in, the one that is found without a wish first."""
    return sorted(_cameras(root), key=_rank)


def setting_of(node: VideoNode) -> str:
    """What `camera.source` says for this camera and no other, wherever it is plugged in."""
    if node.usb is None:
        return node.path
    parts = [node.usb.vendor, node.usb.product, *([node.usb.serial] if node.usb.serial else [])]
    return f"usb:{':'.join(parts)}"


def _cameras(root: Path) -> Iterator[VideoNode]:
    for entry in sorted((root / _NODES).glob("video*")):
        # Index 0 gives pictures, later ones metadata. A device may vanish while it is inspected.
        place = entry.resolve()
        name = _read(entry / "name")
        virtual = "virtual" in place.relative_to(root.resolve()).parts
        if _read(entry / "index") == "0" and not virtual and not _NOT_A_CAMERA.search(name):
            usb, port = _usb_of(place)
            yield VideoNode(f"/dev/{entry.name}", name, usb, port)


def _usb_of(place: Path) -> tuple[UsbIdentity | None, str]:
    for folder in place.parents:
        if vendor := _read(folder / "idVendor"):
            usb = UsbIdentity(vendor, _read(folder / "idProduct"), _read(folder / "serial"))
            return usb, folder.name
    return None, str(place.parent)


def _rank(node: VideoNode) -> tuple[bool, str, str, str, str]:
    """Sort key: cameras on USB first, then by identity, then by socket; never by number."""
    usb = node.usb or UsbIdentity("", "")
    return node.usb is None, usb.vendor, usb.product, usb.serial, node.port


def _persistent_path(node: VideoNode, root: Path) -> str:
    """The persistent name that udev gives the device; its node if there is none."""
    for link in sorted((root / _BY_ID).glob("*")):
        if link.is_symlink() and Path(link.readlink()).name == Path(node.path).name:
            return f"/{_BY_ID}/{link.name}"
    return node.path


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
