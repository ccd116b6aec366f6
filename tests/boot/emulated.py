"""An emulated computer with a Debian on its disk: own kernel, display by DRM, a touchscreen.

Needs qemu-system-x86_64 and mkfs.ext4, but no help of the processor. What the display shows is
asked of the emulator, so nothing inside takes part in the screenshot.
"""

from __future__ import annotations

import io
import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from tests.doubles.waiting import HANG_S, until

CPU = "Nehalem"
"""The plainest processor that the packages of PyPI run on; newer ones are slower to emulate."""
KERNEL_PACKAGES = ("linux-image-amd64", "initramfs-tools", "kmod", "python3-evdev")
_TOUCHSCREEN = '''"""A touchscreen made of uinput. The host says where it is touched, in shares."""

from pathlib import Path

from evdev import AbsInfo, UInput, ecodes as e

side = AbsInfo(value=0, min=0, max=10_000, fuzz=0, flat=0, resolution=40)
fingers = AbsInfo(value=0, min=0, max=9, fuzz=0, flat=0, resolution=0)
across, down = (e.ABS_X, e.ABS_MT_POSITION_X), (e.ABS_Y, e.ABS_MT_POSITION_Y)
axes = [(code, side) for code in (*across, *down)]
axes += [(e.ABS_MT_SLOT, fingers), (e.ABS_MT_TRACKING_ID, fingers)]
can = {e.EV_KEY: [e.BTN_TOUCH], e.EV_ABS: axes}
screen = UInput(can, name="touchscreen", input_props=[e.INPUT_PROP_DIRECT])


def report(finger, **values):
    screen.write(e.EV_ABS, e.ABS_MT_TRACKING_ID, finger)
    for codes, value in zip((across, down), values.values()):
        for code in codes:
            screen.write(e.EV_ABS, code, value)
    screen.write(e.EV_KEY, e.BTN_TOUCH, int(finger >= 0))
    screen.syn()


with Path("/dev/virtio-ports/touches").open("rb", buffering=0) as port:
    while line := port.readline():
        x, y = (int(float(share) * 10_000) for share in line.split())
        report(1, x=x, y=y)
        report(-1)
'''
_TOUCHSCREEN_UNIT = """
[Unit]
Before=kiosk.service
[Service]
ExecStartPre=/sbin/modprobe uinput
ExecStart=/usr/bin/python3 /opt/touchscreen.py
[Install]
WantedBy=graphical.target
"""


def with_touchscreen(root: Path) -> None:
    """Puts what makes a touchscreen in that machine on its disk."""
    (root / "opt/touchscreen.py").write_text(_TOUCHSCREEN, encoding="utf-8")
    unit = root / "etc/systemd/system/touchscreen.service"
    unit.write_text(_TOUCHSCREEN_UNIT, encoding="utf-8")
    wants = unit.parent / "graphical.target.wants"
    wants.mkdir(exist_ok=True)
    (wants / unit.name).unlink(missing_ok=True)
    (wants / unit.name).symlink_to(f"../{unit.name}")


class EmulatedMachine:
    """A running machine: its display and its touchscreen."""

    def __init__(self, control: Path, touches: Path) -> None:
        self._control = _connected(control)
        self._replies = self._control.makefile("rb")
        self._touches = _connected(touches)
        self._folder = control.parent
        json.loads(self._replies.readline())  # the emulator greets first
        self._ask("qmp_capabilities")

    def display(self) -> Image.Image:
        """What the display shows now."""
        path = self._folder / "display.png"
        self._ask("screendump", filename=str(path), format="png")
        return Image.open(io.BytesIO(path.read_bytes())).convert("RGB")

    def touch(self, x: float, y: float) -> None:
        """A finger touches the display and lifts; in shares of its width and height."""
        self._touches.sendall(f"{x} {y}\n".encode())

    def close(self) -> None:
        """Ends the connections to the emulator."""
        self._replies.close()
        self._control.close()
        self._touches.close()

    def _ask(self, command: str, **arguments: Any) -> None:
        message = {"execute": command, "arguments": arguments}
        self._control.sendall(json.dumps(message).encode())
        while True:
            reply = json.loads(self._replies.readline())
            assert "error" not in reply, reply
            if "return" in reply:
                return


@contextmanager
def emulated(root: Path, folder: Path, width: int, height: int) -> Iterator[EmulatedMachine]:
    """The machine with a copy of `root` on its disk and a display of that size in pixels."""
    disk, control, touches = folder / "disk.img", folder / "control", folder / "touches"
    subprocess.run(["mkfs.ext4", "-q", "-F", "-d", str(root), str(disk), "8G"], check=True)
    kernel, start = (_newest(root, f"boot/{kind}-*-amd64") for kind in ("vmlinuz", "initrd.img"))
    options = {
        "-m": "2048",
        "-smp": "2",
        "-kernel": str(kernel),
        "-initrd": str(start),
        "-append": "root=/dev/vda rw console=ttyS0 quiet fsck.mode=skip "
        "systemd.journald.forward_to_console=1 systemd.journald.max_level_console=info",
        "-drive": f"file={disk},format=raw,if=virtio",
        "-display": "none",
        "-nic": "none",
        "-serial": f"file:{folder / 'serial.log'}",
        "-qmp": f"unix:{control},server=on,wait=off",
        "-chardev": f"socket,id=touches,path={touches},server=on,wait=off",
    }
    command = ["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", CPU]
    command += [word for option in options.items() for word in option]
    command += ["-device", f"virtio-vga,xres={width},yres={height}", "-device", "virtio-serial"]
    command += ["-device", "virtserialport,chardev=touches,name=touches"]
    process = subprocess.Popen(command)
    try:
        until(lambda: control.exists() and touches.exists(), "the emulator")
        with closing(EmulatedMachine(control, touches)) as machine:
            yield machine
    finally:
        process.kill()
        process.wait(HANG_S)


def _newest(root: Path, pattern: str) -> Path:
    return max(root.glob(pattern), key=lambda path: path.stat().st_mtime)


def _connected(path: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(HANG_S)
    connection.connect(str(path))
    return connection
