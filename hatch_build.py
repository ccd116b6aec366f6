"""Build hook: makes assets/fonts and assets/film, and puts assets/ into the wheel. Uses no network.

Qt does not apply a variable font's optical size, so each cut the faces use is instanced once, from
the variable Inter that the build requirement fontpkg-inter carries. Pages get the same cuts in
parts, one for each script, compressed as WOFF2. The film that stands in for a camera is painted by
scripts/film. `python hatch_build.py` makes what is missing in a checkout.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_FONTS = Path("assets", "fonts")
_WEB = "web"
_FILM = Path("assets", "film")
_PAINTER = Path("scripts", "film")
_LICENCE = "OFL.txt"
_STAMP = "made-from.txt"
_WINDOWS_ENGLISH = (3, 1, 0x409)
_REGULAR_WEIGHT = 400
_BOLD_BIT, _REGULAR_BIT = 1 << 5, 1 << 6


class Cut(NamedTuple):
    """One static font: `optical` is the design size in points, `weight` the CSS weight."""

    family: str
    style: str
    optical: int
    weight: int

    @property
    def file_name(self) -> str:
        """The file's name, which is also its PostScript name."""
        return f"{self.family.replace(' ', '')}-{self.style}"


CUTS = (
    Cut("Inter", "Regular", 14, 400),
    Cut("Inter", "Medium", 14, 500),
    Cut("Inter", "SemiBold", 14, 600),
    Cut("Inter Display", "Medium", 32, 500),
    Cut("Inter Display", "SemiBold", 32, 600),
)


WEB_CUTS = tuple(cut for cut in CUTS if cut.file_name != "InterDisplay-Medium")
"""What the pages draw with."""
SCRIPTS = {
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, "
    "U+2122, U+2190-2193, U+2212, U+2713, U+FEFF, U+FFFD",
    "latin-ext": "U+0100-0130, U+0132-0151, U+0154-02C5, U+02C7-02D9, U+02DB, U+02DD-036F, "
    "U+1E00-1EFF, U+20A0-20AB, U+20AD-20C0, U+2C60-2C7F, U+A720-A7FF",
    "greek": "U+0370-03FF, U+1F00-1FFF",
    "cyrillic": "U+0400-052F, U+1C80-1C88, U+2DE0-2DFF, U+A640-A69F",
}
"""The parts of a font for the pages: the code points of each. A browser fetches what it draws."""
WEB_FEATURES = ("cv05", "ss03", "tnum")
"""What the pages switch on beside what every text has."""


class AssetsHook(BuildHookInterface[Any]):
    """Makes what is missing or old in assets/, and puts assets/ into a real wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Runs before each wheel; `version` is "editable" when the checkout itself is installed."""
        make_assets(Path(self.root))
        if version != "editable":
            build_data["force_include"]["assets"] = "kiosk/assets"


def make_assets(root: Path) -> None:
    """Makes fonts and film below `root`, each only where its stamp is not up to date."""
    fonts = _made_from(("brotli", "fontpkg-inter", "fonttools"), [Path(__file__)])
    _make_if_old(root / _FONTS, fonts, _fill_with_fonts)
    # The film shows words in these fonts.
    painter = [root / _FONTS / _STAMP, *sorted((root / _PAINTER).glob("*.py"))]
    film = _made_from(("numpy", "opencv-python-headless", "pillow"), painter)
    _make_if_old(root / _FILM, film, lambda folder: _paint_film(root, folder))


def _make_if_old(folder: Path, made_from: str, fill: Callable[[Path], None]) -> None:
    """Fills `folder` unless its stamp says it is up to date; the stamp is written last."""
    stamp = folder / _STAMP
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == made_from:
        return
    folder.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    fill(folder)
    _write(stamp, made_from.encode())


