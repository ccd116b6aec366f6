"""A process with little memory for the picture it is handed.

Not a fork of the tests' process: what another thread holds at a fork is held for ever.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from kiosk.faults import PictureFault
from kiosk.pictures.clean import clean

MORE_BYTES = 100_000_000
REFUSED, TAKEN, OUT_OF_MEMORY = 10, 11, 12


def outcome(content: bytes) -> int:
    """How a try at `content` ends."""
    try:
        clean(content)
    except PictureFault:
        return REFUSED
    except (MemoryError, OSError):  # The encoder tells a lack of room as the latter.
        return OUT_OF_MEMORY
    return TAKEN


def main() -> None:
    """Ends with the outcome, with room for `MORE_BYTES` more than it has."""
    content = sys.stdin.buffer.read()
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = used * os.sysconf("SC_PAGESIZE") + MORE_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    sys.exit(outcome(content))


if __name__ == "__main__":
    main()
