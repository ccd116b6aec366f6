"""The interface of a database engine."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Final, Protocol

from sqlalchemy import Connection, Engine

WRITES: Final = "kiosk_writes"
"""The execution option of a connection that will write."""


class ChangeLine(Protocol):
    """A line on which processes pass each other hints of changes; StoreFault when it is lost."""

    def send(self, hint: str) -> None:
        """To every process that listens, this one among them."""

    def listen(self) -> None:
        """From now on hints are kept for `wait`."""

    def wait(self, longest_s: float) -> Sequence[str]:
        """The hints that came; none when none came for so long."""

    def close(self) -> None:
        """Ends the line, also while another thread waits."""


class Backend(Protocol):
    """Where a store lies, and what its database engine does in a way of its own."""

    in_folder: bool
    """Whether the store lies in the home's folder, and so has one server process."""

    @property
    def place(self) -> str:
        """Where the store is, as people read it; never a password."""

    def open_engine(self) -> Engine:
        """The engine of the store, which is made where that is possible.

        SettingsFault when the store cannot be had as it was named.
        """

    def migration(self, engine: Engine) -> AbstractContextManager[Connection]:
        """A transaction in which the schema may be changed; no other process does so meanwhile."""

    def lock_site(self, connection: Connection, site_id: str | None) -> None:
        """Other writers of the site wait until the transaction ends; None: of every site.

        The first thing a transaction does that writes, so that the order of commits is the order
        of the site's numbers.
        """

    def change_line(self) -> ChangeLine:
        """A new line to the other processes of this store; only for one not `in_folder`."""

    def alone(self, job: str) -> AbstractContextManager[bool]:
        """Whether no other process does that job of this store; none does until the block ends."""

    def is_made(self) -> bool:
        """Whether there is a store in this place; StoreFault when that cannot be told."""

    def is_there(self) -> bool:
        """Whether what was opened is still what others find in this place."""

    def erase_deleted(self, engine: Engine) -> bool:
        """Makes deleted rows unreadable for whoever reads the store's files.

        False when somebody who reads is in the way. No writer of this process may be active.
        """

    def revision(self) -> str | None:
        """The revision of the schema, read from a store that is checked and left as it is.

        None: it has no schema. StoreDamaged when it is not whole, StoreFault when it cannot be
        read.
        """

    def site_ids(self) -> Sequence[str]:
        """The sites that a store with a schema holds, read as `revision` does, in order."""

    def version(self) -> str:
        """The database engine and its version, as people read it."""
