"""A whole station that takes visitors until its standard input ends, and then only sends.

    python -m tests.soak.station FOLDER URL

What a visitor saw goes to standard output, one line each: the visit's id and the number.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.domain.checkin_request import CheckInRequest
from kiosk.settings import ServerPart, StationSettings
from kiosk.station.bootstrap import open_station
from kiosk.station.station import Station
from tests.doubles.pictures import jpeg

BETWEEN_VISITORS_S = 0.05
LONGEST_LINE = 60
"""Nobody joins a longer one; else more would come than four tablets can call, hour after hour."""
LONGEST_DRAIN_S = 7_200.0
"""Ends a station whose parent is gone; longer than any soak waits for its rest."""


def main(folder: Path, url: str) -> None:
    """Runs until it is killed, or nobody is left who would."""
    logging.disable()
    closing = threading.Event()
    threading.Thread(target=_until_input_ends, args=(closing,), daemon=True).start()
    settings = StationSettings(ServerPart(url, str(folder / "token")), data_dir=str(folder))
    with open_station(settings, SystemClock()) as station:
        _take_visitors(station, closing)
        threading.Event().wait(LONGEST_DRAIN_S)


def _take_visitors(station: Station, closing: threading.Event) -> None:
    count = os.getpid()
    while not closing.wait(BETWEEN_VISITORS_S):
        if station.snapshot().people_waiting >= LONGEST_LINE:
            continue
        count += 1
        receipt = station.check_in(
            CheckInRequest("Ana", picture=None if count % 5 else jpeg(count % 200))
        ).result()
        os.write(1, f"{receipt.visit_id} {receipt.number}\n".encode())


def _until_input_ends(closing: threading.Event) -> None:
    sys.stdin.read()
    closing.set()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