def _fill_with_fonts(folder: Path) -> None:
    source = _source()
    for cut in CUTS:
        _make(source / "files" / "Inter[opsz,wght].ttf", cut, folder / f"{cut.file_name}.ttf")
    _write(folder / _LICENCE, (source / "LICENSE").read_bytes())
    _fill_for_pages(folder, folder / _WEB)


def _fill_for_pages(fonts: Path, folder: Path) -> None:
    """The parts of each cut, and the style sheet that names them with their code points."""
    folder.mkdir(exist_ok=True)
    faces = []
    for cut in WEB_CUTS:
        for script, code_points in SCRIPTS.items():
            name = f"{cut.file_name}-{script}.woff2"
            _make_part(fonts / f"{cut.file_name}.ttf", code_points, folder / name)
            faces.append(
                f'@font-face {{\n  font-family: "{cut.family}";\n  font-weight: {cut.weight};\n'
                f'  font-display: swap;\n  src: url("{name}") format("woff2");\n'
                f"  unicode-range: {code_points};\n}}\n"
            )
    _write(folder / "fonts.css", "\n".join(faces).encode())


def _make_part(whole: Path, code_points: str, target: Path) -> None:
    from fontTools import subset

    options = subset.Options(flavor="woff2", with_zopfli=False)
    options.layout_features += WEB_FEATURES
    with subset.load_font(str(whole), options) as font:
        part = subset.Subsetter(options)
        part.populate(unicodes=subset.parse_unicodes(code_points.replace("U+", "")))
        part.subset(font)
        unfinished = target.with_suffix(".part")
        subset.save_font(font, str(unfinished), options)
    os.replace(unfinished, target)


def _paint_film(root: Path, folder: Path) -> None:
    # A builder loads this file alone, so the checkout it belongs to is not on the path.
    sys.path.insert(0, str(root))
    try:
        from scripts import film
    finally:
        sys.path.remove(str(root))
    film.render(folder / "laptop.avi")


def _made_from(packages: tuple[str, ...], recipe: list[Path]) -> str:
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in recipe)).hexdigest()[:16]
    versions = " ".join(f"{name} {version_of(name)}" for name in packages)
    return f"{versions} recipe {digest}\n"


def _source() -> Path:
    import fontpkg_inter  # a build requirement: absent where the wheel is only installed

    return Path(fontpkg_inter.__file__).parent


def _make(variable: Path, cut: Cut, target: Path) -> None:
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = instantiateVariableFont(TTFont(variable), {"opsz": cut.optical, "wght": cut.weight})
    del font["STAT"]  # speaks of axes that are gone
    _name(font, cut)
    unfinished = target.with_suffix(".part")
    font.save(unfinished)
    os.replace(unfinished, target)


def _name(font: TTFont, cut: Cut) -> None:
    """Writes the names by which fontconfig, Qt and CSS group the cuts into one family by weight.

    Old four-style families (ids 1 and 2) hold regular and bold only, so every other weight is a
    family of its own there and says where it belongs in ids 16 and 17.
    """
    regular = cut.weight == _REGULAR_WEIGHT
    full = f"{cut.family} {cut.style}"
    names = {
        1: cut.family if regular else full,
        2: "Regular",
        3: f"{font['head'].fontRevision:.3f};RSMS;{cut.file_name}",
        4: full,
        6: cut.file_name,
        16: None if regular else cut.family,
        17: None if regular else cut.style,
        25: None,
    }
    for name_id, text in names.items():
        font["name"].removeNames(nameID=name_id)
        if text is not None:
            font["name"].setName(text, name_id, *_WINDOWS_ENGLISH)
    font["OS/2"].usWeightClass = cut.weight
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~_BOLD_BIT | _REGULAR_BIT
    font["head"].macStyle = 0


def _write(target: Path, content: bytes) -> None:
    unfinished = target.with_suffix(".part")
    unfinished.write_bytes(content)
    os.replace(unfinished, target)


if __name__ == "__main__":
    make_assets(Path(__file__).resolve().parent)
