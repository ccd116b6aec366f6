"""Timed jobs: no-shows, the end of a day, retention, and their scheduler."""
