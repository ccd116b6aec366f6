"""Journal: every line that this product may log, and the configuration of logging.

A line carries ids, counts and codes, and never a name, a contact, a token or words of a visitor.
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import structlog

from kiosk.machine.log_writer import NonBlockingHandler

_LONGEST_SAID = 500
"""Characters kept of what a library says."""


class LogEvent(Enum):
    """Each line this product may write: (level, sentence for whoever runs it)."""

    STATION_STARTED = (logging.INFO, "The station opened its store and takes visitors.")
    STATION_STOPPED = (logging.INFO, "The station closed its store.")
    STARTED_SAFE = (logging.ERROR, "Five starts showed no screen; this one is without a camera.")
    STORE_DAMAGED = (logging.ERROR, "The store's file is bad or gone; it was set aside.")
    DATABASE_LOST = (logging.ERROR, "The database does not do what it should; kiosks wait.")
    DATABASE_BACK = (logging.WARNING, "The database takes what is written again.")
    STORE_PUT_BACK = (logging.WARNING, "Another file replaced the damaged store; visits go on.")
    BACKUP_MADE = (logging.INFO, "The store was copied to this disk.")
    BACKUP_FAILED = (logging.WARNING, "The store could not be copied; another attempt follows.")
    VISIT_CHECKED_IN = (logging.INFO, "A visitor was given a number; it is on disk.")
    CHECK_IN_REFUSED = (logging.WARNING, "A check-in could not be stored; the visitor was told.")
    PICTURES_PURGED = (logging.INFO, "Pictures past their keeping time were deleted.")
    CLEANING_PROCESS_DIED = (logging.WARNING, "The process that cleans pictures died; another one.")
    PICTURES_SWEPT = (logging.INFO, "Picture files that belong to no visit were removed.")
    PICTURES_STUCK = (logging.ERROR, "Picture files that must go cannot be deleted; see this disk.")
    PICTURES_UNREACHABLE = (logging.WARNING, "The bucket of pictures did not answer; later again.")
    PICTURES_MISSING = (logging.WARNING, "Visits name pictures whose files are gone.")
    PICTURE_NOT_KEPT = (logging.WARNING, "The disk has no room for a picture; the visit went on.")
    READING_ADDED = (logging.INFO, "A picture was read after its check-in; the words follow.")
    READING_NOT_KEPT = (logging.WARNING, "What was read after a check-in could not be stored.")
    WORDS_PURGED = (logging.INFO, "Names and phone tokens of settled visits were emptied here.")
    DISK_FILLING = (logging.WARNING, "The disk is filling: no pictures are kept, free some space.")
    DISK_ROOMY = (logging.INFO, "The disk has room again; pictures are kept.")
    LOG_LARGE = (logging.WARNING, "The write-ahead log grows; something holds the store open.")
    CAMERA_OPENED = (logging.INFO, "The camera gives pictures.")
    CAMERA_LOST = (logging.WARNING, "The camera gives no picture; check-in goes on without it.")
    CAMERA_ABANDONED = (
        logging.WARNING,
        "A camera read hung; it was abandoned and another one started.",
    )
    CAMERA_BACK = (logging.INFO, "The camera gives pictures again.")
    TOUCH_STUCK = (
        logging.WARNING,
        "A touch never ends, or there are too many at once: wipe the screen.",
    )
    SOUND_SILENT = (logging.WARNING, "No sound can be played; everything is still shown.")
    READER_DIED = (
        logging.WARNING,
        "The reading process died on a picture; another takes over.",
    )
    READING_OFF = (
        logging.ERROR,
        "Pictures are taken but not read: the models are not as installed.",
    )
    LIST_READ = (logging.INFO, "A list of this site was read.")
    LIST_REFUSED = (
        logging.ERROR,
        "A list of this site cannot be used; the last good one stays.",
    )
    ROW_LEFT_OUT = (logging.WARNING, "A row of a list cannot be used; the others are.")
    SYNC_UP_LOST = (logging.WARNING, "The server cannot be reached; visits are kept here.")
    SYNC_UP_BACK = (logging.INFO, "The server took visits again.")
    SYNC_DOWN_LOST = (
        logging.WARNING,
        "The state of the site cannot be read; the last one stays.",
    )
    SYNC_DOWN_BACK = (logging.INFO, "The state of the site is read again.")
    SYNC_PICTURES_LOST = (
        logging.WARNING,
        "Pictures do not get through to the server; visits do. They are kept here.",
    )
    SYNC_PICTURES_BACK = (logging.INFO, "The server took pictures again.")
    SYNC_HINTS_LOST = (
        logging.WARNING,
        "Requests cannot be held open; changes of the site are asked for every few seconds.",
    )
    SYNC_HINTS_BACK = (logging.INFO, "Requests are held open again.")
    EVENT_SET_ASIDE = (
        logging.ERROR,
        "An event or picture that the server cannot take was set aside.",
    )
    EPOCH_CHANGED = (logging.WARNING, "The server was restored; everything is offered to it again.")
    CLOCK_DOUBTED = (
        logging.ERROR,
        "This machine's clock was set; nothing is deleted until something else confirms the time.",
    )
    CLOCK_BELIEVED = (logging.INFO, "The time is confirmed; what is past its time is deleted.")
    INSTANTS_CORRECTED = (
        logging.WARNING,
        "Rows dated in the future, by a clock that was wrong, are dated now.",
    )
    CONNECTIONS_CROWDED = (
        logging.WARNING,
        "Too many connections do nothing; the oldest of them are closed.",
    )
    EPOCH_RENEWED = (
        logging.ERROR,
        "A kiosk has read more than this store holds: an older copy of it was put back.",
    )
    WORKER_FAILED = (logging.ERROR, "A worker failed unexpectedly and starts over.")
    QT_COMPLAINED = (logging.WARNING, "Qt or a screen warned; something may look wrong.")
    PROCESS_ENDED = (logging.WARNING, "A server process ended; another one takes its place.")
    PROCESS_HUNG = (logging.ERROR, "A server process gave no sign of life and was ended.")
    SERVER_STARTED = (logging.INFO, "The server listens.")
    SERVER_FAULT = (logging.ERROR, "A request failed unexpectedly; the caller got a 500.")
    REQUEST_REFUSED = (logging.INFO, "A request was malformed or not allowed.")
    VALUES_VOIDED = (logging.WARNING, "A kiosk sent values that cannot be; the rest was taken.")
    EVENTS_ACCEPTED = (logging.INFO, "Events of a station were stored.")
    MEMBER_SIGNED_IN = (logging.INFO, "A member signed in.")
    MEMBER_LOCKED = (logging.WARNING, "Five wrong PINs; this member must wait or get a new PIN.")
    VISIT_CALLED = (logging.INFO, "A member called a visitor.")
    VISIT_ENDED = (logging.INFO, "A visit ended.")
    PAIRING_LOST = (logging.WARNING, "The server gives this kiosk no pairing code; it asks again.")
    PAIRED = (logging.INFO, "A lead approved this kiosk; its token is on disk.")
    TOKEN_SET_ASIDE = (
        logging.WARNING,
        "This kiosk's token was set aside; it shows a code for a lead to approve.",
    )
    TOKEN_STUCK = (logging.ERROR, "The token's file cannot be written; see to its folder.")
    STATION_PAIRED = (
        logging.INFO,
        "A kiosk got a new token; the one its letter had is void.",
    )
    STATION_REVOKED = (logging.WARNING, "A kiosk's token was revoked; pair it again to use it.")
    TABLET_UNPAIRED = (logging.INFO, "A tablet was unpaired, and whoever used it was signed out.")
    TOKEN_IN_TWO_PLACES = (
        logging.ERROR,
        "A kiosk's token is used on two machines at once; it is suspended until a lead decides.",
    )
    MANY_PICTURES_SEEN = (logging.WARNING, "A member opened over 50 pictures within an hour.")
    WORDS_FORGOTTEN = (logging.INFO, "Names and words past their keeping time were deleted.")
    RETENTION_REFUSED = (
        logging.ERROR,
        "The clock cannot be right; nothing was deleted. Set it, or run kiosk purge.",
    )
    TIMER_FIRED = (logging.INFO, "Timed work on a visit was done.")

    def __init__(self, level: int, sentence: str) -> None:
        self.level = level
        self.sentence = sentence


def log(event: LogEvent, **fields: object) -> None:
    """Logs one event with `fields`: ids, counts and codes only."""
    name = event.name.lower()
    words = " ".join([name, *(f"{key}={value}" for key, value in fields.items())])
    logging.getLogger("kiosk").log(event.level, "%s", words, extra={"said": name, "fields": fields})


def configure(*, as_json: bool) -> None:
    """Sends the journal to standard error, one line an event; call once, at the process's start."""
    lines = _Lines(as_json=as_json)
    handler = NonBlockingHandler(sys.stderr, lines.left_out)
    handler.setFormatter(lines)
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("alembic").setLevel(logging.WARNING)


