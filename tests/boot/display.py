"""A display in memory for a machine without one: the X server Xvfb, in which cage is a client.

Its framebuffer is a file, so a picture of it is what the compositor has put on its display. The
compositor is not asked for one: on a headless output wlroots 0.15 (Debian 12) shows the frames of
the kiosk as they are, but draws for a screenshot onto a buffer of its own that has missed them.
That picture stays as black as the display was before the first frame.
"""

from __future__ import annotations

import struct

from PIL import Image

from tests.boot.machine import BootedMachine

_FOLDER = "/run/display"
UNIT_NAME = "display.service"
UNIT = f"""
[Service]
Type=notify
NotifyAccess=all
RuntimeDirectory=display
ExecStart=/bin/sh -c 'Xvfb :9 -displayfd 1 -ac -screen 0 1024x768x24 -fbdir {_FOLDER} \\
    | {{ read -r number; systemd-notify --ready; exec cat; }}'
"""
"""Ready once the server has told its number. In it, wlroots makes an output of 1024 x 768."""
DROP_IN = f"""
[Unit]
Requires={UNIT_NAME}
After={UNIT_NAME}
[Service]
Environment=WLR_BACKENDS=x11 WLR_RENDERER=pixman DISPLAY=:9
"""
"""The one thing that differs from a machine with a screen."""


def shown(machine: BootedMachine) -> Image.Image:
    """What the display shows now."""
    # An X window dump: numbers of 32 bits with the big end first, a table of colours, pixels.
    dump = machine.path(f"{_FOLDER}/Xvfb_screen0").read_bytes()
    header = struct.unpack_from(">20I", dump)
    size, row_bytes, pixels_at = header[4:6], header[12], header[0] + 12 * header[19]
    return Image.frombytes("RGB", size, dump[pixels_at:], "raw", "BGRX", row_bytes)
