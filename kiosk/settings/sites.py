"""Reader of the site files of one server: one site.toml, or a folder of them.

Each site has a file, a data folder and an address of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.faults import SettingsFault
from kiosk.settings.site import SiteSettings, read_site


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file that was read; `settings` are None when `fault` says what is wrong with it."""

    path: Path
    settings: SiteSettings | None
    fault: SettingsFault | None = None


def read_sites(path: Path) -> Sequence[SiteSettings]:
    """The sites of `path`; SettingsFault for the first that is wrong or claims another's."""
    known = []
    for file in check_sites(path):
        if file.settings is None:
            assert file.fault is not None, "a file without settings has a fault"
            raise file.fault
        known.append(file.settings)
    return known


def check_sites(path: Path) -> Sequence[SiteFile]:
    """Every site file of `path`, in order of its name, each with its settings or its fault.

    SettingsFault when `path` is a folder without any.
    """
    if not path.is_dir():
        return [_read(path)]
    files = [_read(file) for file in sorted(path.glob("*.toml"))]
    if not files:
        raise SettingsFault(f"{path}: expected a site.toml, or a folder with one for each site")
    return _apart(files)


def _read(path: Path) -> SiteFile:
    try:
        return SiteFile(path, read_site(path))
    except SettingsFault as fault:
        return SiteFile(path, None, fault)


def _apart(files: Sequence[SiteFile]) -> Sequence[SiteFile]:
    """The files, of which none claims what one before it has."""
    if len(files) == 1:
        return files
    claimed: dict[tuple[str, Hashable], Path] = {}
    checked = []
    for file in files:
        fault = file.fault
        if file.settings is not None:
            fault = _fault(file.path, file.settings, claimed)
        checked.append(SiteFile(file.path, None if fault else file.settings, fault))
    return checked


def _fault(
    path: Path, settings: SiteSettings, claimed: dict[tuple[str, Hashable], Path]
) -> SettingsFault | None:
    if not settings.site.public_url:
        expected = (
            "expected an address: where one server has several sites, each is found by its own"
        )
        return SettingsFault(f"{path}: public_url: {expected}")
    for key, values in _CLAIMS.items():
        for value in values(settings):
            holder = claimed.setdefault((key, value), path)
            if holder != path:
                return SettingsFault(
                    f"{path}: {key}: expected another than in {holder}, got {value}"
                )
    return None


_CLAIMS: dict[str, Callable[[SiteSettings], Iterable[Hashable]]] = {
    "id": lambda it: [it.site.site_id],
    "data_dir": lambda it: [str(Path(it.data_dir).resolve())],
    "public_url": lambda it: sorted(it.site.host_names),
}
"""What only one site of a server can have, by its key in the file; a name of `hosts` counts as one
of its addresses."""
