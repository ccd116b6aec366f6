"""Programs whose every write is looked at: they tell what they promised in a file `told`.

    python -m tests.power.writing visits|pictures FOLDER [--careless]

`visits` opens a store that is not there yet and checks people in, some with a picture; `pictures`
is a home that receives what its stations announced. With `--careless` the store does not flush.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.snapshot import Link
from kiosk.server.home import open_home
from kiosk.station.store import database
from kiosk.station.writer import StationFolder
from tests.doubles.box import inline_station
from tests.doubles.clock import FakeClock
from tests.doubles.ids import ids
from tests.doubles.pictures import jpeg
from tests.doubles.words import SITE

VISITS = 24
Tell = Callable[[str], None]


def main(what: str, folder: Path, *, careless: bool) -> None:
    logging.disable()
    if careless:
        full = vars(database)["_PRAGMAS"]
        vars(database)["_PRAGMAS"] = tuple(
            "synchronous = normal" if pragma.startswith("synchronous") else pragma
            for pragma in full
        )
    program = {"visits": _visits, "pictures": _pictures}[what]
    with (folder / "told").open("a", encoding="ascii", buffering=1) as told:
        program(folder, lambda words: _line(told, words))


def _visits(folder: Path, tell: Tell) -> None:
    checkin = inline_station(StationFolder(folder, FakeClock()), ids()).checkin
    tell("opened")
    for count in range(VISITS):
        picture = jpeg(count) if count % 3 else None
        receipt = checkin.check_in(CheckInRequest("Ana", picture=picture), link=Link.OFFLINE)
        tell(f"{receipt.visit_id} {receipt.number}")


def _pictures(folder: Path, tell: Tell) -> None:
    home = open_home(SITE, folder, FakeClock())
    for path in sorted((folder / "coming").glob("*")):
        visit_id, photo = path.name.split("_")
        home.picture_store.receive(visit_id, photo, path.read_bytes())
        tell(f"{visit_id} {photo}")


def _line(told: TextIO, words: str) -> None:
    told.write(f"{words}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), careless="--careless" in sys.argv)
