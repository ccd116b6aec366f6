"""One kiosk: check-in, its store, its side of the sync, retention and maintenance.

Imports nothing: the first frame is painted before the libraries of `bootstrap` load.
"""