def quiet() -> None:
    """Writes nothing more: the command that runs tells its own findings."""
    for name in ("kiosk", "psycopg"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


class _Lines(logging.Formatter):
    """Formats our events with their fields, and what libraries say as one line each.

    As JSON for programs; at a terminal the time, the sentence, and what it is about.
    """

    def __init__(self, *, as_json: bool) -> None:
        super().__init__("%(message)s")
        self._as_json = as_json

    @cached_property
    def _render(self) -> structlog.typing.Processor:
        import structlog  # late: it brings asyncio and more, and the first frame comes before

        return structlog.processors.JSONRenderer()

    def left_out(self, count: int) -> str:
        """The line for `count` lines that nobody read in time."""
        said = f"{count} lines were left out: nobody read them in time"
        return self.format(logging.LogRecord("log", logging.WARNING, "", 0, said, None, None))

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        if not self._as_json:
            return _at_terminal(record)
        line = {
            **_fields_of(record),
            "level": record.levelname.lower(),
            "timestamp": f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
        }
        return str(self._render(None, record.levelname, line))


def _at_terminal(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC).astimezone()
    mark = "" if record.levelno <= logging.INFO else f"{record.levelname.lower()}: "
    event = getattr(record, "said", None)
    if event is None:
        return f"{at:%H:%M:%S}  {mark}{_first_line(record)}  [{record.name}]"
    details = " ".join(record.getMessage().split())
    return f"{at:%H:%M:%S}  {mark}{LogEvent[event.upper()].sentence}  [{details}]"


def _fields_of(record: logging.LogRecord) -> dict[str, object]:
    """What a line says: our event with its fields, or the first line of a library's words."""
    fields: dict[str, object] | None = getattr(record, "fields", None)
    if fields is not None:
        return {**fields, "event": getattr(record, "said", "")}
    line: dict[str, object] = {"event": "library_line", "logger": record.name}
    line["said"] = _first_line(record)
    if record.exc_info and record.exc_info[0] is not None:
        line["kind"] = record.exc_info[0].__name__
    return line


def _first_line(record: logging.LogRecord) -> str:
    said = record.getMessage().strip().splitlines() or [""]
    return said[0][:_LONGEST_SAID]
