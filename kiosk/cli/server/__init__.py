"""Commands on a server, beside its running program or instead of it."""
