"""Audit log: acts that a lead must be able to look up later."""
