"""Screens without windows: older stop screens, boot managers, panics, firmware, printer panels."""

from __future__ import annotations

import numpy as np
from PIL import Image

from tests.photographs.pen import FAMILIES, MONO, Colour, Pen
from tests.photographs.problems import Problem
from tests.photographs.truth import Role

Chance = np.random.Generator

KINDS = ("classic_stop", "boot_manager", "panic", "firmware", "printer_panel")
_GREY = (200, 204, 206)
_WHITE = (252, 252, 252)
_STOPS = (
    ("0x0000000A", "IRQL_NOT_LESS_OR_EQUAL"),
    ("0x00000050", "PAGE_FAULT_IN_NONPAGED_AREA"),
    ("0x0000007B", "INACCESSIBLE_BOOT_DEVICE"),
    ("0x0000007E", "SYSTEM_THREAD_EXCEPTION_NOT_HANDLED"),
    ("0x0000009F", "DRIVER_POWER_STATE_FAILURE"),
    ("0x00000124", "WHEA_UNCORRECTABLE_ERROR"),
)
_STATUSES = ("0xc000000e", "0xc000000f", "0xc0000034", "0xc0000098", "0xc0000225", "0xc0000221")
_FILES = ("\\Boot\\BCD", "\\Windows\\system32\\winload.efi", "\\Windows\\system32\\ntoskrnl.exe")
_FIRMWARE = (
    (("PXE-E61: Media test failure, check cable", "PXE-M0F: Exiting boot agent."), "PXE-E61"),
    (("PXE-E53: No boot filename received", "PXE-M0F: Exiting boot agent."), "PXE-E53"),
    (("Operating System not found", "Press any key"), "Operating System not found"),
    (("Reboot and select proper boot device", "or insert boot media"), ""),
)
_PANEL = (
    (("49.38.07 Error", "Turn off then on"), "49.38.07"),
    (("10.00.00 Supply memory error", "Replace the black cartridge"), "10.00.00"),
    (("Ready", "Tray 2: A4 plain, 13.02 GB free"), ""),
)
_MODULES = ("nvme", "ext4", "i915", "xhci_hcd", "btrfs", "e1000e", "snd_hda_intel")
_PANIC = "Kernel panic - not syncing"
_CALLS = ("mount_root", "prepare_namespace", "kernel_init_freeable", "rest_init", "ret_from_fork")


def classic_stop(
    chance: Chance, size: tuple[int, int], _em: float, _dark: bool
) -> tuple[Pen, Problem]:
    """White on dark blue, 25 lines of a text screen; the number has parameters behind it."""
    number, name = _STOPS[int(chance.integers(len(_STOPS)))]
    others = ", ".join(f"0x{int(chance.integers(2**32)):08X}" for _ in range(4))
    lines = (
        "A problem has been detected and Windows has been shut down to prevent damage",
        "to your computer.",
        "",
        name,
        "",
        "If this is the first time you see this screen, restart your computer. If it",
        "comes again, check that new hardware or software is properly installed.",
        "",
        "Technical information:",
        "",
        f"*** STOP: {number} ({others})",
        "",
        "Beginning dump of physical memory",
    )
    pen = Pen(Image.new("RGB", size, (0, 0, 128)), MONO)
    _typed(pen, lines, em=_text_mode(size), colour=_WHITE, codes=(number, name))
    return pen, Problem("crash", name, "", (number, name))


def boot_manager(
    chance: Chance, size: tuple[int, int], _em: float, _dark: bool
) -> tuple[Pen, Problem]:
    """Grey on black: a file, a status, and what to press."""
    status = _STATUSES[int(chance.integers(len(_STATUSES)))]
    lines = (
        "                         Windows Boot Manager",
        "",
        "Windows failed to start. A recent hardware or software change might be the",
        "cause. To fix the problem, start from the installation disc.",
        "",
        f"    File: {_FILES[int(chance.integers(len(_FILES)))]}",
        "",
        f"    Status: {status}",
        "",
        "    Info: the file is missing or damaged.",
        "",
        "ENTER=Continue                                              ESC=Exit",
    )
    pen = Pen(Image.new("RGB", size, (0, 0, 0)), MONO)
    _typed(pen, lines, em=_text_mode(size), colour=_GREY, codes=(status,))
    return pen, Problem("crash", "Windows Boot Manager", "", (status,))


