"""One kiosk: check-in, its store, sending and reading, and what keeps it sound.

Empty on purpose: the first frame is painted before the libraries of `bootstrap` load.
"""
