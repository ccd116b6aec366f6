"""The visitor's own page on a phone: its API and what it shows."""