def panic(chance: Chance, size: tuple[int, int], _em: float, _dark: bool) -> tuple[Pen, Problem]:
    """A dense console: some twenty lines of a start, and at its end a kernel panic."""
    told = f"{_PANIC}: VFS: Unable to mount root fs on unknown-block(0,0)"
    at_s = float(chance.uniform(0.5, 2))
    lines = []
    for _ in range(int(chance.integers(10, 20))):
        at_s += float(chance.uniform(0.001, 0.2))
        module = _MODULES[int(chance.integers(len(_MODULES)))]
        address = f"0x{int(chance.integers(2**32)):08x}"
        lines.append(f"[{at_s:12.6f}] {module}: registered, flags {address}")
    lines.append(f"[{at_s + 0.1:12.6f}] {told}")
    lines += [f"[{at_s + 0.1:12.6f}]  {call}+0x{int(chance.integers(4096)):x}" for call in _CALLS]
    lines.append(f"[{at_s + 0.2:12.6f}] ---[ end {told.partition(' on ')[0]} ]---")
    pen = Pen(Image.new("RGB", size, (0, 0, 0)), MONO)
    em = min(size[1] / (len(lines) + 4) / 1.3, size[0] / 66)
    _typed(pen, lines, em=em, colour=_GREY, codes=(_PANIC,))
    return pen, Problem("crash", told, "", (_PANIC,))


def firmware(chance: Chance, size: tuple[int, int], _em: float, _dark: bool) -> tuple[Pen, Problem]:
    """What a computer says before it starts anything."""
    told, code = _FIRMWARE[int(chance.integers(len(_FIRMWARE)))]
    version = f"BIOS {int(chance.integers(1, 4))}.{int(chance.integers(40)):02}"
    memory = f"Memory test: {int(chance.choice((8, 16, 32))) * 1024} MB"
    pen = Pen(Image.new("RGB", size, (0, 0, 0)), MONO)
    codes = (code,) if code else ()
    _typed(pen, (version, memory, "", *told), em=_text_mode(size), colour=_WHITE, codes=codes)
    return pen, Problem("boot", told[0], "", codes)


def printer_panel(
    chance: Chance, size: tuple[int, int], em: float, dark: bool
) -> tuple[Pen, Problem]:
    """Two lines on the small display of a printer."""
    told, code = _PANEL[int(chance.integers(len(_PANEL)))]
    paper, ink = ((20, 34, 60), _WHITE) if dark else ((206, 218, 206), (20, 26, 22))
    pen = Pen(Image.new("RGB", size, paper), str(chance.choice((MONO, *FAMILIES))))
    large = min(em * 3, size[0] / 22)
    codes = (code,) if code else ()
    lines = ("HP LaserJet 500", *told)
    _typed(pen, lines, em=large, colour=ink, codes=codes, top=size[1] * 0.2)
    return pen, Problem("printing", told[0], "", codes)


def _text_mode(size: tuple[int, int]) -> float:
    """The em of 80 letters a line, 25 lines a screen."""
    return min(size[0] / 80 / 0.61, size[1] / 27 / 1.3)


def _typed(
    pen: Pen,
    lines: tuple[str, ...] | list[str],
    *,
    em: float,
    colour: Colour,
    codes: tuple[str, ...],
    top: float = 0.0,
) -> None:
    y = top or em
    for line in lines:
        if line:
            role = Role.CODE if any(code in line for code in codes) else Role.BODY
            pen.write((em, y), line, em=em, colour=colour, role=role)
        y += em * 1.3
