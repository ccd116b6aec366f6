"""Proves that the wheel holds the whole product and works away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FONTS = {
    f"kiosk/assets/fonts/{name}.ttf"
    for name in (
        "Inter-Regular",
        "Inter-Medium",
        "Inter-SemiBold",
        "InterDisplay-Medium",
        "InterDisplay-SemiBold",
    )
}
WEB_FONTS = {
    "kiosk/assets/fonts/web/fonts.css",
    *(
        f"kiosk/assets/fonts/web/{name}-{script}.woff2"
        for name in ("Inter-Regular", "Inter-Medium", "Inter-SemiBold", "InterDisplay-SemiBold")
        for script in ("latin", "latin-ext", "greek", "cyrillic")
    ),
}

FILM = {"kiosk/assets/film/laptop.avi", "kiosk/assets/film/made-from.txt"}
LARGEST_MB = 40
"""A wheel is fetched by every kiosk; most of it is the film."""

LOOK_AROUND = """
import kiosk.resources, ui, pathlib
assets = kiosk.resources.ASSETS
faces = pathlib.Path(ui.__file__).parent
print(assets)
print(all((assets / folder).is_dir() for folder in ("fonts", "film", "icons", "demo")))
print(any((faces / "touch/qml").rglob("*.qml")), any((faces / "web").rglob("*.html")))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Built from the checkout as it stands, with the build tools of the lock and no network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=240)
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def _carried(folder: str) -> set[str]:
    """Files below `folder` that git carries or will carry."""
    git = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"]
    options = ["--cached", "--others", "--exclude-standard", "--", folder]
    listed = subprocess.run([*git, *options], capture_output=True, check=True, text=True)
    return {path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()}


def test_the_wheel_holds_the_packages_the_assets_and_what_the_build_made(
    wheel: zipfile.ZipFile,
) -> None:
    inside = {name for name in wheel.namelist() if ".dist-info/" not in name}

    made = {
        *FONTS,
        *WEB_FONTS,
        *FILM,
        "kiosk/assets/fonts/OFL.txt",
        "kiosk/assets/fonts/made-from.txt",
    }
    assets = {f"kiosk/{path}" for path in _carried("assets")}
    assert inside == _carried("kiosk") | _carried("ui") | assets | made


def test_the_wheel_is_not_too_large_to_be_fetched(wheel: zipfile.ZipFile) -> None:
    size = sum(member.compress_size for member in wheel.infolist())

    assert size < LARGEST_MB * 1_000_000


def test_the_painter_of_the_film_stays_at_home(wheel: zipfile.ZipFile) -> None:
    assert [name for name in wheel.namelist() if "scripts/" in name or "painting" in name] == []


def test_the_wheel_says_its_licence_and_its_command(wheel: zipfile.ZipFile) -> None:
    inside = {Path(name).name: name for name in wheel.namelist() if ".dist-info/" in name}

    assert "Apache License" in wheel.read(inside["LICENSE"]).decode()
    assert "kiosk = kiosk.__main__:main" in wheel.read(inside["entry_points.txt"]).decode()


def test_what_the_wheel_brings_is_found_away_from_the_checkout(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    wheel.extractall(site)

    found = subprocess.run(
        [sys.executable, "-c", LOOK_AROUND],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )

    assert found.stdout.splitlines() == [str(site / "kiosk/assets"), "True", "True True"]
