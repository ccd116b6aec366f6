"""What the store of a site holds before a server opens it, read without changing anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.server.store.copies.store import in_words, require_answer
from kiosk.server.store.dialect import store_of
from kiosk.server.store.engine import SchemaAge, newer_fault, schema_age
from kiosk.server.store.processes.folder_claim import refuse_file_beside, refuse_to_begin_anew


@dataclass(frozen=True, slots=True)
class HeldSites:
    """The sites in the store at `place`; none where a server has still to make one."""

    place: str
    site_ids: Sequence[str] = ()
    is_older: bool = False


def held_sites(folder: Path, database: str) -> HeldSites:
    """What the store of the home in `folder` holds.

    SettingsFault where a server would not start on it, StoreFault where it cannot be read.
    """
    store = store_of(folder, database)
    require_answer(store)
    if store.in_folder:
        refuse_to_begin_anew(folder)
    else:
        refuse_file_beside(folder)
    if not store.is_made():
        return HeldSites(store.place)
    with in_words(store.place):
        revision = store.revision()
        if revision is None:
            return HeldSites(store.place)
        age = schema_age(revision)
        if age is SchemaAge.NEWER:
            raise newer_fault(store.place)
        return HeldSites(store.place, store.site_ids(), age is SchemaAge.OLDER)
