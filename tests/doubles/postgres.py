"""A PostgreSQL of the tests' own: a cluster in a temporary folder, on a socket only they know.

It refuses to run as root: then it is another account's. What the machine loses at once, it may lose
(`fsync` is off); what is committed outlives a kill of its processes.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

import psycopg
from psycopg import sql

START_LIMIT_S = 120
GUARDED = "guarded"
"""The one account that takes a password."""
_DEBIAN = Path("/usr/lib/postgresql")
_ACCOUNTS = ("postgres", "nobody")
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "150",
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_min_messages": "fatal",
}


def programs() -> Path | None:
    """The folder with the newest PostgreSQL of this machine, None when it has none."""
    debian = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return None if found is None else Path(found).resolve().parent


class Cluster:
    """The database server; `start` and `kill` may be said again and again.

    `durable`: what is committed is on the disk, as it is where people work.
    """

    def __init__(self, *, durable: bool = False) -> None:
        lasting = {"fsync": "on", "full_page_writes": "on"} if durable else {}
        self._settings = {**_SETTINGS, **lasting}
        where = programs()
        assert where is not None, "no PostgreSQL here: scripts/setup test installs it"
        self._programs = where
        self.folder = Path(tempfile.mkdtemp(prefix="kiosk-pg-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._names = 0
        self._dropped: list[str] = []
        account = _account()
        if account is not None:
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self._as = ["setpriv", "--pdeathsig", "QUIT"]
        if account is not None:
            ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
            self._as += ids
        # By rules of a language, as databases of people are made: no order may depend on it.
        options = ["--username=kiosk", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        options += ["--locale-provider=icu", "--icu-locale=en", "--no-sync"]
        self._run("initdb", f"--pgdata={self.folder / 'data'}", *options)

        rules = self.folder / "data" / "pg_hba.conf"
        rules.write_text(f"local all {GUARDED} scram-sha-256\n{rules.read_text()}")

    def start(self) -> None:
        """Runs when it answers."""
        settings = [f"--{name}={value}" for name, value in self._settings.items()]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *self._as,
                    str(self._programs / "postgres"),
                    "-D",
                    str(self.folder / "data"),
                    f"--unix_socket_directories={self.folder}",
                    *settings,
                ],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        pause = Event()
        for _ in range(START_LIMIT_S * 50):
            assert self._process.poll() is None, self.log
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                pause.wait(0.02)
            else:
                return
        raise AssertionError(self.log)

    def kill(self) -> None:
        """Every process of it at once, as the machine's death would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As its service is stopped: connections are cut."""
        self._end(signal.SIGINT)

    def remove(self) -> None:
        """Ends it, and leaves nothing behind."""
        if self._process is not None:
            self._end(signal.SIGQUIT)
        shutil.rmtree(self.folder)

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://kiosk@/{name}?host={self.folder}"

    def make(self, template: str = "template1") -> str:
        """A new database, a copy of `template`, which nobody may use meanwhile; its name."""
        self._names += 1
        name = f"kiosk_{self._names}"
        made = sql.SQL("create database {} template {} strategy file_copy")
        with self.admin() as connection:
            connection.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def cut_off(self, name: str) -> None:
        """Whoever is connected is connected no longer."""
        query = "select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = %s"
        with self.admin() as connection:
            connection.execute(query, (name,))

    def drop(self, *names: str) -> None:
        """What a request that never ended still uses goes with a later one."""
        self._dropped += names
        with self.admin() as connection:
            for name in tuple(self._dropped):
                gone = sql.SQL("drop database if exists {}").format(sql.Identifier(name))
                with suppress(psycopg.errors.ObjectInUse):
                    connection.execute(gone)
                    self._dropped.remove(name)

    @contextmanager
    def admin(self) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        """A connection beside the homes'."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            yield connection

    def _end(self, how: signal.Signals) -> None:
        assert self._process is not None, "it was started"
        if how is signal.SIGKILL:
            self._process.send_signal(signal.SIGSTOP)  # it makes no new ones meanwhile
            for child in _children(self._process.pid):
                os.kill(child, how)
        self._process.send_signal(how)
        self._process.wait(START_LIMIT_S)
        self._process = None

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self._programs / program), *arguments]
        subprocess.run(command, cwd="/", check=True, capture_output=True)


@contextmanager
def cluster_running(*, durable: bool = False) -> Iterator[Cluster]:
    """One that runs while the block does."""
    cluster = Cluster(durable=durable)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


def _account() -> pwd.struct_passwd | None:
    """Whose it is when root runs the tests."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in _ACCOUNTS if name in known)


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]
