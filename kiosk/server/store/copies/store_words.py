"""What a store keeps of itself (`meta`), when the sites of several stores share one, or part again.

Most of it belongs to one site, by its name in the key, and goes with that. What belongs to a whole
store is made of what all of them had.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, insert, select

from kiosk.server.store.known_time import Known
from kiosk.server.store.tables import meta

_FORMER: Final = "former epoch "
_SITES_OWN: Final = ("home_id", "bucket", "ahead")
"""First words of the keys whose second is a site."""


def read_words(connection: Connection) -> Mapping[str, str]:
    """All that a store keeps of itself."""
    return {row.key: row.value for row in connection.execute(select(meta))}


def write_words(connection: Connection, words: Mapping[str, str]) -> None:
    """In the place of whatever the store kept of itself."""
    connection.execute(delete(meta))
    connection.execute(insert(meta), [{"key": key, "value": words[key]} for key in words])


def united(stores: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    """What one store keeps of itself that takes the place of these.

    Marks that were signed with another's key prove nothing here, and need not: under the new epoch
    every station offers again what it has.
    """
    words: dict[str, str] = {}
    for store in reversed(stores):  # of what only one can have, the first store's stays
        words |= store
        words[f"{_FORMER}{store['epoch']}"] = "1"
    for key, chosen in _OF_ALL.items():
        found = [store[key] for store in stores if key in store]
        words.pop(key, None)
        value = chosen(found) if found else None
        if value is not None and (key != "backed_up_at" or len(found) == len(stores)):
            words[key] = value
    return words


def parted(words: Mapping[str, str], site_id: str, all_ids: Collection[str]) -> Mapping[str, str]:
    """What a store keeps of itself that takes this site out of one that has all of those."""
    others = {f"{first} {other}" for first in _SITES_OWN for other in all_ids if other != site_id}
    return {
        key: value
        for key, value in words.items()
        if not any(key == name or key.startswith(f"{name} ") for name in others)
    }


def _least_known(rows: Sequence[str]) -> str:
    """The time known longest ago: nothing is deleted that one of the stores would have kept."""
    known = [msgspec.json.decode(row, type=Known) for row in rows]
    first = min(known, key=lambda each: each.at)
    wrong = any(each.impossible for each in known)
    return msgspec.json.encode(msgspec.structs.replace(first, impossible=wrong)).decode()


def _nothing(_rows: Sequence[str]) -> None:
    """It serves a command that runs."""


_OF_ALL: Final[Mapping[str, Callable[[Sequence[str]], str | None]]] = MappingProxyType(
    {
        "known_time": _least_known,
        "restored_at": max,
        "backed_up_at": min,
        "doctor": _nothing,
    }
)
"""What is chosen of the stores' values, by key; a backup counts where every store had one."""
