"""Owns the catalogue of things worth a log line.

Never carries a name, a contact, a token or words of a visitor.
"""

from __future__ import annotations

import logging
import sys
from enum import Enum

import structlog


class LogEvent(Enum):
    """Each line this product may write: (level, sentence for whoever runs it)."""

    STATION_STARTED = (logging.INFO, "The station opened its store and takes visitors.")
    STATION_STOPPED = (logging.INFO, "The station closed its store.")
    VISIT_CHECKED_IN = (logging.INFO, "A visitor was given a number; it is on disk.")
    CHECK_IN_REFUSED = (logging.WARNING, "A check-in could not be kept; the visitor was told.")
    PICTURES_PURGED = (logging.INFO, "Pictures past their keeping time were deleted.")
    PICTURES_SWEPT = (logging.INFO, "Half-written picture files of an earlier run were removed.")
    CAMERA_OPENED = (logging.INFO, "The camera gives pictures.")
    CAMERA_LOST = (logging.WARNING, "The camera gives no picture; check-in goes on without.")
    CAMERA_ABANDONED = (
        logging.WARNING,
        "A camera read hung; it was abandoned and a new one begun.",
    )
    CAMERA_BACK = (logging.INFO, "The camera gives pictures again.")
    SYNC_UP_LOST = (logging.WARNING, "The server cannot be reached; visits are kept here.")
    SYNC_UP_BACK = (logging.INFO, "The server took visits again.")
    SYNC_DOWN_LOST = (logging.WARNING, "The state of the site cannot be read; the last one stands.")
    SYNC_DOWN_BACK = (logging.INFO, "The state of the site is read again.")
    EVENT_SET_ASIDE = (logging.ERROR, "The server refused an event; it is kept for a human.")
    EPOCH_CHANGED = (logging.WARNING, "The server was restored; everything is offered to it again.")
    WORKER_FAILED = (logging.ERROR, "A worker met a fault it did not expect and begins anew.")
    QT_COMPLAINED = (logging.WARNING, "Qt or a screen warned; something may look wrong.")
    SERVER_STARTED = (logging.INFO, "The server listens.")
    SERVER_FAULT = (logging.ERROR, "A request met a fault nobody expected; the caller got a 500.")
    REQUEST_REFUSED = (logging.INFO, "A request was malformed or not allowed.")
    EVENTS_ACCEPTED = (logging.INFO, "Events of a station were stored.")
    MEMBER_SIGNED_IN = (logging.INFO, "A member signed in.")
    MEMBER_LOCKED = (logging.WARNING, "Five wrong PINs; this member must wait or get a new PIN.")
    VISIT_CALLED = (logging.INFO, "A member called a visitor.")
    VISIT_ENDED = (logging.INFO, "A visit ended.")
    PAIRED = (logging.INFO, "A lead approved this kiosk; its token is on disk.")
    STATION_PAIRED = (logging.INFO, "A kiosk got a new token; what its letter had before is void.")
    STATION_REVOKED = (logging.WARNING, "A kiosk's token was taken back; pair it again to use it.")
    TABLET_UNPAIRED = (logging.INFO, "A tablet was unpaired; whoever was signed in there is out.")
    TOKEN_IN_TWO_PLACES = (
        logging.ERROR,
        "A kiosk's token is used from two places at once; it is stopped until a lead chooses.",
    )
    TIMER_FIRED = (logging.INFO, "Timed work on a visit was done.")

    def __init__(self, level: int, sentence: str) -> None:
        self.level = level
        self.sentence = sentence


def log(event: LogEvent, **fields: object) -> None:
    """Writes one catalogued line with `fields`: ids, counts and codes only."""
    structlog.get_logger("kiosk").log(event.level, event.name.lower(), **fields)


def configure(*, as_json: bool) -> None:
    """Sends the journal to standard error, one line an event; call once, at the process's start."""
    render: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            render,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)
