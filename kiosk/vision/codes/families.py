"""Families of codes, as the shipped files say them (assets/codes).

A file is a family: where its codes are looked for, each code with what it means to the visitor and
to the member, and the public page that says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.vision.codes.company import Beginnings, Companions, Near

_COMPANIONS: Final = "companions.toml"
_STOP: Final = "stop"
"""What the names of files with stop codes of Windows begin with."""


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """Codes that are looked for in the same context.

    `near` must match the line or the one above, `anywhere` some line of the picture.
    """

    name: str
    near: Near
    anywhere: Beginnings | None
    is_stop: bool
    """Whether they are the numbers of Windows' stop screens."""


@dataclass(frozen=True, slots=True, eq=False)
class KnownCode:
    """A code or plain sentence, what it means, and the public page that says so."""

    ways: tuple[str, ...]
    meaning: str
    member: str
    source: str
    family: Family

    @property
    def code(self) -> str:
        """The way the table names first."""
        return self.ways[0]


@dataclass(frozen=True, slots=True)
class Families:
    """All that the files say."""

    codes: tuple[KnownCode, ...]
    sentences: tuple[KnownCode, ...]
    companions: Companions


def read_families(folder: Path) -> Families:
    """The families in `folder`."""
    companions = Companions(_read(folder / _COMPANIONS))
    codes: list[KnownCode] = []
    sentences: list[KnownCode] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name != _COMPANIONS:
            file = _read(path)
            family = _family(path.stem, file, companions)
            codes += _rows(file, "codes", family)
            sentences += _rows(file, "sentences", family)
    return Families(tuple(codes), tuple(sentences), companions)


def _read(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _family(name: str, file: Mapping[str, Any], companions: Companions) -> Family:
    anywhere = file.get("anywhere")
    return Family(
        name,
        near=Near(file.get("near"), companions),
        anywhere=Beginnings(anywhere) if anywhere else None,
        is_stop=name.partition("-")[0] == _STOP,
    )


def _rows(file: Mapping[str, Any], part: str, family: Family) -> Iterator[KnownCode]:
    for ways, row in file.get(part, {}).items():
        source = file["sources"][row["source"]]
        yield KnownCode(tuple(ways.split("|")), row["means"], row["member"], source, family)
