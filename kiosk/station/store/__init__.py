"""The station's own SQLite file: events, outbox, visits, pictures, last state of the site.

Imports nothing: `cached_snapshot` is read before the first frame is painted.
"""
