"""The root folder of a bare Debian with the kiosk deployed in it by the steps of docs/deploy.md.

Made once for each Debian and lock, which takes some minutes, and kept in the user's cache. The
files of this checkout are copied in anew each time.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.boot import display
from tests.boot.emulated import KERNEL_PACKAGES, with_touchscreen

CHECKOUT = Path(__file__).resolve().parents[2]
IN_ROOT = Path("opt/walkup-kiosk")
BOOT_PACKAGES = ("systemd-sysv", "dbus", "procps", "xvfb")
"""What a real machine has, and a display in memory."""
STATION = """
data_dir = "/var/lib/walkup-kiosk"

[server]
url = "http://127.0.0.1:8620"
token_file = "/var/lib/walkup-kiosk/token"

[camera]
source = "off"
"""
SITE = """
id = "london"
name = "The Help Bar"
data_dir = "/var/lib/walkup-kiosk-server"

[[stations]]
letter = "B"
seats = [1, 2, 3]
"""
SLOW = """
[Service]
TimeoutStartSec=600
WatchdogSec=300
"""
"""A computer that is emulated without KVM is some 20 times slower than a real one."""
SLOW_UDEV = "ExecStartPre=-/usr/bin/udevadm settle --timeout=400\n"
"""The same wait as in the unit, for as long as udev takes there."""
_UNITS = "etc/systemd/system"
_DROP_INS = f"{_UNITS}/kiosk.service.d"


def deployed_root(suite: str) -> Path:
    """The root of that Debian with the units of this checkout enabled, and no state of any run."""
    with _one_at_a_time():
        root = _cached_root(suite)
        _deploy(root, suite)
        _write(root / _UNITS / display.UNIT_NAME, display.UNIT)
        _write(root / _DROP_INS / "display.conf", display.DROP_IN)
    return root


def deployed_disk(suite: str) -> Path:
    """The same with a kernel, for a computer of its own; station B is paired."""
    with _one_at_a_time():
        root = _cached_disk(suite)
        _deploy(root, suite)
    _write(root / _DROP_INS / "slow.conf", SLOW + SLOW_UDEV)
    _write(root / _UNITS / "walkup-kiosk-server.service.d/slow.conf", SLOW)
    home, token = "/var/lib/walkup-kiosk-server", "/var/lib/walkup-kiosk/token"
    inside(root, f"install -d -m 0700 -o walkup-kiosk-server -g walkup-kiosk-server {home}")
    pair = "/opt/walkup-kiosk/.venv/bin/kiosk pair --station B"
    site = "--config /etc/walkup-kiosk-server/site.toml"
    inside(root, f"install -d -m 0700 -o kiosk -g kiosk {Path(token).parent}")
    inside(root, f"runuser -u walkup-kiosk-server -- {pair} {site} > {token}")
    inside(root, f"chown kiosk:kiosk {token}; chmod 0600 {token}")
    return root


def _deploy(root: Path, suite: str) -> None:
    shutil.rmtree(root / "var/lib/walkup-kiosk", ignore_errors=True)
    shutil.rmtree(root / "var/lib/walkup-kiosk-server", ignore_errors=True)
    shutil.rmtree(root / _DROP_INS, ignore_errors=True)
    listed = subprocess.run(
        ["git", "-C", str(CHECKOUT), "ls-files", "-z"], check=True, capture_output=True, text=True
    )
    for name in listed.stdout.rstrip("\0").split("\0"):
        source, target = CHECKOUT / name, root / IN_ROOT / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    _write(root / "etc/walkup-kiosk/station.toml", STATION)
    _write(root / "etc/walkup-kiosk-server/site.toml", SITE)
    units = root / _UNITS
    shutil.copy2(CHECKOUT / "kiosk.service", units)
    shutil.copy2(CHECKOUT / "assets/systemd/walkup-kiosk-server.service", units)
    if suite == "bookworm":
        _write(root / _DROP_INS / "debian-12.conf", _for_debian_12())
    enable = "systemctl set-default graphical.target; systemctl enable seatd kiosk"
    inside(root, f"{enable} walkup-kiosk-server >/dev/null 2>&1")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two files of tests run at once, and both may need the same root made."""
    lock = _cache_folder() / "lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _cached_root(suite: str) -> Path:
    packages = (*deployed_packages(), *BOOT_PACKAGES)
    root = _cache(suite, *packages)
    whole = root / "root" / "whole"
    if not whole.exists():
        make = [str(CHECKOUT / "scripts/fresh-debian"), suite, str(root), "scripts/setup", "run"]
        subprocess.run(make, check=True)
        _install(root, *packages)
        kiosk = "useradd --system --home-dir /var/lib/walkup-kiosk --shell /usr/sbin/nologin kiosk"
        server = "useradd --system --home-dir /var/lib/walkup-kiosk-server walkup-kiosk-server"
        inside(root, f"{kiosk}; {server}")
        whole.touch()
    return root


def _cached_disk(suite: str) -> Path:
    bare = _cached_root(suite)
    root = _cache(suite, bare.name, *KERNEL_PACKAGES)
    whole = root / "root" / "whole-disk"
    if not whole.exists():
        shutil.rmtree(root, ignore_errors=True)
        subprocess.run(["cp", "-a", "--reflink=auto", str(bare), str(root)], check=True)
        _install(root, *KERNEL_PACKAGES)
        with_touchscreen(root)
        whole.touch()
    return root


def _cache(suite: str, *made_of: str) -> Path:
    recipe = hashlib.sha256((CHECKOUT / "requirements.lock").read_bytes())
    recipe.update(" ".join(made_of).encode())
    return _cache_folder() / f"{suite}-{recipe.hexdigest()[:12]}"


def _cache_folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "walkup-kiosk"


def _install(root: Path, *packages: str) -> None:
    wanted = " ".join(packages)
    inside(root, f"apt-get install -y -qq --no-install-recommends {wanted} >/dev/null")


def deployed_packages() -> tuple[str, ...]:
    """What docs/deploy.md tells people to install on a kiosk."""
    page = (CHECKOUT / "docs/deploy.md").read_text(encoding="utf-8")
    [line] = re.findall(r"(?m)^apt-get install (cage [^#\n]*)", page)
    return tuple(line.split())


def _for_debian_12() -> str:
    """What docs/deploy.md has for Debian 12, with the lines for a machine like the emulated one."""
    page = (CHECKOUT / "docs/deploy.md").read_text(encoding="utf-8")
    [drop_in] = re.findall(r"(?s)debian-12\.conf.*?```ini\n(.*?)```", page)
    return str(drop_in)


def inside(root: Path, command: str) -> None:
    """Runs a shell command with `root` as its root folder."""
    bound = (
        'mount -t proc proc "$0/proc"; mount --rbind /dev "$0/dev"; exec chroot "$0" sh -ec "$1"'
    )
    subprocess.run(
        ["unshare", "--mount", "--propagation", "private", "sh", "-ec", bound, str(root), command],
        check=True,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive"},
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)
