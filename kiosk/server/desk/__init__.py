"""The members' desk: its API and what it shows."""
