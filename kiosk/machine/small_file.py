"""Reader of a file that a person wrote or a program saved: whole, bounded, or a fault in words."""

from __future__ import annotations

import errno
import os
import stat
from functools import partial
from pathlib import Path
from typing import Final

from kiosk.faults import SettingsFault

_REMEDIES: Final = {
    errno.ENOENT: "expected a file there",
    errno.ENOTDIR: "expected a folder before the last slash",
    errno.EACCES: "expected one that the account running this may read (chown, chmod)",
    errno.EPERM: "expected one that the account running this may read (chown, chmod)",
    errno.ENAMETOOLONG: "expected a shorter path",
    errno.ENXIO: "expected a file, got a socket",
    errno.ELOOP: "expected a link that leads to a file",
}
_MB: Final = 1_000_000


def read_small_file(path: Path, most: int, *, key: str = "file") -> bytes:
    """The bytes of `path`; SettingsFault when it cannot be read or holds more than `most`.

    The fault names `key`, the setting that says the path. Never blocks on a pipe and never reads a
    device.
    """
    try:
        with open(path, "rb", opener=partial(_open_file, key)) as file:
            content = file.read(most + 1)
    except OSError as fault:
        remedy = _REMEDIES.get(fault.errno or 0, "expected a disk that can be read")
        words = f"cannot be read: {fault.strerror}; {remedy}"
        raise file_fault(path, words, key=key) from fault
    except ValueError as fault:  # a NUL in the path
        words = "cannot be read; expected a path without control characters"
        raise file_fault(path, words, key=key) from fault
    if len(content) > most:
        size = f"{most // _MB} MB" if most >= _MB else f"{most // 1000} kB"
        raise file_fault(path, f"expected at most {size}", key=key)
    return content


def _open_file(key: str, path: str, flags: int) -> int:
    # Without O_NONBLOCK the opening of a named pipe waits for its writer, perhaps for ever.
    handle = os.open(path, flags | os.O_NONBLOCK)
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        found = "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"
        raise file_fault(Path(path), f"expected a file, got {found}", key=key)
    return handle


def file_fault(path: Path, words: str, *, key: str = "file") -> SettingsFault:
    """A fault of the file as a whole, in one line."""
    return SettingsFault(f"{one_line(path)}: {key}: {words}")


def one_line(path: Path | str) -> str:
    """`path` for a message: line breaks, controls and bytes of no encoding are escaped."""
    text = str(path)
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii")
        for each in text
    )
