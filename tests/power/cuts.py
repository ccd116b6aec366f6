"""Cuts the power at many places of a trace, and holds what is found against what was promised."""

from __future__ import annotations

import io
import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from PIL import Image

from kiosk.domain.checkin_request import CheckInRequest
from kiosk.pictures.folder import photo_id
from kiosk.server.home import open_home
from kiosk.server.pictures.picture_store import THUMB, WHOLE, PictureStore
from tests.doubles.box import Box
from tests.doubles.clock import FakeClock
from tests.doubles.folders import brief_folder
from tests.doubles.words import SITE
from tests.power.disk import Disk
from tests.power.trace import Operation

Judge = Callable[[Path, Sequence[str]], list[str]]


def complaints(
    operations: Sequence[Operation], judge: Judge, states: int, before: Path | None = None
) -> list[str]:
    """What `judge` has to say about so many disks as cuts may leave them; [] when all is well."""
    return [
        f"cut {place} of {len(operations)}, chance {seed}: {complaint}"
        for place, seed, folder, told in _cuts(operations, states, before)
        for complaint in judge(folder, told)
    ]


def station_complaints(folder: Path, told: Sequence[str]) -> list[str]:
    """Opened by the product's own code, the store has all that visitors were told."""
    with closing(Box(folder)) as box:
        found = {str(visit): number for visit, number in box.rows("select id, number from visits")}
        lost = [line for line in told if line != "opened" and not _has(found, line)]
        sound = box.rows("pragma integrity_check")
        pictures = box.disk.pictures
        rows = [str(photo) for (photo,) in box.rows("select photo from photos")]
        torn = [photo for photo in rows if photo_id(pictures.read(photo) or b"") != photo]
        strays = set(box.pictures()) - {f"{photo}.jpg" for photo in rows}
        half = box.rows("select id from visits where id not in (select visit_id from events)")
        next_number = box.station.check_in(CheckInRequest("Ana")).result().number
    return [
        *(f"lost {line}" for line in lost),
        *(f"not whole: picture {photo[:8]}" for photo in torn),
        *(f"a stray: {name[:8]}" for name in strays),
        *(f"half a visit: {visit}" for (visit,) in half),
        *([] if sound == [("ok",)] else [f"broken: {sound}"]),
        *(
            [f"{next_number} again"]
            if any(line.endswith(f" {next_number}") for line in told)
            else []
        ),
    ]


def home_complaints(folder: Path, told: Sequence[str]) -> list[str]:
    """A picture that was acknowledged is there, whole, with its small copy."""
    home = open_home(SITE, folder, FakeClock())
    home.picture_store.sweep()
    with closing(sqlite3.connect(folder / "server.db")) as store:
        rows = store.execute("select visit_id, photo from pictures where received_at not null")
        arrived = {f"{visit_id} {photo}" for visit_id, photo in rows}
        sound = store.execute("pragma integrity_check").fetchall()
    pictures = {line.split()[1] for line in arrived}
    torn = [photo for photo in pictures if not _can_be_shown(home.picture_store, photo)]
    home.close()
    return [
        *(f"lost {line}" for line in told if line not in arrived),
        *(f"not whole: picture {photo[:8]}" for photo in torn),
        *([] if sound == [("ok",)] else [f"broken: {sound}"]),
    ]


def _can_be_shown(picture_store: PictureStore, photo: str) -> bool:
    """Whether both copies are there, to the last row of pixels."""
    for suffix in (WHOLE, THUMB):
        try:
            Image.open(io.BytesIO(picture_store.read(photo, suffix) or b"")).load()
        except OSError:
            return False
    return True


def _cuts(
    operations: Sequence[Operation], states: int, before: Path | None
) -> Iterator[tuple[int, int, Path, list[str]]]:
    disk, done = Disk(before), 0
    places = sorted(random.Random(states).choices(range(1, len(operations) + 1), k=states))
    for seed, place in enumerate(places):
        for operation in operations[done:place]:
            disk.do(operation)
        done = place
        with brief_folder() as root:
            disk.rebuild(Path(root) / "found", random.Random(seed))
            yield place, seed, Path(root) / "found", disk.told


def _has(found: dict[str, object], line: str) -> bool:
    visit_id, number = line.split()
    return found.get(visit_id) == number
