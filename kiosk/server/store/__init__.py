"""The server's store: engine, tables, migrations, the ledger of events, the change feed."""
