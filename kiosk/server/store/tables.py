"""The server's tables, the same on every database engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, also on engines that keep no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """SQLite's own text at once: it is written several times for each fact."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC on the way in."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC on the way out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    """As SQLAlchemy writes it there: UTC without its zone."""
    if value is None:
        return None
    utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return utc.isoformat(" ", "microseconds").removesuffix("+00:00")


def _term() -> tuple[Column[Any], ...]:
    """The columns of a term besides the instant at which it ends (`store.terms`)."""
    return (Column("began_at", Instant), Column("boot_id", String), Column("ends_up_s", Float))


meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

sites = Table(
    "sites",
    metadata,
    Column("site_id", String, primary_key=True),
    Column("seq", Integer, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("site_id", String, ForeignKey("sites.site_id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("about_kind", String, nullable=False),
    Column("about_id", String(36), nullable=False),
    Column("actor", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("type", String, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("site_id", "seq"),
    Index("events_by_about", "about_id"),
)

event_private = Table(
    "event_private",
    metadata,
    Column("event_id", String(36), ForeignKey("events.id"), primary_key=True),
    Column("words", JSON, nullable=False),
)

OPEN_STATES = "state not in ('finished', 'no_show', 'left')"

visits = Table(
    "visits",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("site_id", String, ForeignKey("sites.site_id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("number", String, nullable=False),
    Column("station", String, nullable=False),
    Column("day", String, nullable=False),
    Column("counter", Integer, nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("seat", Integer),
    Column("topic", String),
    Column("member_id", String(36)),
    Column("called_at", Instant),
    Column("arrived_at", Instant),
    Column("began_at", Instant),
    Column("ended_at", Instant),
    Column("hold_reason", String),
    Column("held_until", Instant),
    Column("outcome", String),
    Column("rating", String),
    Column("rated_at", Instant),
    Column("photos", JSON, nullable=False),
    Column("perhaps_helped", Boolean, nullable=False, server_default=false()),
    Column("number_twice", Boolean, nullable=False, server_default=false()),
    Index(
        "visits_open",
        "site_id",
        "joined_at",
        sqlite_where=text(OPEN_STATES),
        postgresql_where=text(OPEN_STATES),
    ),
    Index("visits_changed", "site_id", "station", "seq"),
    Index("visits_numbered", "site_id", "station", "day", "counter"),
)

visit_private = Table(
    "visit_private",
    metadata,
    Column("visit_id", String(36), ForeignKey("visits.id"), primary_key=True),
    Column("first_name", String, nullable=False, server_default=""),
    Column("note", String, nullable=False, server_default=""),
    Column("phone_token_hash", LargeBinary(32), unique=True),
)

pictures = Table(
    "pictures",
    metadata,
    Column("photo", String(64), primary_key=True),
    Column("visit_id", String(36), ForeignKey("visits.id"), primary_key=True),
    Column("site_id", String, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("received_at", Instant),
    Column("erased_at", Instant),
    Index(
        "pictures_kept",
        "taken_at",
        sqlite_where=text("erased_at is null"),
        postgresql_where=text("erased_at is null"),
    ),
)

members = Table(
    "members",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("site_id", String, ForeignKey("sites.site_id"), nullable=False),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("pin_hash", String, nullable=False),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    UniqueConstraint("site_id", "name"),
)

devices = Table(
    "devices",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("site_id", String, ForeignKey("sites.site_id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("letter", String),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("seen_at", Instant),
    Column("seen_from", String),
    Column("also_at", Instant),
    Column("also_from", String),
    Column("stopped_at", Instant),
    Column("allowed_from", JSON(none_as_null=True)),
    Column("revoked_at", Instant),
    Column("away_s", Float, nullable=False, server_default="0"),
    *_term(),
)

stations = Table(
    "stations",
    metadata,
    Column("site_id", String, ForeignKey("sites.site_id"), primary_key=True),
    Column("letter", String(1), primary_key=True),
    Column("seats", JSON, nullable=False),
)

pairings = Table(
    "pairings",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("site_id", String, ForeignKey("sites.site_id"), nullable=False),
    Column("claim_hash", LargeBinary(32), nullable=False, unique=True),
    Column("code_hash", LargeBinary(32), nullable=False, unique=True),
    Column("asked_from", String, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("held_site", String),
    Column("held_letter", String(1)),
    Column("held_count", Integer, nullable=False, server_default="0"),
    Column("letter", String(1)),
    Column("device_id", String(36)),
    *_term(),
)

attempt_limits = Table(
    "attempt_limits",
    metadata,
    Column("member_id", String(36), ForeignKey("members.id"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("until", Instant),
    *_term(),
)

quota_buckets = Table(
    "quota_buckets",
    metadata,
    Column("site_id", String, ForeignKey("sites.site_id"), primary_key=True),
    Column("letter", String(1), primary_key=True),
    Column("counted_at", Instant, nullable=False),
    Column("minute", Float, nullable=False),
    Column("day", Float, nullable=False),
    Column("bytes", Float, nullable=False),
)

station_status = Table(
    "station_status",
    metadata,
    Column("site_id", String, ForeignKey("sites.site_id"), primary_key=True),
    Column("letter", String, primary_key=True),
    Column("seen_at", Instant, nullable=False),
    Column("address", String, nullable=False),
    Column("clock_ahead_s", Float, nullable=False),
    Column("boot_id", String),
    Column("up_s", Float),
    Column("status", JSON(none_as_null=True)),
)

station_ways = Table(
    "station_ways",
    metadata,
    Column("site_id", String, ForeignKey("sites.site_id"), primary_key=True),
    Column("letter", String, primary_key=True),
    Column("told_at", Instant, nullable=False),
    Column("ways", JSON, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("member_id", String(36), ForeignKey("members.id"), nullable=False),
    Column("device_id", String(36), ForeignKey("devices.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    *_term(),
    Column("seen_at", Instant),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("request_id", String(36), primary_key=True),
    Column("site_id", String, nullable=False),
    Column("member_id", String(36), nullable=False),
    Column("act", String, nullable=False, server_default=""),
    Column("visit_id", String(36)),
    Column("at", Instant, nullable=False),
    Index("idempotency_keys_by_age", "at"),
)

job_runs = Table(
    "job_runs",
    metadata,
    Column("site_id", String, ForeignKey("sites.site_id"), primary_key=True),
    Column("job", String, primary_key=True),
    Column("done_at", Instant, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("site_id", String, ForeignKey("sites.site_id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("member_id", String(36)),
    Column("act", String, nullable=False),
    Column("about", String, nullable=False),
    Column("photo", String(64)),
    Column("detail", String, nullable=False, server_default=""),
    Column("reason", String, nullable=False, server_default=""),
    Index("audit_by_age", "site_id", "at"),
    Index("audit_by_member", "member_id", "act", "at"),
)
