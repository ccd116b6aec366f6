"""A hand-written device tree as the kernel and udev lay it out, with cameras to plug in."""

from __future__ import annotations

from pathlib import Path

from kiosk.camera.source import UsbIdentity


class FakeTree:
    """A root folder with /sys and /dev; the numbers of nodes are the test's to choose."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._nodes = root / "sys/class/video4linux"
        self._links = root / "dev/v4l/by-id"
        self._nodes.mkdir(parents=True)

    def plug(
        self, usb: UsbIdentity, number: int, *, name: str = "HD Webcam", port: str = "1-2"
    ) -> None:
        """A camera on USB with its two nodes: pictures, then metadata."""
        device = self.root / "sys/devices/pci0000:00/usb1" / port
        device.mkdir(parents=True, exist_ok=True)
        (device / "idVendor").write_text(f"{usb.vendor}\n")
        (device / "idProduct").write_text(f"{usb.product}\n")
        if usb.serial:
            (device / "serial").write_text(f"{usb.serial}\n")
        for index in (0, 1):
            self.node(device / f"{port}:1.0", number + index, name, index)

    def node(self, device: Path, number: int, name: str, index: int = 0) -> None:
        """One node of any device."""
        place = device / f"video4linux/video{number}"
        place.mkdir(parents=True)
        (place / "name").write_text(f"{name}\n")
        (place / "index").write_text(f"{index}\n")
        (self._nodes / f"video{number}").symlink_to(place)

    def link(self, name: str, number: int) -> None:
        """The name that udev keeps for a device."""
        self._links.mkdir(parents=True, exist_ok=True)
        (self._links / name).symlink_to(f"../../video{number}")

    def unplug_all(self) -> None:
        """Nothing is left but links that lead nowhere, as after a reset of the bus."""
        for node in self._nodes.iterdir():
            node.unlink()
