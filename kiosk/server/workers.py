"""Several server processes on one socket, and the supervisor that keeps them.

To each process the supervisor is what the service manager is to a single one: it is told READY and
signs of life. Whoever dies or hangs is replaced, while the others go on.
"""

from __future__ import annotations

import os
import secrets
import selectors
import signal
import socket
import struct
import subprocess
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from kiosk.clock import Clock, SystemClock
from kiosk.faults import SettingsFault
from kiosk.journal import LogEvent, log
from kiosk.machine.folder_lock import shared
from kiosk.machine.systemd import Notifier
from kiosk.server.home import HomeMeans, open_home
from kiosk.server.listen import Address, bound
from kiosk.settings import SiteSettings

_HANGS_S: Final = 30.0
"""A process that gave no sign of life for so long hangs, where the service manager sets no time."""
_STARTS_S: Final = 60.0
_AGAIN_S: Final = 1.0
"""Between two starts of one process: one that ends at once must not take the machine."""
_ENDS_S: Final = 10.0
_LOOKED_EVERY_S: Final = 1.0
_CREDENTIALS: Final = struct.Struct("3i")


def supervise(sites: Sequence[SiteSettings], at: Address, command: Sequence[str]) -> None:
    """Serves with `at.workers` processes until SIGTERM or SIGINT.

    `command` starts one, which serves on the socket whose number it is given. SettingsFault as from
    `listen`, before any of them is started.
    """
    if not all(settings.database for settings in sites):
        expected = "expected 1 while the store is a file; more take a database (kiosk move-home)"
        raise SettingsFault(f"serve: --workers: {expected}")
    with ExitStack() as stack:
        folders = [Path(settings.data_dir) for settings in sites]
        alone = [stack.enter_context(shared(folder)) for folder in folders]
        address = stack.enter_context(bound(at))
        for settings, folder, is_alone in zip(sites, folders, alone, strict=True):
            means = HomeMeans(database=settings.database, pictures=settings.pictures)
            home = open_home(settings.site, folder, SystemClock(), means=means)
            if is_alone:
                home.clean_up()
            home.close()
        fd = address.fileno()

        def start(more: dict[str, str]) -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                [*command, "--socket", str(fd)],
                env={**os.environ, **more},
                stdin=subprocess.PIPE,  # ends with this process, however that ends
                pass_fds=[fd],
            )

        Supervisor(start, at.workers, SystemClock(), Notifier()).run()


@dataclass
class _Worker:
    process: subprocess.Popen[bytes]
    due_s: float
    """When it hangs, unless it gives a sign of life."""
    is_ready: bool = False


class Supervisor:
    """The processes that `start` starts, `count` of them."""

    def __init__(
        self,
        start: Callable[[dict[str, str]], subprocess.Popen[bytes]],
        count: int,
        clock: Clock,
        service: Notifier,
    ) -> None:
        self._start = start
        self._clock = clock
        self._service = service
        self._hangs_s = service.beat_s * 3 or _HANGS_S
        self._workers: list[_Worker | None] = [None] * count
        self._next_start_s = [0.0] * count
        self._was_ready = False
        self._stops = False
        self._next_beat_s = 0.0
        self._name = f"kiosk-{os.getpid()}-{secrets.token_hex(8)}"
        self._link = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
        self._link.bind(f"\0{self._name}")
        # Anybody on the machine may write there: the kernel says who did.
        self._link.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self._link.setblocking(False)

    def run(self) -> None:
        """Until a signal says so; then ends them all."""
        woken, wakes = socket.socketpair()
        with self._link, woken, wakes, selectors.DefaultSelector() as selector:
            for one in (woken, wakes):
                one.setblocking(False)
            before = signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self._stop)
            signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
            selector.register(self._link, selectors.EVENT_READ)
            selector.register(woken, selectors.EVENT_READ)
            while not self._stops:
                self._replace()
                selector.select(_LOOKED_EVERY_S)
                with suppress(BlockingIOError):
                    woken.recv(4_096)
                self._read()
                self._beat()
            self._service.stopping()
            self._end()
            signal.set_wakeup_fd(before)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stops = True

    def _replace(self) -> None:
        """Starts whoever is not there; ends whoever hangs, to be replaced then."""
        now_s = self._clock.monotonic_s()
        for place, worker in enumerate(self._workers):
            if worker is not None:
                if worker.process.poll() is not None:
                    log(LogEvent.PROCESS_ENDED, status=worker.process.returncode)
                    self._workers[place] = None
                elif now_s >= worker.due_s:
                    log(LogEvent.PROCESS_HUNG)
                    worker.process.kill()
                    worker.due_s = now_s + self._hangs_s
            elif now_s >= self._next_start_s[place]:
                self._next_start_s[place] = now_s + _AGAIN_S
                self._workers[place] = _Worker(self._started(), now_s + _STARTS_S)

    def _started(self) -> subprocess.Popen[bytes]:
        microseconds = str(int(self._hangs_s * 1_000_000))
        return self._start({"NOTIFY_SOCKET": f"@{self._name}", "WATCHDOG_USEC": microseconds})

    def _read(self) -> None:
        """What the processes say of themselves."""
        space = socket.CMSG_SPACE(_CREDENTIALS.size)
        while True:
            try:
                said, ancillary, _, _ = self._link.recvmsg(4_096, space)
            except BlockingIOError:
                return
            for level, kind, content in ancillary:
                if (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
                    self._note(_CREDENTIALS.unpack(content)[0], said.split(b"\n"))

    def _note(self, pid: int, said: Sequence[bytes]) -> None:
        for worker in self._workers:
            if worker is None or worker.process.pid != pid:
                continue
            if b"READY=1" in said or (worker.is_ready and b"WATCHDOG=1" in said):
                worker.is_ready = True
                worker.due_s = self._clock.monotonic_s() + self._hangs_s
        if not self._was_ready and all(one is not None and one.is_ready for one in self._workers):
            self._was_ready = True
            self._service.ready()

    def _beat(self) -> None:
        now_s = self._clock.monotonic_s()
        if self._was_ready and self._service.beat_s > 0 and now_s >= self._next_beat_s:
            self._next_beat_s = now_s + self._service.beat_s
            self._service.alive()

    def _end(self) -> None:
        processes = [one.process for one in self._workers if one is not None]
        for process in processes:
            process.terminate()
        ends_s = self._clock.monotonic_s() + _ENDS_S
        for process in processes:
            try:
                process.wait(max(0.0, ends_s - self._clock.monotonic_s()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
