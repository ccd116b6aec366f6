"""A booted Debian: its own systemd as process 1 of new namespaces, on this machine's kernel.

Needs root. Processes, mounts, network and control groups are its own. Its disk starts as the folder
given; what it writes there is in memory and goes with it, so no machine finds traces of another.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.doubles.waiting import HANG_S, until

_BOOT = """
disk=$1
mount -t tmpfs -o mode=755 tmpfs "$disk/mnt"
root=$disk/mnt/root
written=$disk/mnt/written
work=$disk/mnt/work
mkdir "$root" "$written" "$work"
mount -t overlay -o "lowerdir=$disk,upperdir=$written,workdir=$work" overlay "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
mkdir -p "$root/dev/pts" "$root/dev/shm"
for device in null zero full random urandom tty; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup" 2>/dev/null || true
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
hostname kiosk
cd "$root"
mkdir -p mnt
pivot_root . mnt
umount -l /mnt
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --log-target=journal --show-status=0
"""
_NAMESPACES = ("--pid", "--fork", "--mount", "--uts", "--ipc", "--cgroup", "--net", "--kill-child")


class BootedMachine:
    """A running machine; `run` executes a command in it."""

    def __init__(self, init_pid: int) -> None:
        self._init_pid = init_pid

    def run(self, *command: str) -> str:
        """The command's output, without the last line break; what it says of faults is dropped."""
        inside = [
            "nsenter",
            "-t",
            str(self._init_pid),
            "-m",
            "-u",
            "-i",
            "-n",
            "-p",
            "-C",
            "-r",
            "-w",
        ]
        clean = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]
        done = subprocess.run(
            [*inside, *clean, *command],
            capture_output=True,
            check=False,
            text=True,
            timeout=HANG_S,
        )
        return done.stdout.strip()

    def path(self, inside: str) -> Path:
        """Where a file of the machine is found from outside, also on a disk in memory."""
        return Path(f"/proc/{self._init_pid}/root{inside}")

    def shows(self, unit: str, name: str) -> str:
        """A property of a unit, as systemd has it."""
        return self.run("systemctl", "show", unit, "--property", name, "--value")

    def is_active(self, unit: str) -> bool:
        """Whether systemd has heard READY and the process runs."""
        return self.run("systemctl", "is-active", unit) == "active"

    def journal(self, unit: str) -> str:
        """What the unit has logged in this boot."""
        return self.run("journalctl", "--unit", unit, "--no-pager", "--output", "cat")


@contextmanager
def booted(root: Path) -> Iterator[BootedMachine]:
    """A machine whose disk starts as `root`, until the block ends."""
    group = _new_control_group()
    command = ["unshare", *_NAMESPACES, "--propagation", "private", "sh", "-euc", _BOOT, "sh"]
    log = (root / "root/boot.log").open("wb")
    with log:
        process = subprocess.Popen([*command, str(root)], stdout=log, stderr=log)
        (group / "cgroup.procs").write_text(str(process.pid))
    try:
        until(lambda: _child_of(process.pid) is not None, "process 1")
        init_pid = _child_of(process.pid)
        assert init_pid is not None
        machine = BootedMachine(init_pid)
        until(lambda: machine.run("systemctl", "is-system-running") != "", "systemd")
        yield machine
    finally:
        process.send_signal(signal.SIGKILL)  # with --kill-child all of the machine goes
        process.wait(HANG_S)
        _remove(group)


def _child_of(pid: int) -> int | None:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0]) if children else None


def _new_control_group() -> Path:
    """An empty group below the second version's root, wherever this machine has that mounted."""
    mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    places = [words[1] for words in map(str.split, mounts) if words[2] == "cgroup2"]
    if not places:
        place = Path("/sys/fs/cgroup/unified")
        place.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "cgroup2", "cgroup2", str(place)], check=True)
        places = [str(place)]
    group = Path(places[0]) / f"kiosk-boot-{os.getpid()}"
    group.mkdir()
    return group


def _remove(group: Path) -> None:
    events = group / "cgroup.events"
    until(lambda: "populated 0" in events.read_text(), "the end of the last process")
    for folder, _, _ in os.walk(group, topdown=False):
        os.rmdir(folder)
