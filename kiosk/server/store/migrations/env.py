"""Owns running migrations on the connection the server hands over.

Never opens a database itself.
"""

from __future__ import annotations

from alembic import context

from kiosk.server.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
