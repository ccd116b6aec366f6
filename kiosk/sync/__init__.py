"""Facts up, state down: the two workers between a station and its home.

Decides nothing about the queue.
"""
